"""The ledger, the snapshots and the audit take no UPDATE and no DELETE, whoever asks."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

APPEND_ONLY = {
    "commitments": (
        "id",
        "meeting_id, sequence",
        "meeting_id, village_code, revision",
        "meeting_id, idempotency_key",
    ),
    "meeting_snapshots": ("meeting_id",),
    "audit": ("id",),
}
"""Tables whose rows never change, each with its unique keys."""


def upgrade() -> None:
    for table in APPEND_ONLY:
        _make_append_only(table)


def _make_append_only(table: str) -> None:
    """Refuse UPDATE and DELETE in the database itself, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        _refuse_replacing(table)
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


def _refuse_replacing(table: str) -> None:
    """SQLite's INSERT OR REPLACE deletes a row with the same key without asking the DELETE trigger."""
    same = " OR ".join(f"({key}) = (NEW.{key.replace(', ', ', NEW.')})" for key in APPEND_ONLY[table])
    condition = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  the names stand in this file
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            op.execute(f"DROP FUNCTION {table}_append_only()")
        return
    for table in APPEND_ONLY:
        for act in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
