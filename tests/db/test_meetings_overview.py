"""The list of all meetings: each with its own totals, in as many questions for many as for one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from db.engine import Database
from domain.meeting import Meeting
from services.meetings_overview import meetings_overview
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    close_meeting,
    draft_meeting,
    open_meeting,
    submit,
    withdrawal_of,
)


def questions(database: Database) -> int:
    """How many statements the overview sends."""
    asked: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        meetings_overview(database)
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
    return len(asked)


def test_each_meeting_has_its_own_totals_of_the_newest_revisions(real_database: Database, clock: SettableClock) -> None:
    def totals(meeting: Meeting) -> tuple[int, int, int, int]:
        (found,) = [line.totals for line in meetings_overview(real_database) if line.meeting.id == meeting.id]
        return found.villages, found.of, found.workers, found.amount_rupiah

    closed, open_one = open_meeting(real_database, clock), open_meeting(real_database, clock)
    draft = draft_meeting(real_database, clock)
    submit(real_database, clock, closed, KARTAMULIA, new=60, key="a")
    submit(real_database, clock, closed, KARTAMULIA, new=50, continued=10, key="b")
    close_meeting(closed, real_database, clock)
    submit(real_database, clock, open_one, KARTAMULIA, new=7, key="a")
    submit(real_database, clock, open_one, PUDU, new=5, key="b")
    submit_commitment(withdrawal_of(open_one, PUDU, key="c"), real_database, clock, AT_THE_MACHINE)

    assert totals(closed) == (1, 29, 60, 12_096_000)
    assert totals(open_one) == (1, 29, 7, 1_411_200)
    assert totals(draft) == (0, 29, 0, 0)


def test_many_meetings_are_as_few_questions_as_one(real_database: Database, clock: SettableClock) -> None:
    draft_meeting(real_database, clock)
    for_one = questions(real_database)
    for _ in range(4):
        draft_meeting(real_database, clock)

    assert questions(real_database) == for_one
