"""The tables of the record: what the office writes on the minutes beside what the meeting knows."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid

from db.columns import UtcDateTime, metadata

minutes_details = Table(
    "minutes_details",
    metadata,
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), primary_key=True),
    Column("number", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)
