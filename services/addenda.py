"""Addenda to a published result: what changed afterwards, numbered, and never the result itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.addenda import addenda_count, addenda_of, addendum_with_key
from db.queries.meetings import meeting, snapshot
from db.queries.regions import village_of, villages
from db.retry import retried_by_key
from db.stores.addenda import NewAddendum, append_addendum
from domain.addendum import Addendum, AddendumRequest, check_key, require_published
from domain.meeting import Meeting
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator


@dataclass(frozen=True, slots=True)
class AddAddendum:
    """An addendum as it was sent.

    Attributes:
        idempotency_key: the same for every sending of the same addendum; made when it was reviewed.
    """

    meeting_id: UUID
    request: AddendumRequest
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class AddendumReceipt:
    """What is stored now; ``repeated`` where it had been stored before."""

    addendum: Addendum
    repeated: bool


@retried_by_key
def add_addendum(command: AddAddendum, database: Database, clock: Clock, credential: Credential) -> AddendumReceipt:
    """Append an addendum, or return the one that was stored under the same key.

    The chain of a meeting's addenda begins at the published snapshot's SHA-256, so that neither can be
    exchanged without the other.

    Raises:
        Refused: not a facilitator, not published, a key of another addendum, or a bad value; nothing was stored.
    """
    check_key(command.idempotency_key)
    wanted = command.request.tidied()
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = meeting(connection, command.meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        stored = addendum_with_key(connection, found.id, command.idempotency_key)
        if stored:
            return _repeated(stored, wanted)
        require_published(found.state)
        _require_village(connection, found, wanted.village_code)
        before = addenda_of(connection, found.id)
        added = append_addendum(
            connection,
            NewAddendum(
                meeting_id=found.id,
                regency_code=found.regency_code,
                number=len(before) + 1,
                last_hash=before[-1].row_hash if before else _published_hash(connection, found),
                idempotency_key=command.idempotency_key,
                request=wanted,
                entered_by=actor.label,
                at=clock(),
            ),
        )
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action="addendum.added",
            regency_code=found.regency_code,
            meeting_id=found.id,
            detail={"number": added.number, "kind": added.kind, "village": added.village_code},
        )
        return AddendumReceipt(added, repeated=False)


def _repeated(stored: Addendum, wanted: AddendumRequest) -> AddendumReceipt:
    if not stored.is_of(wanted):
        raise Refused("addendum.key", "Kunci kiriman ini sudah dipakai untuk adendum lain. Pakai kunci yang baru.")
    return AddendumReceipt(stored, repeated=True)


def _require_village(connection: Connection, found: Meeting, village_code: str | None) -> None:
    village = village_of(connection, found.regency_code, village_code) if village_code else None
    if village_code and (village is None or not village.is_desa):
        raise Refused("addendum.village", f"Desa {village_code} tidak ada dalam rapat ini.", field="village")


def _published_hash(connection: Connection, found: Meeting) -> str:
    frozen = snapshot(connection, found.id)
    assert frozen is not None, "a published meeting has a snapshot"
    return frozen[1]


def meeting_addenda(database: Database, meeting_id: UUID) -> list[Addendum]:
    """The addenda of a meeting, the first one first; public, as the result is that they belong to."""
    with database.reading() as connection:
        return addenda_of(connection, meeting_id)


def desa_names(database: Database, regency_code: str) -> dict[str, str]:
    """The desa that an addendum may be about, by code, with their subdistrict: names repeat across subdistricts."""
    with database.reading() as connection:
        found = villages(connection, regency_code)
    return {village.code: f"{village.name} · {village.subdistrict}" for village in found if village.is_desa}


def count_addenda(database: Database, meeting: Meeting) -> int:
    """How many addenda a published meeting has; asks nothing of others."""
    if meeting.state != "published":
        return 0
    with database.reading() as connection:
        return addenda_count(connection, meeting.id)
