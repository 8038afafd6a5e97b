"""What a village has typed and not sent: its own, kept until it is sent, on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from db.changes import counters, meeting_topic
from db.engine import Database
from domain.meeting import Meeting
from domain.refusal import Refused
from domain.unsent_pledge import TypedLine, typed_lines
from services.desk import desk
from services.drafts import SaveDraft, save_draft, unsent_draft
from services.identity import CardCode
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    open_meeting,
    refused,
    run_sql,
    submit,
)

LINE = TypedLine("new", "60 orang?", 12, "2027-01", "ADD", "", "", jht=False)


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock)


@pytest.fixture
def card(real_database: Database, meeting: Meeting) -> CardCode:
    return CardCode(card_code_of(KARTAMULIA, meeting, real_database))


def draft(meeting: Meeting, *lines: TypedLine, replaces: int = 0) -> SaveDraft:
    return SaveDraft(meeting.id, KARTAMULIA, lines, replaces)


def counter(database: Database, meeting: Meeting) -> int:
    with database.reading() as connection:
        return counters(connection)[meeting_topic(meeting.id)]


def test_what_was_typed_comes_back_as_it_was_right_or_wrong(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    save_draft(draft(meeting, replace(LINE, workers="6")), real_database, clock, card)
    save_draft(draft(meeting, LINE, replace(LINE, workers="=1+1")), real_database, clock, card)

    found = unsent_draft(meeting.id, KARTAMULIA, real_database, card)

    assert found is not None
    assert typed_lines(found.content) == (LINE, replace(LINE, workers="=1+1"))
    unsent = [row.village.code for row in desk(real_database, AT_THE_MACHINE, meeting.id).villages if row.unsent_since]
    assert unsent == [KARTAMULIA]


def test_a_draft_without_lines_takes_it_away(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    save_draft(draft(meeting, LINE), real_database, clock, card)
    save_draft(draft(meeting), real_database, clock, card)

    assert unsent_draft(meeting.id, KARTAMULIA, real_database, card) is None


def test_a_draft_of_a_pledge_that_has_moved_on_is_not_brought_back(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    save_draft(draft(meeting, LINE), real_database, clock, card)
    submit(real_database, clock, meeting)

    assert unsent_draft(meeting.id, KARTAMULIA, real_database, card) is None
    assert desk(real_database, AT_THE_MACHINE, meeting.id).of(KARTAMULIA).unsent_since is None

    save_draft(draft(meeting, LINE, replaces=1), real_database, clock, card)
    assert unsent_draft(meeting.id, KARTAMULIA, real_database, card) is not None


def test_the_screens_are_told_when_a_village_begins_and_ends_not_at_every_key(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    before = counter(real_database, meeting)
    seen = []
    for lines in ([LINE], [replace(LINE, workers="61")], [], []):
        save_draft(draft(meeting, *lines), real_database, clock, card)
        seen.append(counter(real_database, meeting) - before)

    assert seen == [1, 1, 2, 2]


def test_a_foreign_card_neither_writes_nor_reads_a_draft(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    foreign = CardCode(card_code_of(PUDU, meeting, real_database))
    save_draft(draft(meeting, LINE), real_database, clock, card)

    acts: list[Any] = [
        lambda: save_draft(draft(meeting), real_database, clock, foreign),
        lambda: unsent_draft(meeting.id, KARTAMULIA, real_database, foreign),
    ]
    assert [refused(act, real_database).code for act in acts] == ["identity.forbidden"] * 2


def test_a_closed_meeting_keeps_no_drafts(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    close_meeting(meeting, real_database, clock)

    with pytest.raises(Refused):
        save_draft(draft(meeting, LINE), real_database, clock, card)


def test_far_too_much_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    with pytest.raises(Refused):
        save_draft(draft(meeting, replace(LINE, wage="9" * 20_000)), real_database, clock, card)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "null",
        "[1]",
        '[{"workers": "60"}]',
        "[" * 100_000,
        '[{"nature": "new", "workers": 60}]',
        "[" + "{}," * 50 + "{}]",
    ],
)
def test_a_draft_that_somebody_has_edited_is_no_draft(content: str) -> None:
    assert typed_lines(content) == ()


def test_an_edited_draft_leaves_the_database_readable(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    save_draft(draft(meeting, LINE), real_database, clock, card)
    run_sql(real_database, "UPDATE drafts SET content = 'x'")

    found = unsent_draft(meeting.id, KARTAMULIA, real_database, card)

    assert found is not None
    assert typed_lines(found.content) == ()
