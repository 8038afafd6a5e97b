"""Append to the decisions of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, insert

from db.changes import meeting_topic, raise_counter
from db.decision_tables import decisions
from db.queries.decisions import decision_of
from domain.calendar import as_utc
from domain.decided_division import DecidedDivision
from domain.decision import Decision, first_hash
from domain.ledger import canonical_json, row_hash
from domain.meeting import Meeting


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is to be appended; everything in it is checked already.

    Attributes:
        last_number, last_hash: the end of the chain, read under the lock that is still held; 0 and None at first.
        division: None withdraws the decision that `takes_back` names.
        entered_by: who typed it, as the audit names actors.
    """

    meeting: Meeting
    last_number: int
    last_hash: str | None
    idempotency_key: str
    division: DecidedDivision | None
    takes_back: int | None
    entered_by: str
    at: datetime
    decided_by: str = ""
    note: str = ""
    reason: str = ""


def append_decision(connection: Connection, new: NewDecision) -> Decision:
    """Append one row to its meeting's chain and raise the meeting's counter; returns it as it now stands.

    The caller holds the meeting's lock, so the end of the chain cannot move meanwhile.
    """
    decision_id, at, meeting = uuid4(), as_utc(new.at), new.meeting
    previous_hash = new.last_hash or first_hash(meeting.id)
    payload = {
        "id": str(decision_id),
        "meeting_id": str(meeting.id),
        "meeting_revision": meeting.revision,
        "regency_code": meeting.regency_code,
        "sequence": new.last_number + 1,
        "idempotency_key": new.idempotency_key,
        "takes_back": new.takes_back,
        "division": new.division.to_json() if new.division else None,
        "decided_by": new.decided_by,
        "note": new.note,
        "reason": new.reason,
        "entered_by": new.entered_by,
        "created_at": at.isoformat(),
    }
    row = {
        "id": decision_id,
        "meeting_id": meeting.id,
        "regency_code": meeting.regency_code,
        "sequence": payload["sequence"],
        "idempotency_key": new.idempotency_key,
        "payload": canonical_json(payload),
        "previous_hash": previous_hash,
        "row_hash": row_hash(previous_hash, payload),
        "created_at": at,
    }
    connection.execute(insert(decisions), row)
    raise_counter(connection, meeting_topic(meeting.id))
    return decision_of(row)
