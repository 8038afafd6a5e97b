"""Who came: who may say so, once each, until when, and where their names never are."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from db.engine import Database
from domain.meeting import Meeting
from services import attendance as service
from services.attendance import MOST_PEOPLE, Arrival
from services.identity import CardCode, Credential
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    open_meeting,
    refused,
    submit,
    withdrawal_of,
)
from tests.db.people import BUDI, SITI, acts, join, kept_text, mark, people, seen
from tests.db.racer import at_once


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock)


@pytest.fixture
def card(real_database: Database, meeting: Meeting) -> CardCode:
    return CardCode(card_code_of(KARTAMULIA, meeting, real_database))


def test_a_village_says_who_came_with_its_card(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    first = join(real_database, clock, card, meeting, **SITI)
    join(real_database, clock, card, meeting, **BUDI)

    assert (first.repeated, first.attendee.arrived_at) == (False, clock() - timedelta(seconds=1))
    assert people(real_database, meeting) == [
        ("Siti Aminah", "Kepala Desa", "village"),
        ("Budi Santoso", "Sekretaris Desa", "village"),
    ]
    assert sorted(acts(real_database)) == [("attendance.marked", f"village:{KARTAMULIA}")] * 2
    own = service.own_people(real_database, card, meeting.id, KARTAMULIA)
    assert [one.name for one in own] == ["Siti Aminah", "Budi Santoso"]


def test_the_same_name_again_is_the_same_person_and_a_second_click_stores_nothing(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    first = join(real_database, clock, card, meeting, **SITI)
    counter = seen(real_database, meeting).counter

    again = join(real_database, clock, card, meeting, **SITI)

    assert (again.repeated, again.attendee) == (True, first.attendee)
    assert seen(real_database, meeting).counter == counter
    assert len(acts(real_database)) == 1


def test_the_same_name_otherwise_corrects_how_it_was_said(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    join(real_database, clock, card, meeting, **SITI)

    corrected = join(real_database, clock, card, meeting, name="SITI  aminah", position="Pj. Kepala Desa")

    assert corrected.repeated is False
    assert people(real_database, meeting) == [("SITI aminah", "Pj. Kepala Desa", "village")]
    assert {action for action, _ in acts(real_database)} == {"attendance.marked", "attendance.named"}


def test_a_facilitator_marks_a_village_without_a_name_and_the_village_says_it_later(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    mark(real_database, clock, meeting)
    nameless = people(real_database, meeting)
    repeated = mark(real_database, clock, meeting).repeated
    join(real_database, clock, card, meeting, **SITI)
    after = mark(real_database, clock, meeting)

    assert nameless == [("", "", "facilitator")]
    assert (repeated, after.repeated) == (True, True)
    assert people(real_database, meeting) == [("Siti Aminah", "Kepala Desa", "village")]
    assert seen(real_database, meeting).presence.people == 1


@pytest.mark.parametrize("act", ["join", "own_people"])
def test_a_card_speaks_for_its_own_village_in_its_own_meeting_only(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode, act: str
) -> None:
    other = open_meeting(real_database, clock)

    def reach(of: Meeting, village: str, who: Credential = card) -> Any:
        if act == "join":
            return join(real_database, clock, who, of, village, **SITI)
        return service.own_people(real_database, who, of.id, village)

    codes = [
        refused(lambda: reach(meeting, PUDU), real_database).code,
        refused(lambda: reach(other, KARTAMULIA), real_database).code,
        refused(lambda: reach(meeting, KARTAMULIA, CardCode("AAAA-AAAA")), real_database).code,
    ]

    assert codes == ["identity.forbidden", "identity.forbidden", "identity.card_code"]


def test_only_a_facilitator_marks_removes_erases_or_sees_the_list(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    there = join(real_database, clock, card, meeting, **SITI).attendee
    own = Arrival(meeting.id, KARTAMULIA)

    for act in (
        lambda: service.mark_present(own, real_database, clock, card),
        lambda: service.remove(meeting.id, there.id, real_database, clock, card),
        lambda: service.erase_names(meeting.id, real_database, clock, card),
        lambda: service.attendance(real_database, card, meeting.id),
    ):
        assert refused(act, real_database).code == "identity.forbidden"


def test_a_name_is_needed_from_a_card_and_what_is_none_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    for person in ({}, {"name": "Siti\x00", "position": "Kepala Desa"}, {"name": "x" * 10_000, "position": "Camat"}):
        refusal = refused(lambda person=person: join(real_database, clock, card, meeting, **person), real_database)
        assert refusal.code == "attendance.name"
        assert "Siti\x00" not in str(refusal)


def test_a_draft_takes_people_and_a_closed_meeting_does_not(real_database: Database, clock: SettableClock) -> None:
    draft = draft_meeting(real_database, clock)
    mark(real_database, clock, draft, **SITI)
    assert seen(real_database, draft).presence.people == 1

    meeting = open_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    there = join(real_database, clock, card, meeting, **SITI).attendee
    closed = close_meeting(meeting, real_database, clock)

    for act in (
        lambda: join(real_database, clock, card, closed, **BUDI),
        lambda: mark(real_database, clock, closed, PUDU),
        lambda: service.remove(closed.id, there.id, real_database, clock, AT_THE_MACHINE),
    ):
        assert refused(act, real_database).code == "meeting.closed"


def test_organisations_are_people_but_no_villages_and_a_kelurahan_is_no_desa(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    mark(real_database, clock, meeting, None, organisation="BPJS  Ketenagakerjaan", **BUDI)
    mark(real_database, clock, meeting, None, organisation="bpjs ketenagakerjaan", **BUDI)
    mark(real_database, clock, meeting, None, organisation="Pemerintah Kabupaten")
    mark(real_database, clock, meeting, MENDAWAI, name="Rina", position="Lurah")
    mark(real_database, clock, meeting, KARTAMULIA)
    submit(real_database, clock, meeting, PUDU)

    now = seen(real_database, meeting)

    assert (now.presence.villages, now.presence.of, now.presence.people) == (1, 29, 4)
    assert [(one.organisation, one.name) for one in now.others] == [
        ("BPJS Ketenagakerjaan", "Budi Santoso"),
        ("Pemerintah Kabupaten", ""),
    ]
    assert len(now.absent) == 28
    assert [row.village.code for row in now.silent] == [KARTAMULIA]


def test_a_village_that_has_withdrawn_is_present_and_silent_again(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    mark(real_database, clock, meeting)
    submit(real_database, clock, meeting, KARTAMULIA)
    pledged = seen(real_database, meeting).silent
    withdraw(real_database, clock, meeting)

    assert pledged == ()
    assert [row.village.code for row in seen(real_database, meeting).silent] == [KARTAMULIA]


def withdraw(database: Database, clock: SettableClock, meeting: Meeting) -> None:
    submit_commitment(withdrawal_of(meeting, key="back"), database, clock, AT_THE_MACHINE)


def test_neither_a_village_of_elsewhere_nor_nowhere_is_on_the_list(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    for village in ("62.01.01.2001", "x' OR 1=1"):
        refusal = refused(lambda village=village: mark(real_database, clock, meeting, village), real_database)
        assert refusal.code == "attendance.village"
    assert refused(lambda: mark(real_database, clock, meeting, None), real_database).code == "attendance.organisation"


def test_a_card_cannot_fill_the_list(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    for number in range(MOST_PEOPLE):
        join(real_database, clock, card, meeting, name=f"Orang {number}", position="Warga")

    one_more = refused(lambda: join(real_database, clock, card, meeting, **SITI), real_database)

    assert one_more.code == "attendance.many"
    assert mark(real_database, clock, meeting, PUDU).repeated is False


def test_a_mistake_is_removed_once_and_its_name_goes_at_once(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    wrong = mark(real_database, clock, meeting, **SITI).attendee
    service.remove(meeting.id, wrong.id, real_database, clock, AT_THE_MACHINE)
    counter = seen(real_database, meeting).counter
    service.remove(meeting.id, wrong.id, real_database, clock, AT_THE_MACHINE)
    unknown = refused(lambda: service.remove(meeting.id, uuid4(), real_database, clock, AT_THE_MACHINE), real_database)
    elsewhere = open_meeting(real_database, clock)
    foreign = refused(
        lambda: service.remove(elsewhere.id, wrong.id, real_database, clock, AT_THE_MACHINE), real_database
    )

    assert (people(real_database, meeting), seen(real_database, meeting).counter) == ([], counter)
    assert [action for action, _ in acts(real_database)].count("attendance.removed") == 1
    assert (unknown.code, foreign.code) == ("attendance.unknown", "attendance.unknown")
    assert "Siti" not in kept_text(real_database)
    assert mark(real_database, clock, meeting, **SITI).attendee.id != wrong.id


def test_two_marks_at_the_same_moment_are_one_person(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    marks = [lambda: mark(real_database, clock, meeting).repeated] * 8
    joins = [lambda: join(real_database, clock, card, meeting, **SITI).repeated] * 8

    answers = at_once(marks + joins)

    assert {str(answer) for answer in answers} <= {"True", "False"}
    assert people(real_database, meeting) == [("Siti Aminah", "Kepala Desa", "village")]
    assert seen(real_database, meeting).presence.people == 1


def test_whoever_joins_during_the_closing_is_in_the_record_or_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    def joining(number: int):
        return lambda: join(real_database, clock, card, meeting, name=f"Orang {number}", position="Warga").repeated

    answers = at_once([joining(1), joining(2), lambda: close_meeting(meeting, real_database, clock).state, joining(3)])

    stored = answers.count(False)
    assert stored + answers.count("meeting.closed") == 3
    with real_database.reading() as connection:
        body = connection.exec_driver_sql("SELECT body FROM meeting_snapshots").scalar_one()
    assert len(json.loads(body)["attendance"]["rows"]) == stored
