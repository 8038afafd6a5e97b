"""Meetings, their cards and their snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from db.queries.rates import current_rate_table, rate_from
from db.schema import cards, meeting_snapshots, meetings
from domain.meeting import Meeting
from domain.rates import RateTable


@dataclass(frozen=True, slots=True)
class Card:
    """A card that opens the pledge form of one village in one meeting."""

    meeting_id: UUID
    village_code: str
    issue: int
    revoked_at: datetime | None = None


def _meeting(row: Row[Any]) -> Meeting:
    values = row._mapping
    return Meeting(**{name: values[name] for name in Meeting.__dataclass_fields__})


_COLUMNS = tuple(meetings.c[name] for name in Meeting.__dataclass_fields__)


# Written down once: building a query costs as much as asking it, and every pledge asks these.
_MEETING = select(*_COLUMNS).where(meetings.c.id == bindparam("meeting"))
_LOCKED = _MEETING.with_for_update()
_SNAPSHOTS = (
    select(meeting_snapshots.c.edition, meeting_snapshots.c.body, meeting_snapshots.c.sha256)
    .where(meeting_snapshots.c.meeting_id == bindparam("meeting"))
    .order_by(meeting_snapshots.c.edition.desc())
)
_CARD = select(cards.c.meeting_id, cards.c.village_code, cards.c.issue, cards.c.revoked_at).where(
    cards.c.digest == bindparam("digest")
)


def meeting(connection: Connection, meeting_id: UUID, *, lock: bool = False) -> Meeting | None:
    """One meeting; with ``lock`` nobody else changes it, or pledges in it, until this transaction ends.

    SQLite needs no row lock: a write transaction is alone from its BEGIN.
    """
    row = connection.execute(_LOCKED if lock else _MEETING, {"meeting": meeting_id}).first()
    return _meeting(row) if row else None


def all_meetings(connection: Connection, regency_code: str | None = None) -> list[Meeting]:
    """Meetings, the newest first."""
    query = select(*_COLUMNS).order_by(meetings.c.created_at.desc(), meetings.c.id)
    if regency_code:
        query = query.where(meetings.c.regency_code == regency_code)
    return [_meeting(row) for row in connection.execute(query)]


def present_meeting(connection: Connection, regency_code: str | None = None) -> Meeting | None:
    """The only open meeting, else the newest of those that are open, else the newest."""
    found = all_meetings(connection, regency_code)
    return next((m for m in found if m.state == "open"), found[0] if found else None)


def meeting_secret(connection: Connection, meeting_id: UUID) -> bytes:
    """What the meeting's card codes are derived from."""
    return bytes.fromhex(connection.execute(select(meetings.c.secret).where(meetings.c.id == meeting_id)).scalar_one())


def rate_table(connection: Connection, of: Meeting) -> RateTable:
    """The rates that opening has fixed, or those in force now; reliefs and wages always as they stand now."""
    fixed = connection.scalar(select(meetings.c.fixed_rates).where(meetings.c.id == of.id))
    return current_rate_table(connection, of.base_rupiah, fixed=[rate_from(row) for row in fixed] if fixed else None)


def valid_cards(connection: Connection, meeting_id: UUID) -> list[Card]:
    """The cards of a meeting that were not revoked, in order of village."""
    query = (
        select(cards.c.meeting_id, cards.c.village_code, cards.c.issue)
        .where(cards.c.meeting_id == meeting_id, cards.c.revoked_at.is_(None))
        .order_by(cards.c.village_code)
    )
    return [Card(*row) for row in connection.execute(query)]


def card_with_digest(connection: Connection, digest: str) -> Card | None:
    """The card of a code's digest, revoked or not: one look-up in a unique index."""
    row = connection.execute(_CARD, {"digest": digest}).first()
    return Card(*row) if row else None


def snapshot(connection: Connection, meeting_id: UUID) -> tuple[str, str] | None:
    """The newest frozen result of a meeting: its text as it was written, and the text's SHA-256.

    A meeting that was reopened has one too; what counts then is the ledger.
    """
    row = connection.execute(_SNAPSHOTS.limit(1), {"meeting": meeting_id}).first()
    return (row.body, row.sha256) if row else None


def snapshot_with_hash(connection: Connection, sha256: str) -> tuple[UUID, str] | None:
    """The frozen result that was stored under this hash: its meeting and its text; None where there is none."""
    query = select(meeting_snapshots.c.meeting_id, meeting_snapshots.c.body).where(meeting_snapshots.c.sha256 == sha256)
    row = connection.execute(query.order_by(meeting_snapshots.c.edition.desc())).first()
    return (row.meeting_id, row.body) if row else None


def snapshots(connection: Connection, meeting_id: UUID) -> list[tuple[int, str, str]]:
    """Every frozen result with its number, the first closing first: edition, text, SHA-256."""
    rows = connection.execute(_SNAPSHOTS, {"meeting": meeting_id}).all()
    return [(row.edition, row.body, row.sha256) for row in reversed(rows)]
