"""The change counters: raised in the transaction that changes something, read by the live screens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, bindparam, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from db.schema import changes


def meeting_topic(meeting_id: UUID) -> str:
    """The counter of one meeting: its state and its ledger."""
    return f"meeting:{meeting_id}"


def regency_topic(regency_code: str) -> str:
    """The counter of one regency: its datasets and its list of meetings."""
    return f"regency:{regency_code}"


def regions_topic() -> str:
    """The counter of the list of regions: their names, and which there are."""
    return "regions"


CHANNEL = "rembuk_changes"
"""What PostgreSQL's listeners listen to; each database has its own of this name."""

_NOTIFY = func.pg_notify(literal(CHANNEL), literal(""))
_ON_SQLITE, _ON_POSTGRESQL = (
    dialect.insert(changes)
    .values(topic=bindparam("topic"), counter=1)
    .on_conflict_do_update(index_elements=[changes.c.topic], set_={"counter": changes.c.counter + 1})
    for dialect in (sqlite, postgresql)
)
_RAISE = {
    "sqlite": _ON_SQLITE,
    "postgresql": select(_NOTIFY).select_from(_ON_POSTGRESQL.returning(changes.c.topic).cte("raised")),
}


_ONE = select(changes.c.counter).where(changes.c.topic == bindparam("topic"))


def raise_counter(connection: Connection, topic: str) -> None:
    """Add one, in one atomic statement, so that no raise is lost between two writers.

    PostgreSQL tells all listeners of all processes when this transaction is committed, and none when it is not.
    """
    connection.execute(_RAISE[connection.dialect.name], {"topic": topic})


def tell_listeners(connection: Connection) -> None:
    """As `raise_counter` tells them, where counters were set otherwise; SQLite has nobody to tell."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(_NOTIFY))


def counter_of(connection: Connection, topic: str) -> int:
    """One counter; 0 before it was raised."""
    return connection.scalar(_ONE, {"topic": topic}) or 0


def counters(connection: Connection) -> dict[str, int]:
    """All counters by topic; a handful of rows, cheap to ask four times a second."""
    return {row.topic: row.counter for row in connection.execute(select(changes))}
