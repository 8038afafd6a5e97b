"""The tables of what a meeting decides beside its pledges, and of the village budgets that it must keep to."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from db.columns import Hash, RegionCode, UtcDateTime, metadata

village_budgets = Table(
    "village_budgets",
    metadata,
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), primary_key=True),
    Column("village_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("budget_year", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(10), primary_key=True),
    Column("source", String(20), primary_key=True),
    Column("ceiling_rupiah", BigInteger, nullable=False),
    Column("planned_rupiah", BigInteger),
    CheckConstraint("stage IN ('APBDes', 'Perubahan')", name="stage"),
    CheckConstraint("ceiling_rupiah >= 0 AND coalesce(planned_rupiah, 0) >= 0", name="not_negative"),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), nullable=False),
    Column("regency_code", RegionCode, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("idempotency_key", String(200), nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Hash, nullable=False),
    Column("row_hash", Hash, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("meeting_id", "sequence"),
    UniqueConstraint("meeting_id", "idempotency_key"),
)

addenda = Table(
    "addenda",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), nullable=False),
    Column("regency_code", RegionCode, nullable=False),
    Column("number", Integer, nullable=False),
    Column("idempotency_key", String(200), nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Hash, nullable=False),
    Column("row_hash", Hash, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("meeting_id", "number"),
    UniqueConstraint("meeting_id", "idempotency_key"),
)
