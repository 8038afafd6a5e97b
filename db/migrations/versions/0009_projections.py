"""What the hall's screen shows, chosen by the facilitator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "projections",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_projections_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_projections")),
    )


def downgrade() -> None:
    op.drop_table("projections")
