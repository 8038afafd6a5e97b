"""The files of a closed meeting: whose they are, that they are made of the frozen result, and that data come back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from db.engine import Database
from db.settings import Settings
from domain.addendum import AddendumRequest
from domain.calendar import Month
from domain.meeting import Meeting
from services import export_workbook as export
from services.addenda import AddAddendum, add_addendum
from services.change_meeting import publish_meeting
from services.export_workbook import all_files, csv_table, workbook_file
from services.identity import CardCode, Credential, FacilitatorCookie
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.meeting_result import meeting_result
from services.record_follow_up import RecordStep, record_step
from services.submit_commitment import submit_commitment
from tests.db.enrollment_files import ROWS, as_csv, changed, correct_table, import_file
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    drop_triggers,
    footprint,
    open_meeting,
    refused,
    run_sql,
    submit,
    withdrawal_of,
)
from tests.support.decisions import decide, keep
from tests.support.follow_up import request
from tests.support.formulas import Calculated, facts_of, table_of
from tests.support.scenarios import kept
from tests.support.sign_in import by_printed_link

Act = Callable[[Credential | None], bytes]


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """Open: Kartamulia has pledged twice, Pudu has taken its pledge back, a fund was divided."""
    found = open_meeting(real_database, clock, target_points=6000)
    submit(real_database, clock, found, KARTAMULIA, new=60, key="a")
    submit(real_database, clock, found, PUDU, new=25, key="b")
    submit(real_database, clock, found, KARTAMULIA, new=50, continued=10, months=6, key="c", replaces=1)
    submit_commitment(withdrawal_of(found, PUDU, key="d"), real_database, clock, AT_THE_MACHINE)
    decide(real_database, clock, found, keep(real_database, clock))
    return found


def acts(database: Database, meeting: Meeting) -> list[Act]:
    return [
        lambda who: workbook_file(meeting.id, database, who),
        lambda who: csv_table(meeting.id, "desa", database, who),
        lambda who: all_files(meeting.id, database, who),
    ]


def read(database: Database, meeting: Meeting) -> Calculated:
    return Calculated(workbook_file(meeting.id, database, AT_THE_MACHINE))


def test_before_closing_there_is_none(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    for early in (meeting, draft_meeting(real_database, clock)):
        for act in acts(real_database, early):
            assert refused(lambda act=act: act(AT_THE_MACHINE), real_database).code == "export.not_closed"
            assert refused(lambda act=act: act(None), real_database).code == "export.not_published"


def test_until_it_is_published_it_is_the_facilitators(
    real_database: Database, clock: SettableClock, meeting: Meeting, facilitator_settings: Settings
) -> None:
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    cookie = by_printed_link(real_database, clock, facilitator_settings)
    forged = FacilitatorCookie("0" * 43, facilitator_settings, clock)
    close_meeting(meeting, real_database, clock)

    for act in acts(real_database, meeting):
        codes = [refused(lambda act=act, who=who: act(who), real_database).code for who in (None, card, forged)]
        assert codes == ["export.not_published", "identity.forbidden", "identity.facilitator"]
        assert act(cookie) == act(AT_THE_MACHINE)

    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)
    for act in acts(real_database, meeting):
        assert act(None) == act(card) == act(cookie)


def test_a_meeting_that_does_not_exist_is_refused(real_database: Database) -> None:
    assert refused(lambda: workbook_file(uuid4(), real_database, None), real_database).code == "meeting.unknown"


def test_the_figures_are_those_of_the_result(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    closed = close_meeting(meeting, real_database, clock)
    with real_database.reading() as connection:
        result = meeting_result(connection, closed)
    before = footprint(real_database)

    book = read(real_database, meeting)

    assert footprint(real_database) == before
    assert [(s, at) for s, at, written in book.live_cells() if book.calculate(s, at) != written] == []
    facts, totals = facts_of(book.values), result["totals"]
    assert facts["SHA-256 hasil beku"] == result["sha256"]
    assert (facts["Desa berkomitmen"], facts["Pekerja dijanjikan"]) == (1, 60)
    assert facts["Jumlah (Rp)"] == totals["amount_rupiah"] == 60 * 6 * 16_800
    rows = {row["Kode"]: row for row in table_of(book.values["Desa"])}
    for village in result["villages"]:
        row = rows[village["village_code"]]
        assert (row["Pekerja baru"], row["Pekerja lanjutan"], row["Jumlah (Rp)"], row["Tanda terima"]) == (
            village["new_workers"],
            village["continued_workers"],
            village["amount_rupiah"],
            village["receipt"],
        )
    assert (rows[KARTAMULIA]["Pekerja berhak"], rows[KARTAMULIA]["Aktif hari ini"]) == (900, 360)
    assert (rows[PUDU]["Komitmen"], rows[PUDU]["Alasan"]) == ("ditarik", "Salah desa")
    history = table_of(book.values["Riwayat"])
    assert [(row["Kode"], row["Revisi"], row["Berlaku"]) for row in history] == [
        (KARTAMULIA, 1, "diganti"), (PUDU, 1, "diganti"), (KARTAMULIA, 2, "ya"), (PUDU, 2, "ditarik"),
    ]  # fmt: skip
    (decided,) = table_of(book.values["Keputusan"])
    assert decided["Pekerja, bila dibayar"] == result["decisions"][0]["workers"] == 290
    assert decided["Terpakai (Rp)"] == result["decisions"][0]["spent_rupiah"]


def test_what_changes_after_closing_changes_nothing(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    before = (
        workbook_file(meeting.id, real_database, AT_THE_MACHINE),
        csv_table(meeting.id, "baris", real_database, AT_THE_MACHINE),
    )

    clock.now = datetime(2026, 12, 24, 3, 30, tzinfo=UTC)
    import_file(real_database, clock, as_csv(correct_table(real_database)), month="2026-11")
    run_sql(real_database, "UPDATE regions SET name = 'Kartabaru' WHERE code = :code", code=KARTAMULIA)
    run_sql(real_database, "UPDATE rates SET legal_basis = 'lain'")

    after = (
        workbook_file(meeting.id, real_database, AT_THE_MACHINE),
        csv_table(meeting.id, "baris", real_database, AT_THE_MACHINE),
    )
    assert after == before


def test_rows_after_the_snapshots_last_one_are_left_out(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    with real_database.reading() as connection:
        assert [row.sequence for row in export._history(connection, meeting.id, 2)] == [1, 2]


def test_simulations_kept_until_the_closing_and_the_steps_since_stand_beside_it(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    named = kept(real_database, clock, name="Enam bulan dulu")
    close_meeting(meeting, real_database, clock)
    clock.now = datetime(2026, 12, 24, 3, 30, tzinfo=UTC)
    kept(real_database, clock, name="Sesudah rapat")
    asked = request("apbdes", village_code=KARTAMULIA, amount_rupiah=1_000_000)
    record_step(RecordStep(meeting.id, asked, "k", None), real_database, clock, AT_THE_MACHINE)
    before = footprint(real_database)

    book = read(real_database, meeting)

    assert footprint(real_database) == before
    rows = {row["Tautan (s=)"]: row for row in table_of(book.values["Simulasi"])}
    assert (rows[named.id]["Nama"], rows[named.id]["Untuk"], rows[named.id]["Biaya (Rp)"]) == (
        "Enam bulan dulu", "Desa Kartamulia", 12_096_000,
    )  # fmt: skip
    assert sorted(row["Diputuskan"] or "" for row in rows.values()) == ["", "ya"]
    steps = [(row["Desa"], row["Tahap"], row["Jumlah (Rp)"]) for row in table_of(book.values["Tindak Lanjut"])]
    assert steps.count(("Kartamulia", "Dianggarkan", 1_000_000)) == 1
    assert [stage for _, stage, _ in steps].count("Dijanjikan") == 2


def test_a_simulation_that_somebody_changed_is_left_out(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    spoilt = kept(real_database, clock)
    close_meeting(meeting, real_database, clock)
    drop_triggers(real_database)
    run_sql(real_database, "UPDATE scenarios SET result = '{}' WHERE id = :id", id=spoilt.id)

    assert spoilt.id not in [row["Tautan (s=)"] for row in table_of(read(real_database, meeting).values["Simulasi"])]


def test_addenda_stand_beside_the_published_result(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)
    plain = read(real_database, meeting)
    request = AddendumRequest("withdrawal", "Ditarik oleh BPD", "Camat", KARTAMULIA)
    add_addendum(AddAddendum(meeting.id, request, "k"), real_database, clock, AT_THE_MACHINE)

    book = read(real_database, meeting)

    assert "Adendum" not in plain.values.sheetnames
    (row,) = table_of(book.values["Adendum"])
    assert (row["Nomor"], row["Jenis"], row["Desa"], row["Isi"]) == (1, "Penarikan", "Kartamulia", "Ditarik oleh BPD")
    assert facts_of(book.values)["Jumlah (Rp)"] == facts_of(plain.values)["Jumlah (Rp)"]
    assert facts_of(book.values)["Keadaan"] == "hasil diterbitkan"


def test_the_enrollment_data_can_be_imported_again_unchanged(database: Database, clock: SettableClock) -> None:
    import_file(database, clock, as_csv(correct_table(database)))
    meeting = close_meeting(open_meeting(database, clock), database, clock)
    import_file(database, clock, as_csv(changed(correct_table(database), 2, potensi=99)), name="lain.csv")

    made = csv_table(meeting.id, "kepesertaan", database, AT_THE_MACHINE)

    import_file(database, clock, as_csv(correct_table(database)))  # the meeting's data are current again
    command = ImportEnrollment(made, "kepesertaan.csv", Month(2026, 10), dry_run=True)
    report = import_enrollment(command, database, clock, AT_THE_MACHINE)
    assert made.decode("utf-8-sig").splitlines()[0] == "kode_desa,nama_desa,kelompok,potensi,aktif,nonaktif"
    assert (report.faults, report.warnings) == ([], [])
    assert report.rows == {"new": 0, "changed": 0, "unchanged": ROWS, "refused": 0}


def test_exported_sample_data_are_refused_by_the_import_under_any_name(
    sample_database: Database, clock: SettableClock
) -> None:
    meeting = close_meeting(open_meeting(sample_database, clock), sample_database, clock)
    made = csv_table(meeting.id, "kepesertaan", sample_database, AT_THE_MACHINE)
    one_row_without_the_header = made.splitlines()[0] + b"\r\n" + made.splitlines()[9]

    for content in (made, one_row_without_the_header):
        report = import_file(sample_database, clock, content, name="kepesertaan-oktober.csv")
        assert (report.stored, [fault.value for fault in report.faults]) == (False, ["DATA CONTOH"])


TABLES = ("desa", "baris", "kepesertaan", "simulasi", "tindak-lanjut")


def test_simulations_and_steps_come_as_csv(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    keep(real_database, clock, name="=1+1 dana")
    close_meeting(meeting, real_database, clock)

    simulations, steps = (
        csv_table(meeting.id, name, real_database, AT_THE_MACHINE).decode("utf-8-sig")
        for name in ("simulasi", "tindak-lanjut")
    )

    assert simulations.splitlines()[1].startswith("Tautan (s=);Nama;Untuk;Aturan")
    assert "=1+1 dana" in simulations
    assert ";=1+1" not in simulations
    assert ";Dijanjikan;" in steps


def test_everything_together_in_one_file(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    close_meeting(meeting, real_database, clock)

    with zipfile.ZipFile(io.BytesIO(all_files(meeting.id, real_database, AT_THE_MACHINE))) as archive:
        assert archive.namelist() == ["hasil-rapat.xlsx", *(f"{name}.csv" for name in TABLES)]
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {
            (2026, 11, 22, 10, 30, 0)
        }  # of the closing, in WIB
        for name in TABLES:
            assert archive.read(f"{name}.csv") == csv_table(meeting.id, name, real_database, AT_THE_MACHINE)
        assert load_workbook(io.BytesIO(archive.read("hasil-rapat.xlsx"))).sheetnames[0] == "Ringkasan"


def test_a_rehearsals_files_say_so_in_their_names(sample_database: Database, clock: SettableClock) -> None:
    meeting = close_meeting(open_meeting(sample_database, clock), sample_database, clock)

    with zipfile.ZipFile(io.BytesIO(all_files(meeting.id, sample_database, AT_THE_MACHINE))) as archive:
        assert [name for name in archive.namelist() if "DATA-CONTOH" not in name] == []
    facts = facts_of(read(sample_database, meeting).values)
    assert facts["Perhatian"] == "LATIHAN · DATA CONTOH: angka di buku ini bukan data yang sebenarnya."
