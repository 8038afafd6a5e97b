"""The tables of rules: what a contribution costs, what a benefit pays, how often it is needed.

Each row is dated and says its legal basis, its source and how sure the office is of it. A change of
law is a new row, not a change of code.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from db.columns import MonthText, UtcDateTime, metadata

rates = Table(
    "rates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("segment", String(3), nullable=False),
    Column("programme", String(3), nullable=False),
    Column("valid_from", MonthText, nullable=False),
    Column("valid_until", MonthText),
    Column("base_points", Integer),
    Column("flat_rupiah", BigInteger),
    Column("floor_rupiah", BigInteger),
    Column("cap_rupiah", BigInteger),
    Column("legal_basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", String(6), nullable=False),
    UniqueConstraint("segment", "programme", "valid_from"),
    CheckConstraint("(base_points IS NULL) <> (flat_rupiah IS NULL)", name="one_of_two"),
)

rate_reliefs = Table(
    "rate_reliefs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("programme", String(3), nullable=False),
    Column("group_code", String(40), ForeignKey("worker_groups.code"), nullable=False),
    Column("valid_from", MonthText, nullable=False),
    Column("valid_until", MonthText, nullable=False),
    Column("relief_points", Integer, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", String(6), nullable=False),
    UniqueConstraint("programme", "group_code", "valid_from"),
    CheckConstraint("relief_points BETWEEN 1 AND 10000", name="points"),
)

income_bases = Table(
    "income_bases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("base_rupiah", BigInteger, nullable=False),
    Column("valid_from", MonthText, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    CheckConstraint("base_rupiah > 0", name="positive"),
)

reference_wages = Table(
    "reference_wages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("position", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("valid_from", MonthText, nullable=False),
    Column("wage_rupiah", BigInteger, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", String(6), nullable=False),
    UniqueConstraint("position", "valid_from"),
    CheckConstraint("wage_rupiah > 0", name="positive"),
)

benefits = Table(
    "benefits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("programme", String(3), nullable=False),
    Column("item", String(40), nullable=False),
    Column("valid_from", MonthText, nullable=False),
    Column("valid_until", MonthText),
    Column("amount_rupiah", BigInteger),
    Column("base_points", Integer),
    Column("after_months", Integer, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", String(6), nullable=False),
    UniqueConstraint("programme", "item", "valid_from"),
    CheckConstraint("amount_rupiah IS NULL OR base_points IS NULL", name="one_at_most"),
)

case_rates = Table(
    "case_rates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("programme", String(3), nullable=False),
    Column("level", String(8), nullable=False),
    Column("valid_from", MonthText, nullable=False),
    Column("per_100_workers_year", Float, nullable=False),
    Column("basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", String(6), nullable=False),
    UniqueConstraint("programme", "level", "valid_from"),
    CheckConstraint("level IN ('low', 'central', 'high')", name="level"),
    CheckConstraint("per_100_workers_year > 0", name="positive"),
)

budget_dates = Table(
    "budget_dates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", String(10), nullable=False),
    Column("from_budget_year", Integer, nullable=False),
    Column("year_offset", Integer, nullable=False),
    Column("month", Integer),
    Column("day", Integer),
    Column("legal_basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", String(6), nullable=False),
    CheckConstraint("document IN ('RKPDes', 'APBDes', 'Perubahan')", name="document"),
    CheckConstraint("(month IS NULL) = (day IS NULL)", name="whole"),
)
