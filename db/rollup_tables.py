"""The table of sums that pages of more than one village ask, so that none of them adds up rows of villages."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Table, Uuid

from db.columns import metadata

dataset_totals = Table(
    "dataset_totals",
    metadata,
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), primary_key=True),
    Column("villages", Integer, nullable=False),
    Column("eligible", BigInteger, nullable=False),
    Column("active", BigInteger, nullable=False),
    Column("inactive", BigInteger, nullable=False),
    Column("bpu_eligible", BigInteger, nullable=False),
    Column("bpu_active", BigInteger, nullable=False),
    Column("bpu_inactive", BigInteger, nullable=False),
    CheckConstraint("active <= eligible AND bpu_eligible <= eligible", name="within"),
    sqlite_with_rowid=False,
)
