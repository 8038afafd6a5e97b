"""Store facilitators and sign-ins; tokens and cookies come as digests only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, update

from db.people_tables import facilitators, sign_ins
from db.queries.facilitators import Facilitator


def add_facilitator(connection: Connection, added: Facilitator, digest: str) -> None:
    """Store a facilitator with the digest of the link's token."""
    connection.execute(
        insert(facilitators).values(id=added.id, name=added.name, digest=digest, created_at=added.created_at)
    )


def change_token(connection: Connection, facilitator_id: UUID, digest: str) -> None:
    """Another token for the link; the old one is nobody's from now on."""
    connection.execute(update(facilitators).where(facilitators.c.id == facilitator_id).values(digest=digest))


def revoke(connection: Connection, facilitator_id: UUID, at: datetime) -> None:
    """The link is good no longer; when it was revoked first is kept."""
    connection.execute(
        update(facilitators)
        .where(facilitators.c.id == facilitator_id, facilitators.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def add_sign_in(
    connection: Connection, *, digest: str, facilitator_id: UUID | None, at: datetime, expires_at: datetime
) -> None:
    """Store a browser's sign-in, and forget those that have expired."""
    connection.execute(delete(sign_ins).where(sign_ins.c.expires_at < at))
    connection.execute(
        insert(sign_ins).values(digest=digest, facilitator_id=facilitator_id, created_at=at, expires_at=expires_at)
    )


def extend_sign_in(connection: Connection, digest: str, expires_at: datetime) -> None:
    """The same browser came by the same link again."""
    connection.execute(update(sign_ins).where(sign_ins.c.digest == digest).values(expires_at=expires_at))


def end_sign_in(connection: Connection, digest: str, at: datetime) -> None:
    """One browser is signed out."""
    connection.execute(
        update(sign_ins).where(sign_ins.c.digest == digest, sign_ins.c.ended_at.is_(None)).values(ended_at=at)
    )


def end_sign_ins_of(connection: Connection, facilitator_id: UUID | None, at: datetime) -> int:
    """Every browser of one facilitator is signed out; None: those that came by the printed link. Returns how many."""
    whose = sign_ins.c.facilitator_id
    condition = whose.is_(None) if facilitator_id is None else whose == facilitator_id
    return connection.execute(
        update(sign_ins).where(condition, sign_ins.c.ended_at.is_(None)).values(ended_at=at)
    ).rowcount


def end_all_sign_ins(connection: Connection, at: datetime) -> None:
    """Every browser is signed out."""
    connection.execute(update(sign_ins).where(sign_ins.c.ended_at.is_(None)).values(ended_at=at))
