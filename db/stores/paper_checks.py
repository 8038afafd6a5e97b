"""Store that a paper entry was compared with its sheet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from db.changes import meeting_topic, raise_counter
from db.people_tables import paper_checks
from db.queries.commitments import Commitment


def add_paper_check(connection: Connection, entry: Commitment, *, checked_by: str, at: datetime) -> None:
    """Append one confirmation. The caller holds the meeting's lock and has seen that there is none."""
    connection.execute(
        insert(paper_checks).values(
            commitment_id=entry.id, meeting_id=entry.meeting_id, checked_by=checked_by, checked_at=at
        )
    )
    raise_counter(connection, meeting_topic(entry.meeting_id))
