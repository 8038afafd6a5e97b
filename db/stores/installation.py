"""Secrets of this installation, made once and kept in the database."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select

from db.schema import installation

CARD_KEY = "card_key"
# Written down once: building a query costs as much as asking it, and every act of a card asks this.
_CARD_KEY = select(installation.c.value).where(installation.c.key == CARD_KEY)


def card_key(connection: Connection) -> bytes | None:
    """The key of the digests of card codes and of facilitators' tokens; None before the first of either."""
    found = connection.scalar(_CARD_KEY)
    return bytes.fromhex(found) if found else None


def ensure_card_key(connection: Connection) -> bytes:
    """The key, made now where there was none; the caller is in a write transaction."""
    found = card_key(connection)
    if found is None:
        found = secrets.token_bytes(32)
        connection.execute(insert(installation).values(key=CARD_KEY, value=found.hex()))
    return found
