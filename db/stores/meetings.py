"""Store meetings, their steps, their cards and their snapshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from db.changes import meeting_topic, raise_counter, regency_topic
from db.queries.rates import rate_to_json
from db.schema import cards, meeting_snapshots, meetings
from domain.meeting import Meeting
from domain.rates import Rate


def add_meeting(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store a new meeting in draft."""
    connection.execute(insert(meetings).values(state="draft", revision=1, **values))
    _announce(connection, values["id"], values["regency_code"])


def open_meeting(
    connection: Connection, meeting: Meeting, *, at: datetime, fixed: Mapping[str, Any], rates: Sequence[Rate]
) -> None:
    """Draft to open, with what opening fixes (``dataset_id``, ``title``, ``is_rehearsal``) and its rates."""
    _change(
        connection,
        meeting,
        state="open",
        opened_at=at,
        fixed_rates=[rate_to_json(rate) for rate in rates],
        **fixed,
    )


def close_meeting(connection: Connection, meeting: Meeting, *, at: datetime, body: str, sha256: str) -> None:
    """Open to closed, together with the snapshot that is written once; another closing writes the next edition."""
    earlier = select(func.coalesce(func.max(meeting_snapshots.c.edition), 0))
    edition = earlier.where(meeting_snapshots.c.meeting_id == meeting.id).scalar_subquery() + 1
    connection.execute(
        insert(meeting_snapshots).values(
            meeting_id=meeting.id,
            edition=edition,
            regency_code=meeting.regency_code,
            body=body,
            sha256=sha256,
            created_at=at,
        )
    )
    _change(connection, meeting, state="closed", closed_at=at)


def reopen_meeting(connection: Connection, meeting: Meeting) -> None:
    """Closed to open again; what was frozen stays."""
    _change(connection, meeting, state="open", closed_at=None)


def change_settings(connection: Connection, meeting: Meeting, settings: Mapping[str, Any]) -> None:
    """New settings; the revision tells every form that was drawn on the old ones."""
    _change(connection, meeting, **settings)


def publish_meeting(connection: Connection, meeting: Meeting, *, at: datetime) -> None:
    """Closed to published."""
    _change(connection, meeting, state="published", published_at=at)


def _change(connection: Connection, meeting: Meeting, **values: Any) -> None:
    connection.execute(
        update(meetings).where(meetings.c.id == meeting.id).values(revision=meeting.revision + 1, **values)
    )
    _announce(connection, meeting.id, meeting.regency_code)


def _announce(connection: Connection, meeting_id: UUID, regency_code: str) -> None:
    raise_counter(connection, meeting_topic(meeting_id))
    raise_counter(connection, regency_topic(regency_code))


def add_card(
    connection: Connection, *, meeting_id: UUID, village_code: str, issue: int, digest: str, at: datetime
) -> None:
    """Store a card by the digest of its code; raises IntegrityError where the code exists already."""
    connection.execute(
        insert(cards).values(meeting_id=meeting_id, village_code=village_code, issue=issue, digest=digest, issued_at=at)
    )


def revoke_cards(connection: Connection, meeting_id: UUID, village_code: str, at: datetime) -> None:
    """A village's cards open nothing from now on; they are kept, to say so."""
    connection.execute(
        update(cards)
        .where(cards.c.meeting_id == meeting_id, cards.c.village_code == village_code, cards.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
