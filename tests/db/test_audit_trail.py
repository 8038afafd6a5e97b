"""The audit as a facilitator reads it: villages, facilitators and pledges by name; who came, by none."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from db.audit import record
from db.engine import Database
from db.queries.audit_acts import Asked
from db.settings import Settings
from domain.audit_actions import ACTIONS
from domain.meeting import Meeting
from services import attendance as people_service
from services import audit_trail as service
from services.audit_trail import TrailRow, audit_trail, whole_trail
from services.change_meeting import change_settings, publish_meeting
from services.facilitators import revoke_facilitator
from services.identity import CardCode
from services.reissue_card import reissue_card
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    open_meeting,
    pledge_of,
    refused,
    run_sql,
    settings_with,
    submit,
    withdrawal_of,
)
from tests.db.people import BUDI, SITI, join, mark
from tests.support.sign_in import by_own_link, by_printed_link

SIXTY = "60 pekerja baru × 12 bulan · ADD, mulai Januari 2027 = Rp 12.096.000"
SEVENTY = "70 pekerja baru × 12 bulan · ADD, mulai Januari 2027 = Rp 14.112.000"


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock)


def told(database: Database, asked: Asked) -> list[TrailRow]:
    return whole_trail(database, AT_THE_MACHINE, asked)


def lines(row: TrailRow) -> list[str]:
    return [part.text for part in row.parts]


def test_a_pledge_is_told_beside_the_revision_that_it_replaced(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    card = CardCode(card_code_of(PUDU, meeting, real_database))
    submit_commitment(pledge_of(meeting, PUDU, new=60), real_database, clock, card)
    clock.now += timedelta(seconds=1)
    submit(real_database, clock, meeting, PUDU, new=70, key="k2", way="paper", reason="Salah ketik")
    submit(real_database, clock, meeting, KARTAMULIA, new=5, key="k3")
    clock.now += timedelta(seconds=1)
    withdrawal = withdrawal_of(meeting, PUDU, key="k4", reason="Salah desa")
    submit_commitment(withdrawal, real_database, clock, AT_THE_MACHINE)

    last, second, first = told(real_database, Asked(meeting.id, kind="commitment", village_code=PUDU))

    assert [(row.who, row.what) for row in (last, second, first)] == [
        ("baris perintah", "Komitmen ditarik"),
        ("baris perintah", "Komitmen dicatat"),
        ("Desa Pudu", "Komitmen dicatat"),
    ]
    assert lines(first)[:3] == ["Desa Pudu", f"revisi 1: {SIXTY}", "lewat ponsel desa"]
    assert lines(second)[1:4] == [
        f"revisi 1: {SIXTY} → revisi 2: {SEVENTY}",
        "dari lembar kertas",
        "alasan: Salah ketik",
    ]
    assert lines(last)[1:3] == [f"revisi 2: {SEVENTY} → revisi 3: komitmen ditarik", "alasan: Salah desa"]
    assert lines(first)[3].startswith("tanda terima 01.2002-1-")
    alone = audit_trail(real_database, AT_THE_MACHINE, Asked(meeting.id), page=1).rows
    assert alone == (last,)  # also where the act before is on no page yet


def test_every_actor_is_told_as_the_desk_names_them(
    real_database: Database, clock: SettableClock, facilitator_settings: Settings, meeting: Meeting
) -> None:
    there = (real_database, clock)
    printed = by_printed_link(*there, facilitator_settings)
    sari = by_own_link("Ibu Sari", *there, facilitator_settings)
    card = CardCode(card_code_of(PUDU, meeting, real_database))
    for who, target in ((printed, 5000), (sari, 6000), (AT_THE_MACHINE, 7000)):
        clock.now += timedelta(seconds=1)
        change_settings(meeting.id, settings_with(target_points=target), *there, who)
    clock.now += timedelta(seconds=1)
    submit_commitment(pledge_of(meeting, PUDU), *there, card)
    (added,) = [row for row in told(real_database, Asked(None)) if row.act.action == "facilitator.added"]
    revoke_facilitator(UUID(added.act.detail["facilitator"]), *there, AT_THE_MACHINE)
    for actor in ("facilitator:ffffffff", "village:99.99", "system", "=<b>nobody</b>"):
        clock.now += timedelta(seconds=1)
        with real_database.writing() as connection:
            record(connection, at=clock(), actor=actor, action="moon.landed", detail={}, meeting_id=meeting.id)

    everybody = [row.who for row in told(real_database, Asked(meeting.id))]

    assert everybody[:8] == [
        "=<b>nobody</b>",
        "program",
        "desa 99.99",
        "Fasilitator ffffffff",
        "Desa Pudu",
        "baris perintah",
        "Ibu Sari",
        "Fasilitator (tautan program)",
    ]
    assert lines(added) == ["fasilitator Ibu Sari"]
    offered = audit_trail(real_database, AT_THE_MACHINE, Asked(meeting.id)).choices
    assert list(offered.actors.values())[-2:] == ["desa 99.99", "Desa Pudu"]
    assert (list(offered.kinds), offered.kinds["moon"]) == (["commitment", "meeting", "moon"], "moon")
    with real_database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT actor, detail FROM audit").all()
    assert "Sari" not in repr(kept)


def test_two_villages_of_one_name_are_told_apart(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    run_sql(real_database, "UPDATE regions SET name = 'Pudu' WHERE code = :code", code="62.08.02.2005")
    reissue_card(meeting.id, "62.08.02.2005", 1, real_database, clock, AT_THE_MACHINE)

    (row,) = told(real_database, Asked(meeting.id, kind="card"))

    assert lines(row) == ["Desa Pudu, Kecamatan Jelai", "kartu ke-2"]


def test_names_of_who_came_are_nowhere_in_it(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    there = join(real_database, clock, card, meeting, **SITI).attendee
    mark(real_database, clock, meeting, KARTAMULIA)
    mark(real_database, clock, meeting, None, organisation="BPJS Ketenagakerjaan", **BUDI)
    mark(real_database, clock, meeting, PUDU)
    mark(real_database, clock, meeting, PUDU, name="Ani Lestari", position="Jabatan Langka")
    people_service.remove(meeting.id, there.id, real_database, clock, AT_THE_MACHINE)
    close_meeting(meeting, real_database, clock)
    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)
    asked = Asked(meeting.id)
    before = told(real_database, asked)
    people_service.erase_names(meeting.id, real_database, clock, AT_THE_MACHINE)
    rows = told(real_database, asked)

    assert {row.act.action for row in rows if row.act.action.startswith("attendance.")} == {
        action for action in ACTIONS if action.startswith("attendance.")
    }
    shown = audit_trail(real_database, AT_THE_MACHINE, asked)
    said = repr([before, rows, shown]).casefold()
    assert "desa kartamulia" in said
    assert not [
        word for word in ("siti", "aminah", "budi", "santoso", "ani", "lestari", "langka") if word in _words(said)
    ]


def _words(text: str) -> set[str]:
    return set("".join(sign if sign.isalpha() else " " for sign in text).split())


def test_pages_go_on_where_the_screen_ends_and_take_what_is_new(
    real_database: Database, clock: SettableClock, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CHUNK", 2)

    def change(target: int) -> None:
        change_settings(meeting.id, settings_with(target_points=target), real_database, clock, AT_THE_MACHINE)

    for target in range(1, 8):
        change(target)  # all of them at the same moment
    asked = Asked(meeting.id)
    whole = told(real_database, asked)

    first = audit_trail(real_database, AT_THE_MACHINE, asked, page=3)
    second = audit_trail(real_database, AT_THE_MACHINE, asked, loaded=first.rows[-1].act.key, page=3)
    clock.now += timedelta(seconds=1)
    change(8)
    again = audit_trail(real_database, AT_THE_MACHINE, asked, loaded=second.rows[-1].act.key, page=3)
    last = audit_trail(real_database, AT_THE_MACHINE, asked, loaded=again.rows[-1].act.key, page=3)

    assert len(whole) == 9
    assert (list(first.rows), list(second.rows)) == (whole[:3], whole[:6])
    assert [row.act for row in again.rows[1:]] == [row.act for row in whole]
    assert lines(again.rows[0])[0] == "target 0,07% → 0,08%"
    assert [page.has_more for page in (first, second, again, last)] == [True, True, False, False]
    assert last.rows == again.rows
    assert (first.choices.total, again.choices.total) == (9, 10)


def test_days_are_those_of_the_whole_meeting_whatever_is_asked(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    opened = clock()
    clock.now += timedelta(days=1)
    close_meeting(meeting, real_database, clock)

    seen = audit_trail(real_database, AT_THE_MACHINE, Asked(meeting.id, kind="card"))

    assert (seen.rows, seen.has_more, seen.choices.ends) == ((), False, (opened, clock()))


def test_outside_of_all_meetings_stand_imports_and_links(real_database: Database, clock: SettableClock) -> None:
    seen = audit_trail(real_database, AT_THE_MACHINE, Asked(None))

    assert [row.what for row in seen.rows] == ["Data kepesertaan diimpor"]
    assert lines(seen.rows[0])[1:] == ["data Oktober 2026", "285 baris"]
    assert (seen.choices.villages, seen.choices.kinds) == ({}, {"enrollment": "Data kepesertaan"})


def test_a_ledger_row_that_the_audit_cannot_name_is_not_looked_up(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    for detail in ({"village": "\ud800", "revision": 1}, {"village": PUDU, "revision": 10**40}, {"village": [1]}, {}):
        with real_database.writing() as connection:
            record(
                connection,
                at=clock(),
                actor="x",
                action="commitment.submitted",
                detail=detail,
                meeting_id=meeting.id,
            )

    assert len(told(real_database, Asked(meeting.id, kind="commitment"))) == 4


def test_an_unknown_meeting_is_refused(real_database: Database) -> None:
    for ask in (audit_trail, whole_trail):
        asked = Asked(uuid4())
        assert refused(lambda ask=ask, asked=asked: ask(real_database, AT_THE_MACHINE, asked), real_database).code == (
            "meeting.unknown"
        )
