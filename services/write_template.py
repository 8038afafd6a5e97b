"""The template of an import file, filled with the villages, groups and sources that the program knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from db.engine import Database
from db.queries.regions import Village, all_worker_groups, home_regencies, known_regencies, villages
from domain import budget_file, claims_file, enrollment_file
from domain.calendar import WIB
from domain.pledge_lines import FUNDING_SOURCES
from domain.refusal import Refused
from services.clock import Clock


def enrollment_template(database: Database, regency_code: str | None = None) -> str:
    """CSV with the header and one row a village and group; the counts are left empty to be filled.

    Raises:
        Refused: the regency is unknown.
    """
    with database.reading() as connection:
        groups = all_worker_groups(connection)
    rows = [
        (village.code, village.name, group.name, "", "", "")
        for village in _places(database, regency_code)
        for group in groups
        if village.is_desa or group.segment == "BPU"
    ]
    return _csv(enrollment_file.COLUMNS, rows)


def budget_template(database: Database, clock: Clock, regency_code: str | None = None) -> str:
    """CSV with the header and one row a desa and source for the APBDes of the year to come; amounts are left empty.

    A row that stays empty says that its ceiling is not known.

    Raises:
        Refused: the regency is unknown.
    """
    year = str(clock().astimezone(WIB).year + 1)
    rows = [
        (village.code, village.name, year, "APBDes", source, "", "")
        for village in _places(database, regency_code)
        if village.is_desa
        for source in FUNDING_SOURCES
    ]
    return _csv(budget_file.COLUMNS, rows)


def claims_template(database: Database, regency_code: str | None = None) -> str:
    """CSV with the header and one row a village and programme; cases and amounts are left empty to be filled.

    Raises:
        Refused: the regency is unknown.
    """
    rows = [
        (village.code, village.name, programme, "", "", "")
        for village in _places(database, regency_code)
        for programme in claims_file.PROGRAMMES
    ]
    return _csv(claims_file.COLUMNS, rows)


def _places(database: Database, regency_code: str | None) -> list[Village]:
    with database.reading() as connection:
        if regency_code and regency_code not in known_regencies(connection):
            raise Refused("template.regency", f"Kabupaten {regency_code} tidak dikenal.")
        regencies = [regency_code] if regency_code else home_regencies(connection)
        return [village for code in regencies for village in villages(connection, code)]


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


TEMPLATES: Mapping[str, Callable[[Database, Clock, str | None], str]] = {
    "enrollment": lambda database, _clock, regency_code: enrollment_template(database, regency_code),
    "claims": lambda database, _clock, regency_code: claims_template(database, regency_code),
    "village-budgets": budget_template,
}
