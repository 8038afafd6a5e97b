"""Keep what the office writes on the minutes of a meeting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from db.record_tables import minutes_details
from domain.minutes import MinutesForm

_KEEP = {
    name: (put := dialect.insert(minutes_details)).on_conflict_do_update(
        index_elements=[minutes_details.c.meeting_id],
        set_={column: put.excluded[column] for column in ("number", "place", "written_by", "written_at")},
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def keep_details(connection: Connection, meeting_id: UUID, form: MinutesForm, *, by: str, at: datetime) -> None:
    """Put it in the place of what stood there; the audit keeps what that was."""
    values = {"number": form.number, "place": form.place, "written_by": by, "written_at": at}
    connection.execute(_KEEP[connection.dialect.name], {"meeting_id": meeting_id, **values})
