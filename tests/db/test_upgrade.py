"""A database of an earlier version, with a meeting in it, brought to this one."""

from __future__ import annotations

from sqlalchemy import func, select

from db.engine import Database
from db.reference_data import RULES
from services.prepare_database import migrate_and_load
from tests.db.factories import footprint, run_sql


def test_a_database_without_the_newer_rules_gets_them_once(real_database: Database) -> None:
    for table in ("rate_reliefs", "reference_wages", "benefits", "case_rates"):
        run_sql(real_database, f"DELETE FROM {table}")

    assert migrate_and_load(real_database) is True
    loaded = footprint(real_database)
    with real_database.reading() as connection:
        counts = {table.name: connection.scalar(select(func.count()).select_from(table)) for table in RULES}

    assert all(counts.values()), counts
    assert migrate_and_load(real_database) is False
    assert footprint(real_database) == loaded


def test_rules_that_the_office_has_are_left_alone(real_database: Database) -> None:
    run_sql(real_database, "DELETE FROM benefits")
    run_sql(real_database, "UPDATE rates SET flat_rupiah = 7000 WHERE programme = 'JKM' AND segment = 'BPU'")

    migrate_and_load(real_database)

    with real_database.reading() as connection:
        query = select(RULES[0].c.flat_rupiah).where(RULES[0].c.programme == "JKM", RULES[0].c.segment == "BPU")
        assert connection.scalars(query).all() == [7000]
