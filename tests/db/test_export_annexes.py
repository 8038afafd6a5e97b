"""The annexes of a closed meeting: whose they are, and that they are made of the frozen result alone."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from pypdf import PdfReader

from db.engine import Database
from db.queries.meetings import snapshot
from db.settings import Settings
from domain.budget_codes import BudgetCodes
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.ledger import canonical_json, sha256
from domain.meeting import Meeting
from domain.money import format_number, in_words
from services.change_meeting import publish_meeting, reopen_meeting
from services.export_annexes import KINDS, Annexes, annex_files, annex_pdf, commitments_table
from services.identity import CardCode, Credential, FacilitatorCookie
from services.meeting_result import meeting_result
from services.submit_commitment import SubmitCommitment, submit_commitment
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
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
from tests.support.sign_in import by_printed_link

NATAI = "62.08.01.2001"
Act = Callable[[Credential | None], bytes]


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """Open: Kartamulia has pledged, Pudu has taken its pledge back."""
    found = open_meeting(real_database, clock)
    submit(real_database, clock, found, KARTAMULIA, new=60, continued=10, start="2027-03", months=10, key="a")
    submit(real_database, clock, found, PUDU, new=25, key="b")
    submit_commitment(withdrawal_of(found, PUDU, key="c"), real_database, clock, AT_THE_MACHINE)
    return found


def acts(database: Database, meeting: Meeting) -> list[Act]:
    wanted = Annexes(meeting.id)
    return [
        lambda who: annex_pdf(wanted, "rab", database, who),
        lambda who: annex_pdf(wanted, "letters", database, who),
        lambda who: annex_files(wanted, list(KINDS), database, who),
        lambda who: commitments_table(meeting.id, database, who),
    ]


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_before_closing_there_are_none(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    for early in (meeting, draft_meeting(real_database, clock)):
        for act in acts(real_database, early):
            assert refused(lambda act=act: act(AT_THE_MACHINE), real_database).code == "annexes.not_closed"
            assert refused(lambda act=act: act(None), real_database).code == "annexes.not_published"


def test_the_lowest_wage_of_the_closing_is_kept_and_an_older_snapshot_still_holds(
    real_database: Database, clock: SettableClock
) -> None:
    found = open_meeting(real_database, clock)
    line = LineRequest("new", 2, 12, Month(2027, 1), "ADD", segment="PU", group="village_official")
    command = SubmitCommitment(found.id, KARTAMULIA, [line], "k")
    submit_commitment(command, real_database, clock, AT_THE_MACHINE)
    close_meeting(found, real_database, clock)
    run_sql(real_database, "UPDATE reference_wages SET wage_rupiah = wage_rupiah * 2")

    def sheet() -> str:
        return text_of(annex_pdf(Annexes(found.id), "rab", real_database, AT_THE_MACHINE))

    assert "dari upah resmi terendah Rp 2.022.200 sebulan" in sheet()
    with real_database.reading() as connection:
        frozen = snapshot(connection, found.id)
    assert frozen
    body = json.loads(frozen[0]) | {"version": 3}
    del body["rates"]["wages"]
    written = canonical_json(body)
    drop_triggers(real_database)
    run_sql(real_database, "UPDATE meeting_snapshots SET body = :b, sha256 = :s", b=written, s=sha256(written))

    assert verify_ledger(real_database).fault is None
    assert "besarnya tidak tersimpan dalam hasil beku" in sheet()


def test_a_reopened_meeting_has_none_until_it_closes_again(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    reopen_meeting(meeting.id, "Salah tutup", real_database, clock, AT_THE_MACHINE)

    act = acts(real_database, meeting)[0]
    assert refused(lambda: act(AT_THE_MACHINE), real_database).code == "annexes.not_closed"

    submit(real_database, clock, meeting, PUDU, new=7, key="d")
    close_meeting(meeting, real_database, clock)
    assert "Iuran JKK + JKM untuk 7 pekerja baru" in text_of(act(AT_THE_MACHINE))


def test_until_it_is_published_they_are_the_facilitators(
    real_database: Database, clock: SettableClock, meeting: Meeting, facilitator_settings: Settings
) -> None:
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    cookie = by_printed_link(real_database, clock, facilitator_settings)
    forged = FacilitatorCookie("0" * 43, facilitator_settings, clock)
    close_meeting(meeting, real_database, clock)

    for act in acts(real_database, meeting):
        codes = [refused(lambda act=act, who=who: act(who), real_database).code for who in (None, card, forged)]
        assert codes == ["annexes.not_published", "identity.forbidden", "identity.facilitator"]
        assert act(cookie)

    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)
    for act in acts(real_database, meeting):
        assert act(None)
        assert act(card)


def test_a_villages_card_opens_its_own_and_no_others(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    submit(real_database, clock, meeting, NATAI, new=3, key="e")
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    own = Annexes(meeting.id, villages=(KARTAMULIA,))
    assert refused(lambda: annex_pdf(own, "rab", real_database, card), real_database).code == "annexes.not_closed"
    close_meeting(meeting, real_database, clock)

    text = text_of(annex_pdf(own, "rab", real_database, card))

    assert KARTAMULIA in text
    assert NATAI not in text
    for villages in ((NATAI,), (KARTAMULIA, NATAI), ()):
        others = replace(own, villages=villages)
        act = lambda others=others: annex_pdf(others, "rab", real_database, card)  # noqa: E731
        assert refused(act, real_database).code == "identity.forbidden"


@pytest.mark.parametrize(
    ("village", "code", "said"),
    [
        (PUDU, "annexes.no_pledge", "Komitmen ditarik: Salah desa"),
        (NATAI, "annexes.no_pledge", "Tidak berkomitmen sampai rapat ditutup"),
        (MENDAWAI, "annexes.village", "tidak ikut"),
        ("62.08.99.9999", "annexes.village", "tidak ikut"),
    ],
)
def test_a_village_without_a_pledge_has_none_and_is_told_why(
    real_database: Database, clock: SettableClock, meeting: Meeting, village: str, code: str, said: str
) -> None:
    close_meeting(meeting, real_database, clock)
    wanted = Annexes(meeting.id, villages=(KARTAMULIA, village))

    for kind in KINDS:
        act = lambda kind=kind: annex_pdf(wanted, kind, real_database, AT_THE_MACHINE)  # noqa: E731
        refusal = refused(act, real_database)
        assert (refusal.code, refusal.field) == (code, "village")
        assert said in refusal.reason


def test_a_meeting_without_pledges_has_a_table_only(real_database: Database, clock: SettableClock) -> None:
    meeting = close_meeting(open_meeting(real_database, clock), real_database, clock)

    act = acts(real_database, meeting)[0]
    assert refused(lambda: act(AT_THE_MACHINE), real_database).code == "annexes.none"
    assert "0 dari 29 desa berkomitmen" in text_of(commitments_table(meeting.id, real_database, AT_THE_MACHINE))


def test_an_unknown_meeting_and_a_code_too_long_are_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    long = Annexes(meeting.id, BudgetCodes(activity="x" * 161))

    unknown = Annexes(uuid4())
    assert refused(lambda: annex_pdf(unknown, "rab", real_database, None), real_database).code == "meeting.unknown"
    assert refused(lambda: annex_pdf(long, "rab", real_database, AT_THE_MACHINE), real_database).code == "annexes.code"


def test_the_sums_are_those_of_the_result(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    closed = close_meeting(meeting, real_database, clock)
    with real_database.reading() as connection:
        result = meeting_result(connection, closed)
    before = footprint(real_database)

    rab, letters, _, table = (act(AT_THE_MACHINE) for act in acts(real_database, meeting))

    assert footprint(real_database) == before
    amount = result["totals"]["amount_rupiah"]
    assert amount == 70 * 10 * 16_800
    assert f"Jumlah seluruh komitmen {format_number(amount)} " in text_of(rab)
    assert f"Jumlah {format_number(amount)} " in text_of(letters)
    assert f"Jumlah 1 dari 29 desa 60 10 {format_number(amount)}" in text_of(table)
    assert in_words(amount) in text_of(table)
    rows = {row["village_code"]: row for row in result["villages"]}
    assert all(code in text_of(table) for code in rows)
    assert MENDAWAI not in text_of(table)
    assert "Tanpa dana dari komitmen ini: Januari s.d. Februari 2027 (baris 1, 2)." in text_of(rab)


def test_what_changes_after_closing_changes_nothing(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    before = [text_of(acts(real_database, meeting)[n](AT_THE_MACHINE)) for n in (0, 1, 3)]

    run_sql(real_database, "UPDATE regions SET name = 'Kartabaru' WHERE code = :code", code=KARTAMULIA)
    run_sql(real_database, "UPDATE rates SET flat_rupiah = 9000 WHERE flat_rupiah IS NOT NULL")

    assert [text_of(acts(real_database, meeting)[n](AT_THE_MACHINE)) for n in (0, 1, 3)] == before


def test_the_archive_has_one_file_a_village_with_names_that_every_system_can_hold(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    odd = {NATAI: '../..\\Ñatai: "A" & <b>?*|\x07 ' + "X" * 80, PUDU: "村 🎣"}
    for code, name in odd.items():
        run_sql(real_database, "UPDATE regions SET name = :name WHERE code = :code", name=name, code=code)
        submit(real_database, clock, meeting, code, new=3, key=f"again-{code}")
    close_meeting(meeting, real_database, clock)

    made = zipfile.ZipFile(io.BytesIO(annex_files(Annexes(meeting.id), list(KINDS), real_database, AT_THE_MACHINE)))

    names = [f"{NATAI}-natai-a-b-{'x' * 30}", PUDU, f"{KARTAMULIA}-kartamulia"]
    assert made.testzip() is None
    assert made.namelist() == [
        *(f"rab/rab-{name}.pdf" for name in names),
        *(f"surat-komitmen/surat-komitmen-{name}.pdf" for name in names),
        "tabel-komitmen.pdf",
    ]
    for name in made.namelist():
        assert re.fullmatch(r"[a-z0-9./-]+", name)
    text = text_of(made.read(f"rab/rab-{KARTAMULIA}-kartamulia.pdf"))
    assert (KARTAMULIA in text, PUDU in text) == (True, False)


def test_sample_data_say_so_in_every_file_and_name(sample_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(sample_database, clock)
    submit(sample_database, clock, meeting, KARTAMULIA, new=10)
    close_meeting(meeting, sample_database, clock)

    made = zipfile.ZipFile(io.BytesIO(annex_files(Annexes(meeting.id), list(KINDS), sample_database, AT_THE_MACHINE)))

    for name in made.namelist():
        assert name.endswith("-DATA-CONTOH.pdf")
        assert "LATIHAN · DATA CONTOH" in text_of(made.read(name))
