"""Which paper entries a second facilitator has compared with their sheet, and who typed one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from db.people_tables import paper_checks
from db.queries.commitments import Commitment
from db.schema import audit


def checked_entries(connection: Connection, meeting_id: UUID) -> frozenset[UUID]:
    """The ledger rows of a meeting that somebody else than the typist has confirmed."""
    query = select(paper_checks.c.commitment_id).where(paper_checks.c.meeting_id == meeting_id)
    return frozenset(connection.scalars(query))


def audited_typist(connection: Connection, entry: Commitment) -> str | None:
    """How the audit names who entered a pledge; None where it does not know the pledge."""
    query = select(audit.c.actor).where(
        audit.c.meeting_id == entry.meeting_id,
        audit.c.action == "commitment.submitted",
        audit.c.detail["receipt"].as_string() == entry.receipt,
    )
    return connection.scalar(query)
