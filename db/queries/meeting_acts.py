"""What was done to a meeting, from the audit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from db.schema import audit
from domain.meeting_changes import MeetingAct


def acts_since(connection: Connection, meeting_id: UUID, revision: int) -> list[MeetingAct]:
    """The acts that made the meeting's later revisions, in their order.

    Acts from before the audit kept the revision are left out; they cannot be placed.
    """
    query = select(audit.c.action, audit.c.detail).where(
        audit.c.meeting_id == meeting_id, audit.c.action.like("meeting.%")
    )
    found = [
        MeetingAct(action, detail["revision"], detail)
        for action, detail in connection.execute(query)
        if detail.get("revision", 0) > revision
    ]
    return sorted(found, key=lambda act: act.revision)
