"""What is kept for the whole installation: its secrets, made once, and where the phones find it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

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


def values(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """What is kept under these keys; those without a value are left out."""
    query = select(installation.c.key, installation.c.value).where(installation.c.key.in_(keys))
    return {row.key: row.value for row in connection.execute(query)}


def keep_value(connection: Connection, key: str, value: str) -> None:
    """Put a value in the place of the one before."""
    if not connection.execute(update(installation).where(installation.c.key == key).values(value=value)).rowcount:
        connection.execute(insert(installation).values(key=key, value=value))
