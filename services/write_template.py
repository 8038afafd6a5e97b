"""The template of an import file, filled with the villages and groups that the program knows."""

from __future__ import annotations

import csv
import io

from db.engine import Database
from db.queries.regions import all_worker_groups, known_regencies, villages
from domain.enrollment_file import COLUMNS
from domain.refusal import Refused


def enrollment_template(database: Database, regency_code: str | None = None) -> str:
    """CSV with the header and one row a village and group; the counts are left empty to be filled.

    Raises:
        Refused: the regency is unknown.
    """
    with database.reading() as connection:
        if regency_code and regency_code not in known_regencies(connection):
            raise Refused("template.regency", f"Kabupaten {regency_code} tidak dikenal.")
        regencies = [regency_code] if regency_code else known_regencies(connection)
        groups = all_worker_groups(connection)
        places = [village for code in regencies for village in villages(connection, code)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for village in places:
        for group in groups:
            if village.is_desa or group.segment == "BPU":
                writer.writerow([village.code, village.name, group.name, "", "", ""])
    return out.getvalue()
