"""Enrollment files for the importer's tests: a correct one with numbers of its own, and ways to write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import xlsxwriter

from db.engine import Database
from db.queries.regions import all_worker_groups, villages
from domain.calendar import Month
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.import_report import ImportReport
from tests.db.factories import AT_THE_MACHINE, SettableClock

HEADER = ["kode_desa", "nama_desa", "kelompok", "potensi", "aktif", "nonaktif"]
Table = list[list[object]]

# Of correct_table: 29 desa with 9 groups and 3 kelurahan with 8; potensi 10, 11, 12, ...; aktif 0 to 6 in turn.
ROWS = 285
ELIGIBLE, ACTIVE, INACTIVE = 43_320, 850, 285


def correct_table(database: Database) -> Table:
    """One row a village and group of Sukamara, each with counts that no other test uses."""
    with database.reading() as connection:
        pairs = [
            (village, group.name)
            for village in villages(connection, "62.08")
            for group in all_worker_groups(connection)
            if village.is_desa or group.segment == "BPU"
        ]
    return [
        [village.code, village.name, group, 10 + number, number % 7, 1] for number, (village, group) in enumerate(pairs)
    ]


def as_csv(table: Table, *, header: Sequence[object] = HEADER, separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([header, *table])
    return out.getvalue().encode(encoding)


def as_xlsx(table: Table, *, header: Sequence[object] = HEADER, sheets: Sequence[str] = ("Oktober",)) -> bytes:
    """A workbook with the table on its first sheet and a note on each of the others."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        first, *others = [book.add_worksheet(name) for name in sheets]
        for number, row in enumerate([header, *table]):
            first.write_row(number, 0, row)
        for other in others:
            other.write(0, 0, "catatan")
    return out.getvalue()


def import_file(
    database: Database,
    clock: SettableClock,
    content: bytes,
    *,
    month: str = "2026-10",
    name: str = "berkas.csv",
    **values: object,
) -> ImportReport:
    command = ImportEnrollment(content, name, Month.parse(month), **values)  # type: ignore[arg-type]
    return import_enrollment(command, database, clock, AT_THE_MACHINE)


def changed(table: Table, row: int, **cells: object) -> Table:
    """A copy in which some cells of one row are others; `row` counts as the file does, the header being 1."""
    copy = [list(line) for line in table]
    for column, value in cells.items():
        copy[row - 2][HEADER.index(column)] = value
    return copy


Write = Callable[[Table], bytes]
