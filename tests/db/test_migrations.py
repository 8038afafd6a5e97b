from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from db.engine import Database, DatabaseUnavailable, open_database
from db.migrate import MIGRATIONS, migrate, newest_revision, revision_of
from db.queries.meetings import snapshots
from db.schema import metadata
from services.prepare_database import migrate_and_load
from services.verify_ledger import verify_ledger
from tests.db.factories import SettableClock, close_meeting, footprint, open_meeting, run_sql, submit
from tests.db.racer import Racers


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
    with contextlib.closing(open_database(blank_url)) as database:
        yield database


def downgrade(database: Database, to: str = "base") -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def schema_of(database: Database) -> dict[str, Any]:
    """Every table as the database itself describes it, without what only Alembic owns."""
    inspector = inspect(database.engine)
    return {
        name: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
            "primary key": inspector.get_pk_constraint(name)["constrained_columns"],
            "foreign keys": sorted(  # without names: SQLAlchemy does not read one that stands at its column
                (f["constrained_columns"], f["referred_table"]) for f in inspector.get_foreign_keys(name)
            ),
            "unique": sorted((u["name"], u["column_names"]) for u in inspector.get_unique_constraints(name)),
            "checks": sorted((c["name"], c["sqltext"]) for c in inspector.get_check_constraints(name)),
            "indexes": sorted((i["name"], i["column_names"], bool(i["unique"])) for i in inspector.get_indexes(name)),
        }
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }


def test_an_empty_database_gets_the_whole_schema_and_a_second_run_does_nothing(blank: Database) -> None:
    assert migrate(blank) is True
    assert migrate(blank) is False

    with blank.reading() as connection:
        assert revision_of(connection) == newest_revision()
    assert set(schema_of(blank)) == set(metadata.tables)


def test_the_migrations_end_at_the_tables_of_the_code(blank: Database) -> None:
    migrate(blank)

    with blank.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_tables_have_the_constraints_of_the_code(database: Database, blank: Database) -> None:
    with blank.writing() as connection:
        metadata.create_all(connection)

    assert schema_of(database) == schema_of(blank)


def test_down_leaves_nothing_behind_and_up_again_makes_the_same(blank: Database) -> None:
    migrate(blank)
    first = schema_of(blank)

    downgrade(blank)
    left = schema_of(blank)
    migrate(blank)

    assert left == {}
    assert schema_of(blank) == first


def test_down_leaves_no_function_or_trigger(blank: Database) -> None:
    migrate(blank)
    downgrade(blank)

    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if blank.is_sqlite
        else "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    with blank.reading() as connection:
        assert connection.execute(text(query)).all() == []


def test_a_database_newer_than_the_program_is_refused_with_a_sentence_and_untouched(real_database: Database) -> None:
    run_sql(real_database, "UPDATE alembic_version SET version_num = '9999'")
    before = footprint(real_database)

    with pytest.raises(DatabaseUnavailable) as refusal:
        migrate_and_load(real_database)

    assert str(refusal.value) == (
        f"Basis data ini dibuat oleh Rembuk yang lebih baru (skema 9999, program ini {newest_revision()}). "
        "Pasang versi Rembuk yang terbaru, atau pakai basis data lain."
    )
    assert footprint(real_database) == before
    with real_database.reading() as connection:
        assert revision_of(connection) == "9999"


def test_a_migration_that_fails_leaves_the_database_as_it_was(blank: Database) -> None:
    run_sql(blank, "CREATE TABLE rates (another_program INTEGER)")
    before = schema_of(blank)

    with pytest.raises(DatabaseUnavailable, match="tidak dapat disiapkan"):
        migrate_and_load(blank)

    assert schema_of(blank) == before


def test_processes_that_start_together_on_an_empty_database_migrate_it_once(
    blank_url: str, blank: Database, racers: Racers
) -> None:
    outcomes = racers.run([{"action": "migrate", "url": blank_url}] * 3)

    assert [type(did[0]) for did in outcomes] == [bool, bool, bool], outcomes
    with blank.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM regions")).scalar() == 39
        assert connection.execute(text("SELECT count(*) FROM worker_groups")).scalar() == 9


def test_a_result_that_was_frozen_before_there_were_editions_is_the_first(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    close_meeting(meeting, real_database, clock)
    with real_database.reading() as connection:
        frozen = snapshots(connection, meeting.id)
    downgrade(real_database, "0003")

    assert migrate(real_database) is True

    with real_database.reading() as connection:
        assert snapshots(connection, meeting.id) == frozen != []
    assert verify_ledger(real_database).fault is None
    with pytest.raises(DBAPIError, match="append-only"):
        run_sql(real_database, "DELETE FROM meeting_snapshots")
