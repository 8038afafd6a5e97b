"""Append to the ledger of commitments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from db.changes import meeting_topic, raise_counter
from db.queries.commitments import Commitment, commitment_of, line_to_json
from db.schema import commitments
from domain.calendar import as_utc
from domain.commitment import EntryWay, Line, Way, total_rupiah, total_workers
from domain.ledger import canonical_json, first_hash, receipt, text_hash


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """What is to be appended; everything in it is checked already.

    `sequence` and `last_hash` are the end of the chain, read under the lock that is still held.
    """

    meeting_id: UUID
    meeting_revision: int
    regency_code: str
    village_code: str
    sequence: int
    last_hash: str | None
    revision: int
    replaces: int | None
    idempotency_key: str
    entered_by: EntryWay
    lines: Sequence[Line]
    at: datetime
    way: Way
    reason: str = ""
    is_withdrawn: bool = False
    typed_by: str = ""


_INSERT = insert(commitments)


def append_commitment(connection: Connection, new: NewCommitment) -> Commitment:
    """Append one row to its meeting's chain and raise the meeting's counter; returns it as it now stands.

    The caller holds the meeting's lock, so the end of the chain cannot move meanwhile.
    """
    commitment_id = uuid4()
    previous_hash = new.last_hash or first_hash(new.meeting_id)
    payload = _payload(new, commitment_id, new.sequence)
    text = canonical_json(payload)
    this_hash = text_hash(previous_hash, text)
    row = {
        "id": commitment_id,
        "meeting_id": new.meeting_id,
        "regency_code": new.regency_code,
        "village_code": new.village_code,
        "sequence": new.sequence,
        "revision": new.revision,
        "replaces": new.replaces,
        "idempotency_key": new.idempotency_key,
        "entered_by": new.entered_by,
        "new_workers": payload["new_workers"],
        "continued_workers": payload["continued_workers"],
        "amount_rupiah": payload["amount_rupiah"],
        "receipt": receipt(new.village_code, new.revision, this_hash),
        "payload": text,
        "previous_hash": previous_hash,
        "row_hash": this_hash,
        "created_at": as_utc(new.at),
    }
    connection.execute(_INSERT, row)
    raise_counter(connection, meeting_topic(new.meeting_id))
    return commitment_of(row)


def _payload(new: NewCommitment, commitment_id: UUID, sequence: int) -> Mapping[str, Any]:
    return {
        "id": str(commitment_id),
        "meeting_id": str(new.meeting_id),
        "meeting_revision": new.meeting_revision,
        "regency_code": new.regency_code,
        "village_code": new.village_code,
        "sequence": sequence,
        "revision": new.revision,
        "replaces": new.replaces,
        "idempotency_key": new.idempotency_key,
        "entered_by": new.entered_by,
        "way": new.way,
        "reason": new.reason,
        "withdrawn": new.is_withdrawn,
        "typed_by": new.typed_by,
        "created_at": as_utc(new.at).isoformat(),
        "new_workers": total_workers(new.lines, "new"),
        "continued_workers": total_workers(new.lines, "continued"),
        "amount_rupiah": total_rupiah(new.lines),
        "lines": [line_to_json(line) for line in new.lines],
    }
