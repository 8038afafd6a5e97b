"""What the automatic backups ask: which meetings are open, and which have closed lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select

from db.schema import meetings


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting that is open (``closed_at`` is None), or when it was closed."""

    meeting_id: UUID
    closed_at: datetime | None


_OCCASIONS = (
    select(meetings.c.id, meetings.c.closed_at)
    .where(or_(meetings.c.state == "open", func.coalesce(meetings.c.closed_at > bindparam("since"), False)))
    .order_by(meetings.c.closed_at, meetings.c.id)
)


def occasions(connection: Connection, since: datetime) -> list[Occasion]:
    """The open meetings, and those that were closed after a moment."""
    return [Occasion(*row) for row in connection.execute(_OCCASIONS, {"since": since})]
