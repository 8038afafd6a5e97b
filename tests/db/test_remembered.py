"""An answer is kept as long as nothing has changed, and not a moment longer, whoever has changed it."""

from __future__ import annotations

from db.changes import meeting_topic, raise_counter
from db.engine import Database, open_database
from services.district import view
from services.remembered import remembered
from services.village_pledge import newest_pledge
from services.village_timeline import village_timeline
from tests.db.factories import KARTAMULIA, SettableClock, close_meeting, open_meeting, submit, url_of

asked: list[tuple[object, ...]] = []


@remembered
def _question(database: Database, of: str, *, how: str = "") -> str:
    asked.append((id(database), of, how))
    return of + how


def test_the_same_question_is_asked_once_until_a_counter_moves(real_database: Database, clock: SettableClock) -> None:
    asked.clear()
    answers = [_question(real_database, "a"), _question(real_database, "a"), _question(real_database, "a", how="b")]
    meeting = open_meeting(real_database, clock)
    with real_database.writing() as connection:
        raise_counter(connection, meeting_topic(meeting.id))
    answers.append(_question(real_database, "a"))

    assert answers == ["a", "a", "ab", "a"]
    assert [found[1:] for found in asked] == [("a", ""), ("a", "b"), ("a", "")]


def test_what_another_process_has_stored_is_seen_at_once(real_database: Database, clock: SettableClock) -> None:
    other = open_database(url_of(real_database))
    try:
        meeting = open_meeting(real_database, clock)
        before = newest_pledge(real_database, meeting.id, KARTAMULIA)
        submit(other, clock, meeting, KARTAMULIA, new=60)
        after = newest_pledge(real_database, meeting.id, KARTAMULIA)
    finally:
        other.close()

    assert (before, after.new_workers if after else 0) == (None, 60)


def test_the_view_and_the_timeline_follow_each_step(real_database: Database, clock: SettableClock) -> None:
    found = []

    def look() -> None:
        seen = view(real_database).meeting
        told = village_timeline(real_database, "62.08", KARTAMULIA, rehearsals=False)
        found.append((seen.state if seen else "", [p.amount_rupiah for p in told.pledges]))

    look()
    meeting = open_meeting(real_database, clock)
    look()
    submit(real_database, clock, meeting, KARTAMULIA, new=60)
    look()
    close_meeting(meeting, real_database, clock)
    look()

    assert found == [("", []), ("open", [0]), ("open", [12_096_000]), ("closed", [12_096_000])]
