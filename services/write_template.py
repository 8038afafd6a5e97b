"""The template of an import file: the villages, groups and sources that the program knows, empty or with a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from db.engine import Connection, Database
from db.queries.enrollment import Dataset, DatasetKind, current_dataset, dataset
from db.queries.regions import all_worker_groups, home_regencies, known_regencies, villages
from domain import import_template
from domain.calendar import WIB
from domain.import_template import ImportTemplate, Place
from domain.refusal import Refused
from exports.import_template import template_csv, template_workbook
from services.clock import Clock
from services.export_dataset import version_rows
from services.identity import Credential, require_facilitator


def template_file(
    kind: DatasetKind, database: Database, clock: Clock, regency_code: str | None = None, *, is_workbook: bool = False
) -> bytes:
    """The template of a kind, to be filled: CSV in UTF-8, or XLSX with drop-downs and the rules on a second sheet.

    Raises:
        Refused: the regency is unknown.
    """
    with database.reading() as connection:
        known = known_regencies(connection)
        if regency_code and regency_code not in known:
            raise Refused("template.regency", f"Kabupaten {regency_code} tidak dikenal.")
        wanted = [regency_code] if regency_code else home_regencies(connection)
        return _file(_template(kind, connection, clock, wanted), is_workbook)


def current_file(
    kind: DatasetKind,
    database: Database,
    clock: Clock,
    credential: Credential,
    regency_code: str | None = None,
    *,
    is_workbook: bool = False,
) -> bytes:
    """The same filled with the current version of a regency's data; imported again it changes nothing.

    Raises:
        Refused: not a facilitator, the regency is unknown, or there are no data but sample data.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        code = regency_code or next(iter(home_regencies(connection)), "")
        found = current_dataset(connection, code, kind)
        return _file(_filled(connection, found, clock), is_workbook)


def version_file(
    dataset_id: UUID, database: Database, clock: Clock, credential: Credential, *, is_workbook: bool = False
) -> bytes:
    """A stored version in the form of its template.

    Raises:
        Refused: not a facilitator, no such version, or it is sample data.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        return _file(_filled(connection, dataset(connection, dataset_id), clock), is_workbook)


def _file(template: ImportTemplate, is_workbook: bool) -> bytes:  # noqa: FBT001  handed on as it came
    return template_workbook(template) if is_workbook else template_csv(template).encode("utf-8-sig")


def _filled(connection: Connection, found: Dataset | None, clock: Clock) -> ImportTemplate:
    if found is None or found.is_sample:
        raise Refused("template.no_data", "Belum ada data sebenarnya yang dapat diunduh.")
    template = _template(found.kind, connection, clock, [found.regency_code])
    return replace(template, rows=tuple(version_rows(connection, found)))


def _template(kind: DatasetKind, connection: Connection, clock: Clock, regencies: Sequence[str]) -> ImportTemplate:
    places = [Place(v.code, v.name, is_desa=v.is_desa) for code in regencies for v in villages(connection, code)]
    if kind == "enrollment":
        groups = [(group.name, group.segment == "BPU") for group in all_worker_groups(connection)]
        return import_template.enrollment_template(places, groups)
    if kind == "claims":
        return import_template.claims_template(places)
    return import_template.budget_template(places, clock().astimezone(WIB).year + 1)
