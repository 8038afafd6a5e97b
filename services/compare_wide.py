"""Compare a file over several regencies with the current dataset of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from db.engine import Connection
from db.queries.enrollment import Dataset
from db.queries.wide import enrollment_rows
from domain.coverage import Counts
from domain.jumps import jumps
from services.import_report import ImportReport

if TYPE_CHECKING:
    from domain.wide_enrollment import WideRows


def compare_with_current(
    connection: Connection,
    rows: WideRows,
    current: Mapping[str, Dataset],
    names: Mapping[str, str],
    report: ImportReport,
) -> None:
    """Count the rows that are new, changed, unchanged or gone, and warn of counts that have jumped.

    Regencies that the file does not have are not compared; neither are sample data.

    Args:
        names: of the villages, by code.
    """
    then: dict[str, Counts] = {}
    for code, part in rows.by_regency():
        before = current.get(code)
        if before is None or before.is_sample:
            report.rows["new"] += part.stop - part.start
            continue
        known = {(village, group): counts for village, group, *counts in enrollment_rows(connection, before.id)}
        seen = 0
        columns = (rows.village, rows.group, rows.eligible, rows.active, rows.inactive)
        for village, group, *counts in zip(*(column[part].tolist() for column in columns), strict=True):
            was = known.get((rows.villages[village], rows.groups[group]))
            report.rows["new" if was is None else "unchanged" if was == counts else "changed"] += 1
            seen += was is not None
        report.missing += 0 if report.faults else len(known) - seen
        for (village, _), counts in known.items():
            then[village] = then.get(village, Counts()) + Counts(*counts)
    if then and not report.faults:
        report.warnings += jumps("data sebelumnya", then.items(), rows.village_counts(), names)
