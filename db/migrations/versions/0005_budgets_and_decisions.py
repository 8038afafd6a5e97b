"""Village budgets with their ceilings, what a meeting decides beside its pledges, and addenda to its result."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    uuid = sa.Uuid().compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE meetings ADD COLUMN budget_dataset_id {uuid} "
        "CONSTRAINT fk_meetings_budget_dataset_id REFERENCES datasets (id)"
    )
    op.execute(
        "ALTER TABLE meetings ADD COLUMN over_ceiling VARCHAR(10) DEFAULT 'refuse' NOT NULL "
        "CONSTRAINT ck_meetings_over_ceiling CHECK (over_ceiling IN ('refuse', 'reason'))"
    )
    op.create_table(
        "village_budgets",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("budget_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("ceiling_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("planned_rupiah", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("stage IN ('APBDes', 'Perubahan')", name=op.f("ck_village_budgets_stage")),
        sa.CheckConstraint(
            "ceiling_rupiah >= 0 AND coalesce(planned_rupiah, 0) >= 0", name=op.f("ck_village_budgets_not_negative")
        ),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_village_budgets_dataset_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_village_budgets_village_code")),
        sa.PrimaryKeyConstraint(
            "dataset_id", "village_code", "budget_year", "stage", "source", name=op.f("pk_village_budgets")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("meeting_id", "idempotency_key", name=op.f("uq_decisions_meeting_id_idempotency_key")),
        sa.UniqueConstraint("meeting_id", "sequence", name=op.f("uq_decisions_meeting_id_sequence")),
    )
    op.create_table(
        "addenda",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_addenda_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addenda")),
        sa.UniqueConstraint("meeting_id", "idempotency_key", name=op.f("uq_addenda_meeting_id_idempotency_key")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_addenda_meeting_id_number")),
    )
    make_append_only("decisions", ("id", "meeting_id, sequence", "meeting_id, idempotency_key"))
    make_append_only("addenda", ("id", "meeting_id, number", "meeting_id, idempotency_key"))


def downgrade() -> None:
    drop_append_only("addenda")
    drop_append_only("decisions")
    op.drop_table("addenda")
    op.drop_table("decisions")
    op.drop_table("village_budgets")
    op.drop_column("meetings", "over_ceiling")
    op.drop_column("meetings", "budget_dataset_id")
