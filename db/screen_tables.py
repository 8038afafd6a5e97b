"""The table of the hall's screen: what the facilitator lets it show. Not a part of the record."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid

from db.columns import UtcDateTime, metadata

projections = Table(
    "projections",
    metadata,
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), primary_key=True),
    Column("detail", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
