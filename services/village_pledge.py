"""What villages have pledged in a meeting, as everybody may see it."""

from __future__ import annotations

from uuid import UUID

from db.engine import Database
from db.queries.commitments import Commitment, latest_commitments, newest_commitment
from services.district import View
from services.remembered import remembered


@remembered
def newest_pledge(database: Database, meeting_id: UUID, village_code: str) -> Commitment | None:
    """The village's pledge as it stands, or None, also after a withdrawal; public, like everything on the projector."""
    with database.reading() as connection:
        found = newest_commitment(connection, meeting_id, village_code)
    return None if found is None or found.is_withdrawn else found


def newest_pledges(database: Database, seen: View) -> list[Commitment]:
    """Every village's pledge as it stands, the last to arrive first, without those that were withdrawn.

    None where the pledges do not belong to the data.
    """
    if seen.meeting is None or not seen.pledges_count:
        return []
    with database.reading() as connection:
        return [found for found in latest_commitments(connection, seen.meeting.id) if not found.is_withdrawn]
