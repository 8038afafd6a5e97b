from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from tests.db.factories import SettableClock, close_meeting, footprint, open_meeting, submit

TABLES = ["commitments", "meeting_snapshots", "audit"]
COLUMN = {"commitments": "amount_rupiah = 1", "meeting_snapshots": "body = ''", "audit": "actor = 'nobody'"}


@pytest.fixture
def record(real_database: Database, clock: SettableClock) -> Database:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    close_meeting(meeting, real_database, clock)
    return real_database


def contents(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]


@pytest.mark.parametrize("table", TABLES)
def test_the_database_itself_refuses_to_change_the_record(record: Database, table: str) -> None:
    statements = [f"UPDATE {table} SET {COLUMN[table]}", f"DELETE FROM {table}"]
    if not record.is_sqlite:
        statements.append(f"TRUNCATE {table} CASCADE")  # SQLite has none
    before, whole = contents(record, table), footprint(record)

    for statement in statements:
        with pytest.raises(DBAPIError, match=f"{table} is append-only"), record.writing() as connection:
            connection.execute(text(statement))

    assert contents(record, table) == before != []
    assert footprint(record) == whole


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_replaced_by_an_insert_with_the_same_id(record: Database, table: str) -> None:
    before = contents(record, table)
    columns = ", ".join(columns_of(record, table))
    verb = "INSERT OR REPLACE" if record.is_sqlite else "INSERT"

    with pytest.raises(DBAPIError), record.writing() as connection:
        connection.execute(text(f"{verb} INTO {table} ({columns}) SELECT {columns} FROM {table}"))

    assert contents(record, table) == before


def columns_of(database: Database, table: str) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(text(f"SELECT * FROM {table}")).keys())
