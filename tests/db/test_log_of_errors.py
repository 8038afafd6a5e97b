"""What the database answers to a row that it refuses, as the log has it."""

from __future__ import annotations

import logging
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from components.log import JsonLines
from db.engine import Database
from db.people_tables import attendees


def test_a_refused_row_is_logged_without_the_names_in_it(database: Database) -> None:
    """PostgreSQL quotes the whole row, whatever SQLAlchemy hides."""
    row = {"id": uuid4(), "meeting_id": uuid4(), "village_code": None, "name": "Siti Aminah", "position": None}

    with pytest.raises(SQLAlchemyError) as raised, database.writing() as connection:
        connection.execute(insert(attendees), row)
    record = logging.LogRecord("a", logging.ERROR, "f.py", 1, "gagal", None, None)
    record.exc_info = (raised.type, raised.value, raised.tb)
    line = JsonLines().format(record)

    assert raised.type.__name__ in line
    assert "Siti" not in line
