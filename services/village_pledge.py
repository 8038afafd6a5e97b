"""What villages have pledged in a meeting, as everybody may see it."""

from __future__ import annotations

from uuid import UUID

from db.engine import Database
from db.queries.commitments import Commitment, latest_commitments, newest_commitment
from services.district import View


def newest_pledge(database: Database, meeting_id: UUID, village_code: str) -> Commitment | None:
    """The newest revision of the village's pledge, or None; public, like everything on the projector."""
    with database.reading() as connection:
        return newest_commitment(connection, meeting_id, village_code)


def newest_pledges(database: Database, seen: View) -> list[Commitment]:
    """The newest revision of every village, the last to arrive first; none where they do not belong to the data."""
    if seen.meeting is None or not seen.pledges_count:
        return []
    with database.reading() as connection:
        return latest_commitments(connection, seen.meeting.id)
