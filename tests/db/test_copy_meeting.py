"""A meeting like another: same title and settings, another day, cards of its own, no pledges."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from db.engine import Database
from domain.meeting import Meeting, settings_of
from services import change_meeting
from services.card_list import card_list
from services.copy_meeting import CopyMeeting, copy_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.identity import CardCode
from services.meetings_overview import meetings_overview
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    open_meeting,
    refused,
    run_sql,
    submit,
)
from tests.db.racer import at_once
from tests.db.test_meeting_changes import details

FULL = {
    "title": "Rembuk Jelai", "target_points": 6000, "stage": "Perubahan", "min_workers": 10, "max_workers": 200,
    "over_ceiling": "reason",
}  # fmt: skip


def copied(source: UUID, database: Database, clock: SettableClock, **wanted: object) -> Meeting:
    return copy_meeting(CopyMeeting(source, **wanted), database, clock, AT_THE_MACHINE)


def test_a_copy_has_title_and_settings_of_its_source_but_neither_its_pledges_nor_its_cards(
    real_database: Database, clock: SettableClock
) -> None:
    source = open_meeting(real_database, clock, budget_year=2027, **FULL)
    submit(real_database, clock, source, KARTAMULIA, new=60, key="a")
    close_meeting(source, real_database, clock)

    copy = copied(source.id, real_database, clock, held_on=date(2027, 5, 4), budget_year=2028)

    assert (copy.title, settings_of(copy)) == ("Rembuk Jelai", settings_of(source))
    assert (copy.state, copy.revision, copy.held_on, copy.budget_year) == ("draft", 1, date(2027, 5, 4), 2028)
    assert copy.dataset_id is None
    codes = [{card.code for card in card_list(one, real_database, AT_THE_MACHINE)} for one in (source, copy)]
    assert [len(each) for each in codes] == [29, 29]
    assert codes[0].isdisjoint(codes[1])
    assert {line.meeting.id: line.totals.workers for line in meetings_overview(real_database)} == {
        source.id: 60,
        copy.id: 0,
    }
    assert {"title": "Rembuk Jelai", "budget_year": 2028, "copy_of": str(source.id)} in details(
        real_database, "meeting.created"
    )


def test_the_copy_of_a_rehearsal_is_marked_by_the_data_it_stands_on(
    sample_database: Database, clock: SettableClock
) -> None:
    source = draft_meeting(sample_database, clock, title="Rembuk")

    assert copied(source.id, sample_database, clock).title == "LATIHAN · Rembuk"


def test_one_id_makes_one_copy_also_at_once(real_database: Database, clock: SettableClock) -> None:
    source = draft_meeting(real_database, clock)
    new_id = uuid4()

    answers = at_once([lambda: copied(source.id, real_database, clock, meeting_id=new_id).id] * 4)

    assert answers == [new_id] * 4
    assert len(meetings_overview(real_database)) == 2


def test_who_may_not_or_copies_nothing_is_refused(real_database: Database, clock: SettableClock) -> None:
    source = draft_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, source, real_database))

    by_card = refused(lambda: copy_meeting(CopyMeeting(source.id), real_database, clock, card), real_database)
    unknown = refused(lambda: copied(uuid4(), real_database, clock), real_database)

    assert (by_card.code, unknown.code) == ("identity.forbidden", "meeting.unknown")


@pytest.mark.parametrize(("held_on", "year"), [(date(2028, 1, 1), 2027), (date(2027, 1, 1), 2026)])
def test_a_budget_year_that_is_over_on_the_day_is_refused_for_a_new_meeting_and_for_a_copy(
    real_database: Database, clock: SettableClock, held_on: date, year: int
) -> None:
    source = draft_meeting(real_database, clock)
    new = CreateMeeting(held_on=held_on, budget_year=year)

    refusals = [
        refused(lambda: create_meeting(new, real_database, clock, AT_THE_MACHINE), real_database),
        refused(lambda: copied(source.id, real_database, clock, held_on=held_on, budget_year=year), real_database),
    ]

    assert [(one.code, one.field) for one in refusals] == [("meeting.budget_year", "budget_year")] * 2


def test_a_day_in_the_past_and_the_budget_year_of_the_same_year_are_good(
    real_database: Database, clock: SettableClock
) -> None:
    made = draft_meeting(real_database, clock, held_on=date(2026, 3, 1), budget_year=2026, stage="Perubahan")

    assert (made.held_on, made.budget_year) == (date(2026, 3, 1), 2026)


def test_a_draft_whose_budget_year_has_passed_before_its_day_is_not_opened(
    real_database: Database, clock: SettableClock
) -> None:
    draft = draft_meeting(real_database, clock, budget_year=2027)
    run_sql(real_database, "UPDATE meetings SET held_on = '2028-01-10'")
    clock.now = datetime(2028, 1, 10, 3, 30, tzinfo=UTC)

    refusal = refused(
        lambda: change_meeting.open_meeting(draft.id, real_database, clock, AT_THE_MACHINE), real_database
    )

    assert refusal.code == "meeting.budget_year"
