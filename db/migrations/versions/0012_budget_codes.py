"""The activity and account codes that a regency's budget sheets carry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "budget_codes",
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("officials_activity", sa.Text(), nullable=False),
        sa.Column("officials_account", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_budget_codes_regency_code")),
        sa.PrimaryKeyConstraint("regency_code", name=op.f("pk_budget_codes")),
    )


def downgrade() -> None:
    op.drop_table("budget_codes")
