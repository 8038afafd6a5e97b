"""One file, whatever wrote it: the same rows arrive."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.engine import Database, open_database
from db.queries.enrollment import current_dataset, rows_of
from domain.coverage import Counts
from domain.refusal import Refused
from tests.db.enrollment_files import (
    ACTIVE,
    ELIGIBLE,
    INACTIVE,
    ROWS,
    Write,
    as_csv,
    as_xlsx,
    changed,
    correct_table,
    import_file,
)
from tests.db.factories import KARTAMULIA, SettableClock, footprint

FORMATS: dict[str, Write] = {
    "comma": as_csv,
    "semicolon": partial(as_csv, separator=";"),
    "tab": partial(as_csv, separator="\t"),
    "UTF-8 with BOM": partial(as_csv, encoding="utf-8-sig"),
    "UTF-16": partial(as_csv, separator="\t", encoding="utf-16"),
    "Windows-1252": partial(as_csv, separator=";", encoding="cp1252"),
    "XLSX": as_xlsx,
}


@pytest.fixture
def database(sqlite_templates, tmp_path: Path):
    """SQLite only: reading a file has nothing to do with the database system that it is stored in."""
    with closing(open_database(sqlite_templates.copy("empty", tmp_path / "empty.sqlite3"))) as database:
        yield database


def stored_rows(database: Database) -> dict[tuple[str, str], Counts]:
    with database.reading() as connection:
        current = current_dataset(connection, "62.08")
        assert current is not None
        return rows_of(connection, current.id)


@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS)
def test_a_correct_file_arrives_whole(database: Database, clock: SettableClock, write: Write) -> None:
    table = correct_table(database)
    # A sign that is another byte in each encoding: read wrongly, the name would not be the village's.
    row = next(number for number, line in enumerate(table, start=2) if line[0] == KARTAMULIA)

    report = import_file(database, clock, write(changed(table, row, nama_desa="Kartamúlia")))

    assert (report.faults, report.warnings) == ([], [])
    assert report.stored is True
    assert report.rows == {"new": ROWS, "changed": 0, "unchanged": 0, "refused": 0}
    assert report.totals == Counts(ELIGIBLE, ACTIVE, INACTIVE)
    rows = stored_rows(database)
    assert len(rows) == ROWS
    assert rows["62.08.01.1003", "fisher"] == Counts(10, 0, 1)
    assert sum(rows.values(), Counts()) == Counts(ELIGIBLE, ACTIVE, INACTIVE)


def test_codes_may_lack_dots_and_columns_may_stand_in_any_order(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    reordered = [[row[5], row[4], row[3], row[2], row[1], str(row[0]).replace(".", "")] for row in table]
    header = ["nonaktif", "Aktif", " potensi ", "KELOMPOK", "nama desa", "kode_desa"]

    report = import_file(database, clock, as_csv(reordered, header=header))

    assert (report.faults, report.stored) == ([], True)
    assert report.totals == Counts(ELIGIBLE, ACTIVE, INACTIVE)


def test_empty_rows_and_dots_between_thousands_are_read(database: Database, clock: SettableClock) -> None:
    table = changed(correct_table(database), 2, potensi="1.200")

    report = import_file(database, clock, as_csv([*table[:5], [""] * 6, *table[5:], [" "] * 6]))

    assert (report.faults, report.stored) == ([], True)
    assert report.totals.eligible == ELIGIBLE - 10 + 1200


def test_other_sheets_are_named_and_left(database: Database, clock: SettableClock) -> None:
    content = as_xlsx(correct_table(database), sheets=("Oktober", "Catatan"))

    report = import_file(database, clock, content)

    assert (report.stored, report.warnings) == (True, ["Lembar “Catatan” tidak dibaca."])


def test_a_spreadsheet_gives_whole_numbers_as_floats_and_halves_are_refused(
    database: Database, clock: SettableClock
) -> None:
    table = correct_table(database)

    whole = import_file(database, clock, as_xlsx(changed(table, 7, potensi=12.0)), month="2026-09")
    half = import_file(database, clock, as_xlsx(changed(table, 7, potensi=12.5)))

    assert (whole.stored, whole.faults) == (True, [])
    assert half.stored is False
    assert [(f.sheet, f.row, f.column, f.value) for f in half.faults] == [("Oktober", 7, "potensi", "12.5")]


UNREADABLE: dict[str, bytes] = {
    "damaged workbook": b"PK\x03\x04" + b"damaged" * 100,
    "damaged old workbook": b"\xd0\xcf\x11\xe0" + b"damaged" * 100,
    "binary": bytes(range(256)) * 10,
    "UTF-16 cut in the middle": "kode_desa,nama".encode("utf-16")[:-1],
    "open quotation mark": b'kode_desa,nama_desa\n"62.08.01.2005,Kartamulia\n',
    "too large": b"x" * (64 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_table_is_refused_in_words(database: Database, clock: SettableClock, content: bytes) -> None:
    before = footprint(database)

    with pytest.raises(Refused) as refusal:
        import_file(database, clock, content)

    assert refusal.value.code in {"import.unreadable", "import.too_large"}
    assert footprint(database) == before


def test_a_workbook_cut_short_is_refused_in_words(database: Database, clock: SettableClock) -> None:
    content = as_xlsx(correct_table(database))

    for length in (30, len(content) // 2, len(content) - 10):
        with pytest.raises(Refused) as refusal:
            import_file(database, clock, content[:length])
        assert refusal.value.code == "import.unreadable"
