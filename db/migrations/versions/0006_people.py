"""Facilitators by name, sign-ins that can be ended, attendance, drafts, wrong codes and checks of paper entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "facilitators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitators")),
        sa.UniqueConstraint("digest", name=op.f("uq_facilitators_digest")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["facilitator_id"], ["facilitators.id"], name=op.f("fk_sign_ins_facilitator_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_ins")),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("second", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_wrong_codes_positive")),
        sa.PrimaryKeyConstraint("second", "sender", name=op.f("pk_wrong_codes")),
    )
    op.create_table(
        "attendees",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.String(length=12), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("marked_by IN ('village', 'facilitator')", name=op.f("ck_attendees_marked_by")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_attendees_meeting_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_attendees_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendees")),
    )
    op.create_index(
        op.f("ix_attendees_meeting_id_village_code"), "attendees", ["meeting_id", "village_code"], unique=False
    )
    op.create_table(
        "drafts",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_drafts_meeting_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_drafts_village_code")),
        sa.PrimaryKeyConstraint("meeting_id", "village_code", name=op.f("pk_drafts")),
    )
    op.create_table(
        "paper_checks",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_paper_checks_commitment_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_paper_checks_meeting_id")),
        sa.PrimaryKeyConstraint("commitment_id", name=op.f("pk_paper_checks")),
    )
    op.create_index(op.f("ix_paper_checks_meeting_id"), "paper_checks", ["meeting_id"], unique=False)
    make_append_only("paper_checks", ("commitment_id",))


def downgrade() -> None:
    drop_append_only("paper_checks")
    op.drop_table("paper_checks")
    op.drop_table("drafts")
    op.drop_table("attendees")
    op.drop_table("wrong_codes")
    op.drop_table("sign_ins")
    op.drop_table("facilitators")
