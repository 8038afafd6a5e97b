"""The addenda to published results, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, func, select

from db.decision_tables import addenda
from db.queries.commitments import readable_payload
from db.schema import audit
from domain.addendum import Addendum
from domain.ledger import ChainedRow


def addendum_of(row: Mapping[str, Any] | RowMapping) -> Addendum:
    """An addendum from the columns of its row."""
    said = json.loads(row["payload"])
    return Addendum(
        number=row["number"],
        kind=said["kind"],
        village_code=said["village_code"],
        text=said["text"],
        decided_by=said["decided_by"],
        created_at=row["created_at"],
        row_hash=row["row_hash"],
    )


def addenda_of(connection: Connection, meeting_id: UUID) -> list[Addendum]:
    """All addenda of a meeting, the first one first."""
    query = select(addenda).where(addenda.c.meeting_id == meeting_id).order_by(addenda.c.number)
    return [addendum_of(row._mapping) for row in connection.execute(query)]


def addenda_count(connection: Connection, meeting_id: UUID) -> int:
    """How many addenda a meeting has."""
    return connection.scalar(select(func.count()).where(addenda.c.meeting_id == meeting_id)) or 0


def addendum_with_key(connection: Connection, meeting_id: UUID, key: str) -> Addendum | None:
    """The addendum that was stored under a key."""
    query = select(addenda).where(addenda.c.meeting_id == meeting_id, addenda.c.idempotency_key == key)
    row = connection.execute(query).first()
    return addendum_of(row._mapping) if row else None


def addenda_rows(connection: Connection, meeting_id: UUID) -> list[tuple[ChainedRow, dict[str, Any]]]:
    """A meeting's addenda in order: each row for the chain, and its plain columns beside it."""
    query = select(addenda).where(addenda.c.meeting_id == meeting_id).order_by(addenda.c.number)
    return [
        (ChainedRow(row.number, readable_payload(row.payload), row.previous_hash, row.row_hash), dict(row._mapping))
        for row in connection.execute(query)
    ]


def audited_addenda(connection: Connection, meeting_id: UUID) -> int:
    """How many addenda the audit says were added to a meeting."""
    query = select(func.count()).where(audit.c.meeting_id == meeting_id, audit.c.action == "addendum.added")
    return connection.scalar(query) or 0
