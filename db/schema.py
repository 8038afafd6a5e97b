"""The tables. docs/data-dictionary.md says in words what each column means.

Text that people read is text; money and counts are whole numbers; moments are UTC; what
belongs to a regency carries its code. The rules of protection are in db/rule_tables.py, decisions and village
budgets in db/decision_tables.py, people in db/people_tables.py, the follow-up in db/follow_up_tables.py.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

# The metadata of the whole database includes these tables.
from db import (  # noqa: F401
    decision_tables,
    follow_up_tables,
    import_tables,
    people_tables,
    record_tables,
    rollup_tables,
    rule_tables,
    screen_tables,
)
from db.columns import Hash, MonthText, RegionCode, UtcDateTime
from db.columns import metadata as metadata  # noqa: PLC0414  the one that holds all tables is asked for here

regions = Table(
    "regions",
    metadata,
    Column("code", RegionCode, primary_key=True),
    Column("level", String(12), nullable=False),
    Column("kind", String(12)),
    Column("name", Text, nullable=False),
    Column("parent_code", RegionCode, ForeignKey("regions.code")),
    Column("regency_code", RegionCode),
    Column("bps_code", String(10)),
    Column("lat", Float),
    Column("lon", Float),
    Column("tile_column", Integer),
    Column("tile_row", Integer),
    CheckConstraint("level IN ('province', 'regency', 'subdistrict', 'village')", name="level"),
    CheckConstraint("kind IN ('desa', 'kelurahan')", name="kind"),
    Index(None, "regency_code", "level"),
)

region_aliases = Table(
    "region_aliases",
    metadata,
    Column("region_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("alias", Text, primary_key=True),
    Column("seen_in", Text, nullable=False),
)

worker_groups = Table(
    "worker_groups",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("segment", String(3), nullable=False),
    Column("position", Integer, nullable=False),
    CheckConstraint("segment IN ('BPU', 'PU')", name="segment"),
)

datasets = Table(
    "datasets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("regency_code", RegionCode, ForeignKey("regions.code"), nullable=False),
    Column("month", MonthText, nullable=False),
    Column("source", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", Hash, nullable=False),
    Column("is_sample", Boolean, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("imported_by", Text, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    Index(None, "regency_code", "kind", "month"),
)

enrollment = Table(
    "enrollment",
    metadata,
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), primary_key=True),
    Column("village_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("group_code", String(40), ForeignKey("worker_groups.code"), primary_key=True),
    Column("eligible", Integer, nullable=False),
    Column("active", Integer, nullable=False),
    Column("inactive", Integer, nullable=False),
    CheckConstraint("eligible >= 0 AND active >= 0 AND inactive >= 0", name="not_negative"),
    CheckConstraint("active <= eligible", name="active_within_eligible"),
    sqlite_with_rowid=False,
)

datasets_in_force = Table(
    "datasets_in_force",
    metadata,
    Column("regency_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("is_sample", Boolean, primary_key=True),
    Column("month", MonthText, primary_key=True),
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), primary_key=True),
    Column("programme", String(3), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("village_code", String(13), primary_key=True),
    Column("cases", Integer, nullable=False),
    Column("amount_rupiah", BigInteger, nullable=False),
    CheckConstraint("cases >= 0 AND amount_rupiah >= 0", name="not_negative"),
    sqlite_with_rowid=False,
)

current_datasets = Table(
    "current_datasets",
    metadata,
    Column("regency_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("regency_code", RegionCode, ForeignKey("regions.code"), nullable=False),
    Column("title", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("budget_year", Integer, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("dataset_id", Uuid, ForeignKey("datasets.id")),
    Column("target_points", Integer),
    Column("base_rupiah", BigInteger, nullable=False),
    Column("is_rehearsal", Boolean, nullable=False),
    Column("fixed_rates", JSON),
    Column("secret", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("published_at", UtcDateTime),
    Column("min_workers", Integer),
    Column("max_workers", Integer),
    Column("budget_dataset_id", Uuid, ForeignKey("datasets.id")),
    Column("over_ceiling", String(10), nullable=False, server_default="refuse"),
    CheckConstraint("state IN ('draft', 'open', 'closed', 'published')", name="state"),
    CheckConstraint("stage IN ('APBDes', 'Perubahan')", name="stage"),
    CheckConstraint("target_points BETWEEN 1 AND 10000", name="target"),
    CheckConstraint("min_workers > 0", name="min_workers"),
    CheckConstraint("max_workers > 0 AND max_workers >= coalesce(min_workers, 1)", name="max_workers"),
    CheckConstraint("over_ceiling IN ('refuse', 'reason')", name="over_ceiling"),
    Index(None, "regency_code", "state"),
)

cards = Table(
    "cards",
    metadata,
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), primary_key=True),
    Column("village_code", RegionCode, ForeignKey("regions.code"), primary_key=True),
    Column("issue", Integer, primary_key=True),
    Column("digest", Hash, nullable=False, unique=True),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

commitments = Table(
    "commitments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), nullable=False),
    Column("regency_code", RegionCode, nullable=False),
    Column("village_code", RegionCode, ForeignKey("regions.code"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("replaces", Integer),
    Column("idempotency_key", String(200), nullable=False),
    Column("entered_by", String(12), nullable=False),
    Column("new_workers", Integer, nullable=False),
    Column("continued_workers", Integer, nullable=False),
    Column("amount_rupiah", BigInteger, nullable=False),
    Column("receipt", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Hash, nullable=False),
    Column("row_hash", Hash, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("meeting_id", "sequence"),
    UniqueConstraint("meeting_id", "village_code", "revision"),
    UniqueConstraint("meeting_id", "idempotency_key"),
)

meeting_snapshots = Table(
    "meeting_snapshots",
    metadata,
    Column("meeting_id", Uuid, ForeignKey("meetings.id"), primary_key=True),
    Column("regency_code", RegionCode, nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", Hash, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("edition", Integer, primary_key=True, autoincrement=False),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("regency_code", RegionCode, ForeignKey("regions.code"), nullable=False),
    Column("dataset_id", Uuid, ForeignKey("datasets.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("content", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("sha256", Hash, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("kind IN ('village', 'regency')", name="kind"),
    Index(None, "regency_code", "created_at"),
)

changes = Table(
    "changes",
    metadata,
    Column("topic", String(60), primary_key=True),
    Column("counter", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(60), nullable=False),
    Column("regency_code", RegionCode),
    Column("meeting_id", Uuid),
    Column("detail", JSON, nullable=False),
    Index(None, "meeting_id", "at"),
)

installation = Table(
    "installation",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

APPEND_ONLY = (
    "commitments", "meeting_snapshots", "audit", "scenarios", "decisions", "addenda", "paper_checks", "follow_up_steps",
    "column_mappings",
)  # fmt: skip
"""Tables whose rows no statement may change or delete; triggers see to it on both databases."""
