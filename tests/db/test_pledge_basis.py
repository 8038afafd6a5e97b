from __future__ import annotations

from sqlalchemy import update

from db.engine import Database
from db.schema import meetings
from tests.db.factories import KARTAMULIA, PUDU, SettableClock, open_meeting, submit


def test_what_is_kept_for_a_revision_is_read_again_after_the_meeting_changed(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    before = submit(real_database, clock, meeting, KARTAMULIA, new=10, key="before")
    with real_database.writing() as connection:
        connection.execute(
            update(meetings)
            .where(meetings.c.id == meeting.id)
            .values(revision=meeting.revision + 1, base_rupiah=2_000_000)
        )

    after = submit(real_database, clock, meeting, PUDU, new=10, key="after")

    assert before.commitment.amount_rupiah == 10 * 12 * 16_800
    assert after.commitment.amount_rupiah == 10 * 12 * 26_800


def test_two_meetings_of_one_database_keep_their_own_basis(real_database: Database, clock: SettableClock) -> None:
    one = open_meeting(real_database, clock, budget_year=2027)
    other = open_meeting(real_database, clock, budget_year=2028)

    submit(real_database, clock, one, KARTAMULIA, new=10, key="one")
    second = submit(real_database, clock, other, KARTAMULIA, new=10, start="2028-01", key="one")

    assert second.commitment.revision == 1
    assert second.commitment.sequence == 1
