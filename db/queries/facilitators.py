"""Who may run meetings by a link of their own, and which browsers are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, or_, select

from db.people_tables import facilitators, sign_ins


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Somebody with a link of their own; the token of the link is nowhere."""

    id: UUID
    name: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser that is signed in; without a facilitator it came by the installation's printed link."""

    digest: str
    facilitator_id: UUID | None


_COLUMNS = tuple(facilitators.c[name] for name in Facilitator.__dataclass_fields__)
_BY_TOKEN = select(*_COLUMNS).where(facilitators.c.digest == bindparam("digest"), facilitators.c.revoked_at.is_(None))
_LOCKED_BY_TOKEN = _BY_TOKEN.with_for_update()
# Two rows of the primary key at most. A row counts under the digest of its kind only: under the other it is
# not what the browser was given.
_SIGN_IN = (
    select(sign_ins.c.digest, sign_ins.c.facilitator_id)
    .outerjoin(facilitators, facilitators.c.id == sign_ins.c.facilitator_id)
    .where(
        or_(
            (sign_ins.c.digest == bindparam("own")) & sign_ins.c.facilitator_id.is_not(None),
            (sign_ins.c.digest == bindparam("printed")) & sign_ins.c.facilitator_id.is_(None),
        ),
        sign_ins.c.ended_at.is_(None),
        sign_ins.c.expires_at > bindparam("at"),
        facilitators.c.revoked_at.is_(None),
    )
)


def facilitator_list(connection: Connection) -> list[Facilitator]:
    """Everybody who ever had a link, those whose link is good first, each group by name."""
    rows = connection.execute(select(*_COLUMNS).order_by(facilitators.c.name, facilitators.c.created_at))
    return sorted((Facilitator(*row) for row in rows), key=lambda found: found.revoked_at is not None)


def facilitator(connection: Connection, facilitator_id: UUID) -> Facilitator | None:
    """One of them, revoked or not."""
    row = connection.execute(select(*_COLUMNS).where(facilitators.c.id == facilitator_id)).first()
    return Facilitator(*row) if row else None


def facilitator_with_token(connection: Connection, digest: str, *, lock: bool = False) -> Facilitator | None:
    """Whose link it is, if it is good; with ``lock`` nobody revokes or renews it until this transaction ends."""
    row = connection.execute(_LOCKED_BY_TOKEN if lock else _BY_TOKEN, {"digest": digest}).first()
    return Facilitator(*row) if row else None


def valid_sign_in(connection: Connection, *, own: str, printed: str, at: datetime) -> SignIn | None:
    """The sign-in of a browser's cookie, unless it has ended, has expired, or its facilitator was revoked.

    Args:
        own: the cookie's digest if it belongs to a facilitator with a link of their own.
        printed: its digest if it came by the installation's link.
    """
    row = connection.execute(_SIGN_IN, {"own": own, "printed": printed, "at": at}).first()
    return SignIn(*row) if row else None
