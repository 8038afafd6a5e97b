"""What became of the pledges, step by step, and by when a village's budget papers are due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "follow_up_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pledge_revision", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("is_change", sa.Boolean(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("workers", sa.BigInteger(), nullable=True),
        sa.Column("amount_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("paid_from", sa.String(length=7), nullable=True),
        sa.Column("paid_until", sa.String(length=7), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("typed_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "stage IN ('planned', 'budgeted', 'listed', 'paid', 'active')", name=op.f("ck_follow_up_steps_stage")
        ),
        sa.CheckConstraint(
            "coalesce(workers, 0) >= 0 AND coalesce(amount_rupiah, 0) >= 0",
            name=op.f("ck_follow_up_steps_not_negative"),
        ),
        sa.CheckConstraint("paid_from <= paid_until", name=op.f("ck_follow_up_steps_months")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_follow_up_steps_meeting_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_follow_up_steps_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_steps")),
        sa.UniqueConstraint("meeting_id", "corrects", name=op.f("uq_follow_up_steps_meeting_id_corrects")),
        sa.UniqueConstraint(
            "meeting_id", "idempotency_key", name=op.f("uq_follow_up_steps_meeting_id_idempotency_key")
        ),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_follow_up_steps_meeting_id_number")),
    )
    make_append_only(
        "follow_up_steps", ("id", "meeting_id, number", "meeting_id, idempotency_key", "meeting_id, corrects")
    )
    op.create_table(
        "budget_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("from_budget_year", sa.Integer(), nullable=False),
        sa.Column("year_offset", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.CheckConstraint("document IN ('RKPDes', 'APBDes', 'Perubahan')", name=op.f("ck_budget_dates_document")),
        sa.CheckConstraint("(month IS NULL) = (day IS NULL)", name=op.f("ck_budget_dates_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_dates")),
    )


def downgrade() -> None:
    op.drop_table("budget_dates")
    drop_append_only("follow_up_steps")
    op.drop_table("follow_up_steps")
