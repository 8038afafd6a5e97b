"""Keep what a village has filled in and not sent; one draft for a village in a meeting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from db.people_tables import drafts

# Written down once: building a statement costs as much as running it, and every key that is typed runs it.
_KEEP = {
    name: (put := dialect.insert(drafts)).on_conflict_do_update(
        index_elements=[drafts.c.meeting_id, drafts.c.village_code],
        set_={column: put.excluded[column] for column in ("content", "replaces", "saved_at")},
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def keep_draft(
    connection: Connection, meeting_id: UUID, village_code: str, *, content: str, replaces: int, at: datetime
) -> None:
    """Put it in the place of the one before."""
    here = {"meeting_id": meeting_id, "village_code": village_code}
    values = {"content": content, "replaces": replaces, "saved_at": at}
    connection.execute(_KEEP[connection.dialect.name], here | values)


def remove_draft(connection: Connection, meeting_id: UUID, village_code: str) -> bool:
    """Take it away; returns whether there was one."""
    here = (drafts.c.meeting_id == meeting_id, drafts.c.village_code == village_code)
    return bool(connection.execute(delete(drafts).where(*here)).rowcount)
