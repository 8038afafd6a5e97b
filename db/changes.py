"""The change counters: raised in the transaction that changes something, read by the live screens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, bindparam, select
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


_RAISE = {
    name: dialect.insert(changes).on_conflict_do_update(
        index_elements=[changes.c.topic], set_={"counter": changes.c.counter + 1}
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


_ONE = select(changes.c.counter).where(changes.c.topic == bindparam("topic"))


def raise_counter(connection: Connection, topic: str) -> None:
    """Add one, in one atomic statement, so that no raise is lost between two writers."""
    connection.execute(_RAISE[connection.dialect.name], {"topic": topic, "counter": 1})


def counter_of(connection: Connection, topic: str) -> int:
    """One counter; 0 before it was raised."""
    return connection.scalar(_ONE, {"topic": topic}) or 0


def counters(connection: Connection) -> dict[str, int]:
    """All counters by topic; a handful of rows, cheap to ask four times a second."""
    return {row.topic: row.counter for row in connection.execute(select(changes))}
