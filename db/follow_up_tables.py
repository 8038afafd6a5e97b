"""The table of what became of the pledges: each step that somebody recorded after the meeting."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from db.columns import MonthText, RegionCode, UtcDateTime, metadata

follow_up_steps = Table(
    "follow_up_steps",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), nullable=False),
    Column("regency_code", RegionCode, nullable=False),
    Column("village_code", RegionCode, ForeignKey("regions.code"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("pledge_revision", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("stage", String(8), nullable=False),
    Column("is_change", Boolean, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("workers", BigInteger),
    Column("amount_rupiah", BigInteger),
    Column("paid_from", MonthText),
    Column("paid_until", MonthText),
    Column("document", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("corrects", Integer),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("typed_by", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("idempotency_key", String(200), nullable=False),
    CheckConstraint("stage IN ('planned', 'budgeted', 'listed', 'paid', 'active')", name="stage"),
    CheckConstraint("coalesce(workers, 0) >= 0 AND coalesce(amount_rupiah, 0) >= 0", name="not_negative"),
    CheckConstraint("paid_from <= paid_until", name="months"),
    UniqueConstraint("meeting_id", "number"),
    UniqueConstraint("meeting_id", "idempotency_key"),
    UniqueConstraint("meeting_id", "corrects"),
)
