"""What villages have filled in and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from db.people_tables import drafts

# Written down once: building a query costs as much as asking it, and every key that is typed asks.
_DRAFTS = select(drafts.c.village_code, drafts.c.content, drafts.c.replaces, drafts.c.saved_at).where(
    drafts.c.meeting_id == bindparam("meeting")
)
_DRAFT = _DRAFTS.where(drafts.c.village_code == bindparam("village"))


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in a village's form; `replaces` is the revision of its pledge that it was begun on."""

    village_code: str
    content: str
    replaces: int
    saved_at: datetime


def draft_of(connection: Connection, meeting_id: UUID, village_code: str) -> Draft | None:
    """A village's draft in a meeting."""
    row = connection.execute(_DRAFT, {"meeting": meeting_id, "village": village_code}).first()
    return Draft(*row) if row else None


def drafts_of(connection: Connection, meeting_id: UUID) -> dict[str, Draft]:
    """All drafts of a meeting by village."""
    rows = connection.execute(_DRAFTS, {"meeting": meeting_id})
    return {row.village_code: Draft(*row) for row in rows}
