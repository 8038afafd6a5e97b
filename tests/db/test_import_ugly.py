"""Ugly files are read rightly, or refused with row and cure; never in part."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db.engine import Database, open_database
from db.queries.enrollment import current_dataset, rows_of
from domain.coverage import Counts
from domain.refusal import Refused
from services.read_table import LARGEST_BYTES, read_file
from tests.db.enrollment_files import ACTIVE, ELIGIBLE, INACTIVE, as_csv, correct_table, import_file
from tests.db.factories import SettableClock, footprint
from tests.db.ugly_list import FAULTY, READ_RIGHTLY, REFUSED


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


@pytest.mark.parametrize("name", READ_RIGHTLY)
def test_an_ugly_file_is_read_as_the_plain_one(database: Database, clock: SettableClock, name: str) -> None:
    table, ugly = correct_table(database), READ_RIGHTLY[name]
    import_file(database, clock, as_csv(table), month="2026-09")
    expected = stored_rows(database)

    report = import_file(database, clock, ugly.make(table))

    assert (report.faults, report.stored) == ([], True)
    assert report.totals == Counts(ELIGIBLE, ACTIVE, INACTIVE)
    assert stored_rows(database) == expected
    assert len(report.warnings) == len(ugly.warned)
    assert all(words in warning for words, warning in zip(ugly.warned, report.warnings, strict=True))


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_file_is_told_by_row_and_cure_and_nothing_is_stored(
    database: Database, clock: SettableClock, name: str
) -> None:
    ugly, before = FAULTY[name], footprint(database)

    report = import_file(database, clock, ugly.make(correct_table(database)))

    assert [(fault.row, fault.column) for fault in report.faults] == list(ugly.faults)
    assert all(ugly.words in fault.problem and fault.cure for fault in report.faults)
    assert (report.stored, report.dataset) == (False, None)
    assert footprint(database) == before


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(database: Database, clock: SettableClock, name: str) -> None:
    ugly, before = REFUSED[name], footprint(database)

    with pytest.raises(Refused) as refusal:
        import_file(database, clock, ugly.make(correct_table(database)))

    assert refusal.value.code == ugly.refused
    assert ugly.words in refusal.value.reason
    assert footprint(database) == before


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))

    with pytest.raises(Refused) as refusal:
        read_file(path)

    assert refusal.value.code == "import.too_large"
    assert path.stat().st_size > LARGEST_BYTES


def test_no_fault_of_a_personal_file_shows_a_value(database: Database, clock: SettableClock) -> None:
    for name in ("a column of NIK without a title", "phones under a harmless title"):
        report = import_file(database, clock, FAULTY[name].make(correct_table(database)))
        assert (report.is_personal, [fault.value for fault in report.faults]) == (True, [""])


def test_one_of_several_sheets_can_be_chosen(database: Database, clock: SettableClock) -> None:
    content = FAULTY["two sheets that look alike"].make(correct_table(database))
    asked = import_file(database, clock, content)

    report = import_file(database, clock, content, sheet="November")

    assert asked.sheets == ("Sheet", "November")
    assert (report.stored, report.understood.sheet) == (True, "November")
    assert import_file(database, clock, content, sheet="Desember").faults[0].problem == "Lembar “Desember” tidak ada."


def test_what_was_understood_is_said(database: Database, clock: SettableClock) -> None:
    report = import_file(database, clock, READ_RIGHTLY["official titles"].make(correct_table(database)))

    assert report.to_json()["understood"] == {
        "sheet": "",
        "header_row": 1,
        "columns": {
            "kode_desa": "KODE WILAYAH",
            "nama_desa": "Nama Desa/Kelurahan",
            "kelompok": "Jenis Pekerjaan",
            "potensi": "Jml. Potensi (jiwa)",
            "aktif": "Peserta Aktif",
            "nonaktif": "Non-aktif",
        },
        "ignored": [],
        "note": "",
    }
