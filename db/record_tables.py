"""The tables of the record: what the office writes on minutes and budget sheets beside what the meeting knows."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid

from db.columns import RegionCode, UtcDateTime, metadata

minutes_details = Table(
    "minutes_details",
    metadata,
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), primary_key=True),
    Column("number", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)

budget_codes = Table(
    "budget_codes",
    metadata,
    Column("regency_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("activity", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("officials_activity", Text, nullable=False),
    Column("officials_account", Text, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)
