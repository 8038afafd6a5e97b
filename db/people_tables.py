"""The tables of people: who may run meetings, who is signed in, who came, and what a village has not sent yet."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
)

from db.columns import Hash, RegionCode, UtcDateTime, metadata

facilitators = Table(
    "facilitators",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Hash, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", Hash, primary_key=True),
    Column("facilitator_id", Uuid, ForeignKey("facilitators.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("second", BigInteger, primary_key=True, autoincrement=False),
    Column("sender", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    CheckConstraint("count > 0", name="positive"),
)

attendees = Table(
    "attendees",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), nullable=False),
    Column("regency_code", RegionCode, nullable=False),
    Column("village_code", RegionCode, ForeignKey("regions.code")),
    Column("organisation", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("marked_by", String(12), nullable=False),
    Column("arrived_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
    CheckConstraint("marked_by IN ('village', 'facilitator')", name="marked_by"),
    Index(None, "meeting_id", "village_code"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), primary_key=True),
    Column("village_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("replaces", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

paper_checks = Table(
    "paper_checks",
    metadata,
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), primary_key=True),
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), nullable=False),
    Column("checked_by", Text, nullable=False),
    Column("checked_at", UtcDateTime, nullable=False),
    Index(None, "meeting_id"),
)
