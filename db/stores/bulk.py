"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

_AT_ONCE = 10_000


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows in the running transaction; a column that is not named is empty.

    Args:
        rows: values in the order of the columns; read once, so that they need not stand in memory together. Whoever
            makes them asks nothing of this connection meanwhile.
    """
    names = ", ".join(table.c[name].name for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", rows)
        return
    kinds = [table.c[name].type.dialect_impl(connection.dialect) for name in columns]
    made = [(place, make) for place, kind in enumerate(kinds) if (make := kind.bind_processor(connection.dialect))]
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  our names
    left = iter(rows)
    while some := [_bound(row, made) for row in islice(left, _AT_ONCE)]:
        connection.exec_driver_sql(statement, some)


def _bound(row: Sequence[Any], made: Sequence[tuple[int, Any]]) -> tuple[Any, ...]:
    if not made:
        return tuple(row)
    values = list(row)
    for place, make in made:
        values[place] = make(values[place])
    return tuple(values)


def _copy(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    from psycopg import OperationalError as Broken  # noqa: PLC0415  only where there is a PostgreSQL

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except Broken as error:  # the driver's own words reach nobody else's handler
        raise OperationalError(statement, None, error) from error
