"""Append to the addenda of a published result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from db.changes import meeting_topic, raise_counter
from db.decision_tables import addenda
from db.queries.addenda import addendum_of
from domain.addendum import Addendum, AddendumRequest
from domain.calendar import as_utc
from domain.ledger import canonical_json, row_hash


@dataclass(frozen=True, slots=True)
class NewAddendum:
    """What is to be appended; everything in it is checked already.

    Attributes:
        last_hash: of the addendum before it; of the first one, the published snapshot's.
        entered_by: who typed it, as the audit names actors.
    """

    meeting_id: UUID
    regency_code: str
    number: int
    last_hash: str
    idempotency_key: str
    request: AddendumRequest
    entered_by: str
    at: datetime


def append_addendum(connection: Connection, new: NewAddendum) -> Addendum:
    """Append one row to the meeting's chain of addenda and raise the meeting's counter; returns it as it now stands.

    The caller holds the meeting's lock, so the end of the chain cannot move meanwhile.
    """
    addendum_id, at = uuid4(), as_utc(new.at)
    payload = {
        "id": str(addendum_id),
        "meeting_id": str(new.meeting_id),
        "regency_code": new.regency_code,
        "number": new.number,
        "idempotency_key": new.idempotency_key,
        "kind": new.request.kind,
        "village_code": new.request.village_code,
        "text": new.request.text,
        "decided_by": new.request.decided_by,
        "entered_by": new.entered_by,
        "created_at": at.isoformat(),
    }
    row = {
        "id": addendum_id,
        "meeting_id": new.meeting_id,
        "regency_code": new.regency_code,
        "number": new.number,
        "idempotency_key": new.idempotency_key,
        "payload": canonical_json(payload),
        "previous_hash": new.last_hash,
        "row_hash": row_hash(new.last_hash, payload),
        "created_at": at,
    }
    connection.execute(insert(addenda), row)
    raise_counter(connection, meeting_topic(new.meeting_id))
    return addendum_of(row)
