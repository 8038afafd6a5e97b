"""The first schema: regions, datasets, meetings, the ledger of commitments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_meeting_id_at"), "audit", ["meeting_id", "at"], unique=False)
    op.create_table(
        "changes",
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_changes")),
    )
    op.create_table(
        "installation",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_installation")),
    )
    op.create_table(
        "rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("segment", sa.String(length=3), nullable=False),
        sa.Column("programme", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("valid_until", sa.String(length=7), nullable=True),
        sa.Column("base_points", sa.Integer(), nullable=True),
        sa.Column("flat_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("floor_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("cap_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.CheckConstraint("(base_points IS NULL) <> (flat_rupiah IS NULL)", name=op.f("ck_rates_one_of_two")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rates")),
        sa.UniqueConstraint("segment", "programme", "valid_from", name=op.f("uq_rates_segment_programme_valid_from")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.String(length=13), nullable=True),
        sa.Column("regency_code", sa.String(length=13), nullable=True),
        sa.Column("bps_code", sa.String(length=10), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("tile_column", sa.Integer(), nullable=True),
        sa.Column("tile_row", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('desa', 'kelurahan')", name=op.f("ck_regions_kind")),
        sa.CheckConstraint("level IN ('province', 'regency', 'subdistrict', 'village')", name=op.f("ck_regions_level")),
        sa.ForeignKeyConstraint(["parent_code"], ["regions.code"], name=op.f("fk_regions_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_index(op.f("ix_regions_regency_code_level"), "regions", ["regency_code", "level"], unique=False)
    op.create_table(
        "worker_groups",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("segment", sa.String(length=3), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("segment IN ('BPU', 'PU')", name=op.f("ck_worker_groups_segment")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_worker_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_groups_name")),
    )
    op.create_table(
        "datasets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_datasets_regency_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datasets")),
    )
    op.create_index(
        op.f("ix_datasets_regency_code_kind_month"),
        "datasets",
        ["regency_code", "kind", "month"],
        unique=False,
    )
    op.create_table(
        "region_aliases",
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("seen_in", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_region_aliases_region_code")),
        sa.PrimaryKeyConstraint("region_code", "alias", name=op.f("pk_region_aliases")),
    )
    op.create_table(
        "current_datasets",
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_current_datasets_dataset_id")),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_current_datasets_regency_code")),
        sa.PrimaryKeyConstraint("regency_code", "kind", name=op.f("pk_current_datasets")),
    )
    op.create_table(
        "datasets_in_force",
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_datasets_in_force_dataset_id")),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_datasets_in_force_regency_code")),
        sa.PrimaryKeyConstraint("regency_code", "kind", "is_sample", "month", name=op.f("pk_datasets_in_force")),
    )
    op.create_table(
        "enrollment",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("group_code", sa.String(length=40), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("inactive", sa.Integer(), nullable=False),
        sa.CheckConstraint("active <= eligible", name=op.f("ck_enrollment_active_within_eligible")),
        sa.CheckConstraint("eligible >= 0 AND active >= 0 AND inactive >= 0", name=op.f("ck_enrollment_not_negative")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_enrollment_dataset_id")),
        sa.ForeignKeyConstraint(["group_code"], ["worker_groups.code"], name=op.f("fk_enrollment_group_code")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_enrollment_village_code")),
        sa.PrimaryKeyConstraint("dataset_id", "village_code", "group_code", name=op.f("pk_enrollment")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=True),
        sa.Column("target_points", sa.Integer(), nullable=True),
        sa.Column("base_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("fixed_rates", sa.JSON(), nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stage IN ('APBDes', 'Perubahan')", name=op.f("ck_meetings_stage")),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'published')", name=op.f("ck_meetings_state")),
        sa.CheckConstraint("target_points BETWEEN 1 AND 10000", name=op.f("ck_meetings_target")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_meetings_dataset_id")),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_meetings_regency_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_regency_code_state"), "meetings", ["regency_code", "state"], unique=False)
    op.create_table(
        "cards",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_cards_meeting_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_cards_village_code")),
        sa.PrimaryKeyConstraint("meeting_id", "village_code", "issue", name=op.f("pk_cards")),
        sa.UniqueConstraint("digest", name=op.f("uq_cards_digest")),
    )
    op.create_table(
        "commitments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=12), nullable=False),
        sa.Column("new_workers", sa.Integer(), nullable=False),
        sa.Column("continued_workers", sa.Integer(), nullable=False),
        sa.Column("amount_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_commitments_meeting_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_commitments_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("meeting_id", "idempotency_key", name=op.f("uq_commitments_meeting_id_idempotency_key")),
        sa.UniqueConstraint("meeting_id", "sequence", name=op.f("uq_commitments_meeting_id_sequence")),
        sa.UniqueConstraint(
            "meeting_id",
            "village_code",
            "revision",
            name=op.f("uq_commitments_meeting_id_village_code_revision"),
        ),
    )
    op.create_table(
        "meeting_snapshots",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_snapshots_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_snapshots")),
    )


def downgrade() -> None:
    op.drop_table("meeting_snapshots")
    op.drop_table("commitments")
    op.drop_table("cards")
    op.drop_index(op.f("ix_meetings_regency_code_state"), table_name="meetings")
    op.drop_table("meetings")
    op.drop_table("enrollment")
    op.drop_table("datasets_in_force")
    op.drop_table("current_datasets")
    op.drop_table("region_aliases")
    op.drop_index(op.f("ix_datasets_regency_code_kind_month"), table_name="datasets")
    op.drop_table("datasets")
    op.drop_table("worker_groups")
    op.drop_index(op.f("ix_regions_regency_code_level"), table_name="regions")
    op.drop_table("regions")
    op.drop_table("rates")
    op.drop_table("installation")
    op.drop_table("changes")
    op.drop_index(op.f("ix_audit_meeting_id_at"), table_name="audit")
    op.drop_table("audit")
