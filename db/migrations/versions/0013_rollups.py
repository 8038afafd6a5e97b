"""The sums of each enrollment dataset, for pages of regencies, provinces and the nation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_SUMS = ("eligible", "active", "inactive")


def upgrade() -> None:
    op.create_table(
        "dataset_totals",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("villages", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in (*_SUMS, *(f"bpu_{name}" for name in _SUMS))),
        sa.CheckConstraint("active <= eligible AND bpu_eligible <= eligible", name=op.f("ck_dataset_totals_within")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_dataset_totals_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", name=op.f("pk_dataset_totals")),
        sqlite_with_rowid=False,
    )
    sums = ", ".join(f"sum({name})" for name in _SUMS)
    bpu = ", ".join(f"sum(CASE WHEN segment = 'BPU' THEN {name} ELSE 0 END)" for name in _SUMS)
    op.execute(
        "INSERT INTO dataset_totals (dataset_id, villages, eligible, active, inactive, "  # noqa: S608  our own words
        f"bpu_eligible, bpu_active, bpu_inactive) SELECT dataset_id, count(DISTINCT village_code), {sums}, {bpu} "
        "FROM enrollment JOIN worker_groups ON worker_groups.code = enrollment.group_code GROUP BY dataset_id"
    )


def downgrade() -> None:
    op.drop_table("dataset_totals")
