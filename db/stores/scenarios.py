"""Store scenarios: a row is written once and stands for ever."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, insert

from db.queries.scenarios import StoredScenario
from db.schema import scenarios


def add_scenario(connection: Connection, new: StoredScenario) -> None:
    """Store a scenario; raises IntegrityError (on SQLite from the table's trigger) where its id is taken."""
    connection.execute(insert(scenarios).values(**asdict(new)))
