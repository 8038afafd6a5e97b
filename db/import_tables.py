"""What people decided about files: which column means what, and which village a name means."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from db.columns import Hash, RegionCode, UtcDateTime, metadata

column_mappings = Table(
    "column_mappings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("regency_code", RegionCode, ForeignKey("regions.code"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("fingerprint", Hash, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Index(None, "regency_code", "kind", "fingerprint"),
)
