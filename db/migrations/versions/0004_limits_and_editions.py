"""A meeting's limits of one pledge, and a numbered snapshot for every closing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0004"
down_revision = "0003"

KEPT = "meeting_id, regency_code, body, sha256, created_at"


def upgrade() -> None:
    # As constraints of the columns themselves: SQLite adds no others to a table, and other tables refer to this one.
    op.execute(
        "ALTER TABLE meetings ADD COLUMN min_workers INTEGER CONSTRAINT ck_meetings_min_workers CHECK (min_workers > 0)"
    )
    op.execute(
        "ALTER TABLE meetings ADD COLUMN max_workers INTEGER "
        "CONSTRAINT ck_meetings_max_workers CHECK (max_workers > 0 AND max_workers >= coalesce(min_workers, 1))"
    )
    drop_append_only("meeting_snapshots")
    _rebuild(("meeting_id", "edition"))
    op.execute(f"INSERT INTO meeting_snapshots ({KEPT}, edition) SELECT {KEPT}, 1 FROM kept")  # noqa: S608  names of this file
    op.drop_table("kept")
    make_append_only("meeting_snapshots", ("meeting_id, edition",))


def downgrade() -> None:
    drop_append_only("meeting_snapshots")
    newest = "SELECT max(edition) FROM kept AS every WHERE every.meeting_id = kept.meeting_id"
    _rebuild(("meeting_id",))
    op.execute(f"INSERT INTO meeting_snapshots ({KEPT}) SELECT {KEPT} FROM kept WHERE edition = ({newest})")  # noqa: S608
    op.drop_table("kept")
    make_append_only("meeting_snapshots", ("meeting_id",))
    op.drop_column("meetings", "max_workers")
    op.drop_column("meetings", "min_workers")


def _rebuild(primary_key: tuple[str, ...]) -> None:
    """An empty table with another primary key, which SQLite cannot change in place, and the rows beside it."""
    op.execute("CREATE TABLE kept AS SELECT * FROM meeting_snapshots")
    op.drop_table("meeting_snapshots")
    op.create_table(
        "meeting_snapshots",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *([sa.Column("edition", sa.Integer(), nullable=False)] if "edition" in primary_key else []),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_snapshots_meeting_id")),
        sa.PrimaryKeyConstraint(*primary_key, name=op.f("pk_meeting_snapshots")),
    )
