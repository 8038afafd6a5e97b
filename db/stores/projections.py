"""Keep what the hall's screen of a meeting shows."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from db.screen_tables import projections
from domain.projection import Projection

_KEEP = {
    name: (put := dialect.insert(projections)).on_conflict_do_update(
        index_elements=[projections.c.meeting_id],
        set_={column: put.excluded[column] for column in ("detail", "changed_by", "changed_at")},
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def keep_projection(connection: Connection, meeting_id: UUID, shown: Projection, *, by: str, at: datetime) -> None:
    """Put it in the place of what was shown before."""
    values = {"detail": json.dumps(shown.to_json()), "changed_by": by, "changed_at": at}
    connection.execute(_KEEP[connection.dialect.name], {"meeting_id": meeting_id, **values})
