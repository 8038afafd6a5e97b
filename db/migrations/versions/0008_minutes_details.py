"""The number and the place that the office writes on a meeting's minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "minutes_details",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_details_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes_details")),
    )


def downgrade() -> None:
    op.drop_table("minutes_details")
