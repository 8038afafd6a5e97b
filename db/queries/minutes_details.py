"""What the office has written on the minutes of a meeting, read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from db.record_tables import minutes_details
from domain.minutes import MinutesForm

_COLUMNS = minutes_details.c.number, minutes_details.c.place


def details_of(connection: Connection, meeting_id: UUID) -> MinutesForm:
    """The number and the place; both empty where nobody has written them yet."""
    row = connection.execute(select(*_COLUMNS).where(minutes_details.c.meeting_id == meeting_id)).first()
    return MinutesForm(row.number, row.place) if row else MinutesForm()
