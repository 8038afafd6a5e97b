"""How a meeting comes to be: made from the data and the clock, with a card for every desa."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from db.engine import Database
from db.queries.enrollment import current_dataset
from db.queries.meetings import all_meetings
from services.card_list import card_list
from services.create_meeting import CreateMeeting, create_meeting
from services.identity import CardCode
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    card_code_of,
    draft_meeting,
    footprint,
    refused,
)
from tests.db.racer import at_once


def test_a_meeting_is_made_from_the_data_and_the_clock(real_database: Database, clock: SettableClock) -> None:
    meeting = draft_meeting(real_database, clock)

    assert meeting.title == "Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara"
    assert (meeting.state, meeting.revision, meeting.regency_code) == ("draft", 1, "62.08")
    assert (meeting.held_on, meeting.budget_year, meeting.stage) == (date(2026, 11, 22), 2027, "APBDes")
    assert (meeting.dataset_id, meeting.target_points, meeting.base_rupiah) == (None, None, 1_000_000)
    assert meeting.is_rehearsal is False


def test_a_meeting_on_sample_data_is_a_rehearsal(sample_database: Database, clock: SettableClock) -> None:
    default = draft_meeting(sample_database, clock)
    named = draft_meeting(sample_database, clock, title="Rembuk  Kecamatan\nJelai")

    assert default.title == "LATIHAN · Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara"
    assert named.title == "LATIHAN · Rembuk Kecamatan Jelai"
    assert default.is_rehearsal is named.is_rehearsal is True


def test_the_day_and_the_budget_year_are_those_of_sukamara(real_database: Database, clock: SettableClock) -> None:
    clock.now = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight there

    meeting = draft_meeting(real_database, clock)

    assert (meeting.held_on, meeting.budget_year) == (date(2027, 1, 1), 2028)


def test_what_is_named_is_kept(real_database: Database, clock: SettableClock) -> None:
    with real_database.reading() as connection:
        data = current_dataset(connection, "62.08")
    assert data is not None

    meeting = draft_meeting(
        real_database,
        clock,
        title="Rembuk",
        held_on=date(2026, 12, 1),
        regency_code="62.08",
        dataset_id=data.id,
        budget_year=2028,
        target_points=6000,
    )

    assert (meeting.title, meeting.held_on, meeting.budget_year) == ("Rembuk", date(2026, 12, 1), 2028)
    assert (meeting.dataset_id, meeting.target_share) == (data.id, 0.6)


def test_each_desa_gets_a_card_of_its_own(real_database: Database, clock: SettableClock) -> None:
    one, other = draft_meeting(real_database, clock), draft_meeting(real_database, clock)

    cards = card_list(one, real_database, AT_THE_MACHINE)

    assert len(cards) == 29
    assert cards[0].name == "Natai Sedawak"
    assert [card.village_code for card in cards] == sorted(card.village_code for card in cards)
    codes = {card.code for card in [*cards, *card_list(other, real_database, AT_THE_MACHINE)]}
    assert len(codes) == 58
    assert card_list(one, real_database, AT_THE_MACHINE) == cards


def test_the_database_does_not_hold_the_codes(real_database: Database, clock: SettableClock) -> None:
    meeting = draft_meeting(real_database, clock)
    code = card_code_of(KARTAMULIA, meeting, real_database)

    with real_database.reading() as connection:
        raw = (
            connection.exec_driver_sql("SELECT * FROM cards").all()
            + connection.exec_driver_sql("SELECT * FROM audit").all()
        )

    assert len(raw) > 29
    assert code not in str(raw)


def test_sixteen_presses_at_once_make_one_meeting(real_database: Database, clock: SettableClock) -> None:
    wanted = uuid4()

    made = at_once([lambda: draft_meeting(real_database, clock, meeting_id=wanted).id for _ in range(16)])

    assert made == [wanted] * 16
    assert footprint(real_database)["meetings"] == 1


def test_who_may_make_no_meeting_is_not_shown_one_either(real_database: Database, clock: SettableClock) -> None:
    made = draft_meeting(real_database, clock, meeting_id=uuid4())
    village = CardCode(card_code_of(KARTAMULIA, made, real_database))

    refusal = refused(
        lambda: create_meeting(CreateMeeting(meeting_id=made.id), real_database, clock, village), real_database
    )

    assert refusal.code == "identity.forbidden"


WRONG_MEETINGS: list[tuple[dict[str, Any], str]] = [
    ({"title": "x" * 121}, "meeting.title"),
    ({"title": "a\x00b"}, "meeting.title"),
    ({"budget_year": 2025}, "meeting.budget_year"),
    ({"budget_year": 2032}, "meeting.budget_year"),
    ({"target_points": 0}, "meeting.target"),
    ({"target_points": 10_001}, "meeting.target"),
    ({"regency_code": "62.07"}, "meeting.regency"),
    ({"dataset_id": uuid4()}, "meeting.no_data"),
]


def test_wrong_values_make_no_meeting(real_database: Database, clock: SettableClock, subtests: pytest.Subtests) -> None:
    for values, code in WRONG_MEETINGS:
        with subtests.test(**values):
            assert refused(lambda v=values: draft_meeting(real_database, clock, **v), real_database).code == code


def test_without_data_there_is_no_meeting(database: Database, clock: SettableClock) -> None:
    assert refused(lambda: draft_meeting(database, clock), database).code == "meeting.no_data"
    assert refused(lambda: draft_meeting(database, clock, regency_code="62.08"), database).code == "meeting.no_data"


def test_a_form_that_is_sent_twice_makes_one_meeting(real_database: Database, clock: SettableClock) -> None:
    form = uuid4()

    first = draft_meeting(real_database, clock, meeting_id=form)
    again = draft_meeting(real_database, clock, meeting_id=form, title="Lain")

    assert again == first
    with real_database.reading() as connection:
        assert len(all_meetings(connection)) == 1
