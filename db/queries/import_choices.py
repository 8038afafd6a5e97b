"""What people decided about files before: which column of a header means what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.import_tables import column_mappings
from db.queries.enrollment import DatasetKind


@dataclass(frozen=True, slots=True)
class Header:
    """The header of the files that an office of a regency sends, by its fingerprint."""

    regency_code: str
    kind: DatasetKind
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """How a header is read: the label of the file's column by what it means, and who said so when."""

    columns: Mapping[str, str]
    by: str
    at: datetime


def remembered_columns(connection: Connection, header: Header) -> Remembered | None:
    """What was decided last for this header; None where nobody has."""
    query = select(column_mappings).where(
        column_mappings.c.regency_code == header.regency_code,
        column_mappings.c.kind == header.kind,
        column_mappings.c.fingerprint == header.fingerprint,
    )
    row = connection.execute(query.order_by(column_mappings.c.set_at.desc(), column_mappings.c.id.desc())).first()
    return Remembered(row.columns, row.set_by, row.set_at) if row else None
