"""Tables that take no UPDATE and no DELETE: the triggers of both databases, written once."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op


def make_append_only(table: str, keys: Sequence[str]) -> None:
    """Refuse UPDATE and DELETE in the database itself, whoever asks.

    Args:
        keys: the table's unique keys, each as its columns ("meeting_id, sequence").
    """
    if op.get_bind().dialect.name == "sqlite":
        _refuse_replacing(table, keys)
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _refuse_replacing(table: str, keys: Sequence[str]) -> None:
    """SQLite's INSERT OR REPLACE deletes a row with the same key without asking the DELETE trigger."""
    same = " OR ".join(f"({key}) = (NEW.{key.replace(', ', ', NEW.')})" for key in keys)
    condition = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  the names stand in the migrations
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def drop_append_only(table: str) -> None:
    """Take the triggers away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(f"DROP FUNCTION {table}_append_only()")
        return
    for act in ("update", "delete", "replace"):
        op.execute(f"DROP TRIGGER {table}_no_{act}")
