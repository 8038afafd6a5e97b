"""A file whose columns the program does not know is read as a person says, and the next one by itself."""

from __future__ import annotations

from sqlalchemy import text

from db.engine import Database
from tests.db.enrollment_files import ACTIVE, ELIGIBLE, INACTIVE, Table, as_csv, changed, correct_table, import_file
from tests.db.factories import SettableClock

HEADER = ["Kode", "Desa", "Kelompok", "Angkatan", "Ikut", "Berhenti"]
SAID = {"potensi": "Angkatan", "aktif": "Ikut", "nonaktif": "Berhenti"}
COUNT = "SELECT count(*) FROM column_mappings"


def rows(database: Database, statement: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def file_of(table: Table) -> bytes:
    return as_csv(table, header=HEADER)


def test_a_choice_is_remembered_with_the_data_and_used_the_next_time(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    asked = import_file(database, clock, file_of(table))
    tried = import_file(database, clock, file_of(table), columns=SAID, dry_run=True)
    assert [fault.column for fault in asked.faults] == ["potensi", "aktif", "nonaktif"]
    assert (tried.faults, rows(database, COUNT)) == ([], [(0,)])

    stored = import_file(database, clock, file_of(table), columns=SAID)
    later = import_file(database, clock, file_of(changed(table, 2, potensi=99)), month="2026-11")

    assert (stored.stored, later.stored, later.faults) == (True, True, [])
    assert (stored.totals.eligible, stored.totals.active, stored.totals.inactive) == (ELIGIBLE, ACTIVE, INACTIVE)
    assert stored.understood.note == ""
    assert (
        later.understood.note == "Kolom dibaca seperti yang ditetapkan pada Minggu, 22 November 2026 (baris perintah)."
    )
    assert rows(database, COUNT) == [(1,)]
    (act,) = rows(database, "SELECT actor FROM audit WHERE action = 'columns.remembered'")
    assert act == ("command_line",)


def test_what_is_remembered_is_of_one_header_and_can_be_corrected(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    import_file(database, clock, file_of(table), columns=SAID)
    other = import_file(database, clock, as_csv(table, header=[*HEADER[:3], "Ikut", "Angkatan", "Berhenti"]))
    assert [fault.column for fault in other.faults] == ["potensi", "aktif", "nonaktif"]

    swapped = {"aktif": "Berhenti", "nonaktif": "Ikut"}
    again = import_file(database, clock, file_of(table), month="2026-11", columns=swapped)

    assert (again.totals.active, again.totals.inactive) == (INACTIVE, ACTIVE)
    assert rows(database, COUNT) == [(2,)]
    assert import_file(database, clock, file_of(table), month="2026-11", dry_run=True).totals.active == INACTIVE


def test_a_column_of_persons_cannot_be_chosen_for_the_villages(database: Database, clock: SettableClock) -> None:
    table = [[row[0], "Budi", *row[1:]] for row in correct_table(database)]
    header = ["Kode", "Nama pekerja", "Desa", *HEADER[2:]]

    report = import_file(database, clock, as_csv(table, header=header), columns={**SAID, "nama_desa": "Nama pekerja"})

    assert (report.is_personal, report.stored, report.understood.labels) == (True, False, ())
    assert "Budi" not in str(report)


def test_the_answer_to_a_name_in_doubt_is_kept_with_the_dataset_and_counts_for_it_alone(
    database: Database, clock: SettableClock
) -> None:
    content = b"Kecamatan,Desa,kelompok,potensi,aktif,nonaktif\nSukamara,Kartamulja,Nelayan,10,4,0\n"
    answers = {"Kartamulja / Sukamara": "62.08.01.2005", "Tidak ditanya / Jelai": "62.08.01.2002"}

    stored = import_file(database, clock, content, answers=answers)
    later = import_file(database, clock, content, month="2026-11")

    ((kept,),) = rows(database, "SELECT warnings FROM datasets")
    assert stored.stored is True
    assert "dijawab: Kartamulia (62.08.01.2005)" in str(kept)
    assert "ditanya" not in str(kept)
    assert [question.key for question in later.questions] == ["Kartamulja / Sukamara"]
