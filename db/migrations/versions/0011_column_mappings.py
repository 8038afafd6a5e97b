"""What people decided about the files that they brought in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "column_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_column_mappings_regency_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mappings")),
    )
    op.create_index(
        op.f("ix_column_mappings_regency_code_kind_fingerprint"),
        "column_mappings",
        ["regency_code", "kind", "fingerprint"],
    )
    make_append_only("column_mappings", ("id",))


def downgrade() -> None:
    drop_append_only("column_mappings")
    op.drop_table("column_mappings")
