"""The decisions of meetings, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from db.decision_tables import decisions
from db.queries.commitments import readable_payload
from db.schema import audit
from domain.decided_division import division_from_json
from domain.decision import Decision
from domain.ledger import ChainedRow


def decision_of(values: Mapping[str, Any] | RowMapping) -> Decision:
    """A decision from the columns of its row."""
    said = json.loads(values["payload"])
    return Decision(
        number=values["sequence"],
        division=division_from_json(said["division"]) if said["division"] else None,
        decided_by=said["decided_by"],
        note=said["note"],
        reason=said["reason"],
        takes_back=said["takes_back"],
        created_at=values["created_at"],
        row_hash=values["row_hash"],
    )


def meeting_decisions(connection: Connection, meeting_id: UUID) -> list[Decision]:
    """Every row of a meeting in order, those that no longer stand and withdrawals included."""
    query = select(decisions).where(decisions.c.meeting_id == meeting_id).order_by(decisions.c.sequence)
    return [decision_of(row._mapping) for row in connection.execute(query)]


def decision_with_key(connection: Connection, meeting_id: UUID, key: str) -> Decision | None:
    """The row that was stored under a key."""
    query = select(decisions).where(decisions.c.meeting_id == meeting_id, decisions.c.idempotency_key == key)
    row = connection.execute(query).first()
    return decision_of(row._mapping) if row else None


def decision_rows(connection: Connection, meeting_id: UUID) -> list[tuple[ChainedRow, dict[str, Any]]]:
    """A meeting's decisions in order: each row for the chain, and its plain columns beside it."""
    query = select(decisions).where(decisions.c.meeting_id == meeting_id).order_by(decisions.c.sequence)
    return [
        (ChainedRow(row.sequence, readable_payload(row.payload), row.previous_hash, row.row_hash), dict(row._mapping))
        for row in connection.execute(query)
    ]


def audited_decisions(connection: Connection, meeting_id: UUID) -> list[str]:
    """The hashes of the rows that the audit says were added to a meeting's decisions, in order."""
    query = (
        select(audit.c.detail)
        .where(audit.c.meeting_id == meeting_id, audit.c.action.like("decision.%"))
        .order_by(audit.c.at)
    )
    return [detail["row_hash"] for detail in connection.scalars(query) if "row_hash" in detail]
