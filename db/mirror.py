"""Copy every row of every table from one database into another that is empty, as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import JSON, Connection, Integer, Select, Table, func, insert, inspect, null, select, text
from sqlalchemy.exc import IntegrityError

from db.changes import counters, tell_listeners
from db.schema import APPEND_ONLY, changes, metadata, regions
from domain.refusal import Refused

BATCH = 1_000


def mirror(source: Connection, target: Connection) -> None:
    """Copy all rows with their keys. The target has no rows, and the schema of the source or a newer one.

    A table or column that the source's schema does not know yet is left as the target makes it.
    """
    # All at once: a question for each table takes a server longer than the rows of a district do.
    known = {name: columns for (_, name), columns in inspect(source).get_multi_columns().items()}
    there = inspect(target).get_table_names()
    for table in metadata.sorted_tables:
        if table.name not in known or table.name not in there:
            continue
        columns = [table.c[found["name"]] for found in known[table.name]]
        for rows in batches(source, in_order(table, select(*columns))):
            target.execute(insert(table), [with_nulls(table, row) for row in rows])
    if target.dialect.name == "postgresql":
        _move_sequences(target)


def in_order(table: Table, query: Select[Any]) -> Select[Any]:
    """A query whose rows can be inserted one after the other: a region comes after the one that it lies in."""
    return query.order_by(func.length(regions.c.code), regions.c.code) if table is regions else query


def batches(connection: Connection, query: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    """The rows of a query, some at a time, however many there are."""
    with connection.execute(query.execution_options(stream_results=True)) as found:
        for rows in found.mappings().partitions(BATCH):
            yield [dict(row) for row in rows]


def with_nulls(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row to be inserted; what is empty stays empty, where a JSON column would keep the word null."""
    return {
        name: null() if value is None and isinstance(table.c[name].type, JSON) else value for name, value in row.items()
    }


def empty(connection: Connection) -> None:
    """Take every row out of a PostgreSQL database that is about to be replaced as a whole.

    The triggers of the record are off for this statement only; nobody else sees the database without them, because
    the transaction holds every table.
    """
    names = ", ".join(table.name for table in metadata.sorted_tables)
    for table in APPEND_ONLY:
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    connection.execute(text(f"TRUNCATE {names}"))
    for table in APPEND_ONLY:
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def lock_all(connection: Connection) -> None:
    """Keep everybody else from writing in a PostgreSQL database until this transaction ends."""
    found = inspect(connection).get_table_names()
    there = [table.name for table in metadata.sorted_tables if table.name in found]
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    if there:
        connection.execute(text(f"LOCK TABLE {', '.join(there)} IN EXCLUSIVE MODE"))


def raise_all_counters(connection: Connection, before: dict[str, int]) -> None:
    """After a restore every counter is higher than both were, so that no screen takes the new state for the old."""
    now = counters(connection)
    rows = [{"topic": t, "counter": max(before.get(t, 0), now.get(t, 0)) + 1} for t in {*before, *now}]
    connection.execute(changes.delete())
    if rows:
        connection.execute(insert(changes), rows)
        tell_listeners(connection)


def _move_sequences(connection: Connection) -> None:
    """PostgreSQL's counters of whole-number keys do not see keys that are given to them."""
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None and isinstance(key.type, Integer):
            highest = connection.scalar(select(func.max(key)))
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, key.name)))
            if highest and sequence:
                connection.execute(select(func.setval(sequence, highest)))


@contextmanager
def conflicts_said() -> Iterator[None]:
    """Two databases that cannot be joined, in one sentence.

    Raises:
        Refused: a key of the source means something else in the target.
    """
    try:
        yield
    except IntegrityError as error:
        raise Refused(
            "copy.conflict",
            "Kedua basis data bertentangan: yang sama kuncinya berbeda isinya. Tidak ada yang disalin. "
            "Jalankan “verify” pada keduanya.",
        ) from error
