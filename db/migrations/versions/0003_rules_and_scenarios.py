"""The rules of protection as dated rows, claims that were paid, and scenarios under the hash of their content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "benefits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=3), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("valid_until", sa.String(length=7), nullable=True),
        sa.Column("amount_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("base_points", sa.Integer(), nullable=True),
        sa.Column("after_months", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.CheckConstraint("amount_rupiah IS NULL OR base_points IS NULL", name=op.f("ck_benefits_one_at_most")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefits")),
        sa.UniqueConstraint("programme", "item", "valid_from", name=op.f("uq_benefits_programme_item_valid_from")),
    )
    op.create_table(
        "case_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=3), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("per_100_workers_year", sa.Float(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.CheckConstraint("level IN ('low', 'central', 'high')", name=op.f("ck_case_rates_level")),
        sa.CheckConstraint("per_100_workers_year > 0", name=op.f("ck_case_rates_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rates")),
        sa.UniqueConstraint("programme", "level", "valid_from", name=op.f("uq_case_rates_programme_level_valid_from")),
    )
    op.create_table(
        "income_bases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("base_rupiah > 0", name=op.f("ck_income_bases_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_bases")),
    )
    op.create_table(
        "reference_wages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("wage_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.CheckConstraint("wage_rupiah > 0", name=op.f("ck_reference_wages_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_wages")),
        sa.UniqueConstraint("position", "valid_from", name=op.f("uq_reference_wages_position_valid_from")),
    )
    op.create_table(
        "rate_reliefs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=3), nullable=False),
        sa.Column("group_code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("valid_until", sa.String(length=7), nullable=False),
        sa.Column("relief_points", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.CheckConstraint("relief_points BETWEEN 1 AND 10000", name=op.f("ck_rate_reliefs_points")),
        sa.ForeignKeyConstraint(["group_code"], ["worker_groups.code"], name=op.f("fk_rate_reliefs_group_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_reliefs")),
        sa.UniqueConstraint(
            "programme", "group_code", "valid_from", name=op.f("uq_rate_reliefs_programme_group_code_valid_from")
        ),
    )
    op.create_table(
        "claims",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("amount_rupiah", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cases >= 0 AND amount_rupiah >= 0", name=op.f("ck_claims_not_negative")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_claims_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", "programme", "kind", "village_code", name=op.f("pk_claims")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("regency_code", sa.String(length=13), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('village', 'regency')", name=op.f("ck_scenarios_kind")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_scenarios_dataset_id")),
        sa.ForeignKeyConstraint(["regency_code"], ["regions.code"], name=op.f("fk_scenarios_regency_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint("sha256", name=op.f("uq_scenarios_sha256")),
    )
    op.create_index(
        op.f("ix_scenarios_regency_code_created_at"), "scenarios", ["regency_code", "created_at"], unique=False
    )
    make_append_only("scenarios", ("id", "sha256"))


def downgrade() -> None:
    drop_append_only("scenarios")
    op.drop_index(op.f("ix_scenarios_regency_code_created_at"), table_name="scenarios")
    op.drop_table("scenarios")
    op.drop_table("claims")
    op.drop_table("rate_reliefs")
    op.drop_table("reference_wages")
    op.drop_table("income_bases")
    op.drop_table("case_rates")
    op.drop_table("benefits")
