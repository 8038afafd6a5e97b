"""Every fault is told with its place and its cure, and nothing is stored."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.engine import Database, open_database
from services.import_report import ImportReport
from tests.db.enrollment_files import HEADER, ROWS, as_csv, as_xlsx, changed, correct_table, import_file
from tests.db.factories import SettableClock, footprint


@pytest.fixture
def database(sqlite_templates, tmp_path: Path):
    """SQLite only: what is checked before storing has nothing to do with the database system."""
    with closing(open_database(sqlite_templates.copy("empty", tmp_path / "empty.sqlite3"))) as database:
        yield database


def refused_file(database: Database, clock: SettableClock, content: bytes) -> ImportReport:
    """The report on a file with faults, after making sure that it left nothing behind."""
    before = footprint(database)
    report = import_file(database, clock, content)
    assert (report.stored, report.dataset) == (False, None)
    assert footprint(database) == before
    assert all(fault.problem and fault.cure for fault in report.faults)
    return report


def places(report: ImportReport) -> list[tuple[str, int, str, str]]:
    return [(fault.sheet, fault.row, fault.column, fault.value) for fault in report.faults]


# What is changed in row 20 of the correct file; the column and value that are told, and words of the cure.
CELLS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"kode_desa": "62.08.01.9999"}, "kode_desa", "62.08.01.9999", "kode Kemendagri"),
    ({"kode_desa": "6206020005"}, "kode_desa", "6206020005", "bukan kode BPS"),
    ({"kode_desa": ""}, "kode_desa", "", "kode Kemendagri"),
    ({"nama_desa": "Sukamaju"}, "nama_desa", "Sukamaju", "Perbaiki nama atau kodenya"),
    ({"kelompok": "Astronot"}, "kelompok", "Astronot", "Nelayan, Petani, Buruh tani"),
    ({"kelompok": ""}, "kelompok", "", "Nelayan"),
    ({"potensi": -1}, "potensi", "-1", "bilangan bulat"),
    ({"aktif": "-0"}, "aktif", "-0", "bilangan bulat"),
    ({"potensi": "12,5"}, "potensi", "12,5", "bilangan bulat"),
    ({"potensi": "12.5"}, "potensi", "12.5", "bilangan bulat"),
    ({"nonaktif": "banyak"}, "nonaktif", "banyak", "bilangan bulat"),
    ({"nonaktif": ""}, "nonaktif", "", "tulis 0 bila tidak ada"),
    ({"potensi": "99999999999"}, "potensi", "99999999999", "bilangan bulat"),
    ({"potensi": "9" * 5000}, "potensi", "9" * 80, "bilangan bulat"),
    ({"potensi": "1e3"}, "potensi", "1e3", "bilangan bulat"),
    ({"potensi": "٣"}, "potensi", "٣", "bilangan bulat"),
    ({"potensi": "=1+1"}, "potensi", "=1+1", "bilangan bulat"),
    ({"aktif": 29, "potensi": 28}, "aktif", "29", "termasuk yang aktif"),
]


def test_a_wrong_cell_is_told_by_row_column_value_and_cure(
    database: Database, clock: SettableClock, subtests: pytest.Subtests
) -> None:
    table = correct_table(database)

    for cells, column, value, cure in CELLS:
        with subtests.test(column=column, value=value[:20]):
            report = refused_file(database, clock, as_csv(changed(table, 20, **cells)))
            assert places(report) == [("", 20, column, value)]
            assert cure in report.faults[0].cure
            assert report.rows["refused"] == 1


def test_a_workbook_names_its_sheet(database: Database, clock: SettableClock) -> None:
    table = changed(correct_table(database), 20, kelompok="Astronot")

    report = refused_file(database, clock, as_xlsx(table, sheets=("Sukamara 10-2026",)))

    assert places(report) == [("Sukamara 10-2026", 20, "kelompok", "Astronot")]


def test_a_row_that_comes_twice_is_told_with_the_first(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)

    report = refused_file(database, clock, as_csv([*table, table[3]]))

    assert places(report) == [("", ROWS + 2, "kelompok", "Pekerja sawit")]
    assert report.faults[0].problem == "Mendawai · Pekerja sawit sudah ada di baris 5."


@pytest.mark.parametrize("column", HEADER)
def test_a_missing_column_is_named(database: Database, clock: SettableClock, column: str) -> None:
    place = HEADER.index(column)
    table = [row[:place] + row[place + 1 :] for row in correct_table(database)]

    report = refused_file(database, clock, as_csv(table, header=[name for name in HEADER if name != column]))

    assert places(report) == [("", 1, column, "")]


def test_a_misspelt_column_is_named_with_the_right_spelling(database: Database, clock: SettableClock) -> None:
    header = ["kode_desa", "nama_desa", "kelompok", "Potensii", "aktif", "nonaktif"]

    report = refused_file(database, clock, as_csv(correct_table(database), header=header))

    assert places(report) == [("", 1, "potensi", "Potensii")]
    assert report.faults[0].cure == "Ganti judul “Potensii” menjadi “potensi”."


def test_all_faults_of_a_file_are_told_at_once(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    table = changed(table, 3, kode_desa="62.08.01.9999")
    table = changed(table, 7, potensi=-1, aktif="x")
    table = changed(table, 9, kelompok="Astronot", nonaktif="1,5")

    report = refused_file(database, clock, as_csv(table))

    assert places(report) == [
        ("", 3, "kode_desa", "62.08.01.9999"),
        ("", 7, "potensi", "-1"),
        ("", 7, "aktif", "x"),
        ("", 9, "kelompok", "Astronot"),
        ("", 9, "nonaktif", "1,5"),
    ]
    assert report.rows == {"new": ROWS - 3, "changed": 0, "unchanged": 0, "refused": 3}


@pytest.mark.parametrize("content", [b"", b"\n\n ,, \n", b"\xef\xbb\xbf", as_xlsx([], header=[])])
def test_an_empty_file_is_a_fault(database: Database, clock: SettableClock, content: bytes) -> None:
    report = refused_file(database, clock, content)

    assert [(fault.row, fault.problem) for fault in report.faults] == [(1, "Berkas kosong.")]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_file_with_nothing_but_its_header_is_a_fault(database: Database, clock: SettableClock, write) -> None:
    report = refused_file(database, clock, write([]))

    assert [fault.problem for fault in report.faults] == ["Tidak ada baris data."]


def test_garbage_with_forty_columns_is_answered_with_the_columns_that_are_missing(
    database: Database, clock: SettableClock
) -> None:
    garbage: list[list[object]] = [[f"{row}-{column}" for column in range(40)] for row in range(200)]

    for content in (as_csv(garbage, header=[f"x{n}" for n in range(40)]), as_xlsx(garbage, header=["?"] * 40)):
        report = refused_file(database, clock, content)
        assert [fault.column for fault in report.faults] == HEADER


def test_a_short_row_lacks_its_last_cells(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)

    report = refused_file(database, clock, as_csv([table[0][:4], *table[1:]]))

    assert places(report) == [("", 2, "aktif", ""), ("", 2, "nonaktif", "")]
