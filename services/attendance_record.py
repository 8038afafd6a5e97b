"""Who came, as closing freezes it: without names, but with a hash that the names kept beside it must fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.attendance import people_by_id, presence, present_people
from db.queries.meetings import meeting, snapshot
from db.queries.regions import villages
from domain.attendance import NameState, Person, name_hash, name_state
from domain.meeting import Meeting
from domain.refusal import Refused
from services.identity import Credential, require_facilitator


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """Somebody of the frozen list, with the name where it is still kept and is the one that was frozen.

    Attributes:
        village_code, village_name: None and empty for somebody of an organisation.
        state: ``named``; ``unnamed``: nobody ever said a name; ``erased``: it was taken out; ``changed``: what is
            kept is not what was frozen, so it is not shown.
    """

    village_code: str | None
    village_name: str
    organisation: str
    person: Person
    state: NameState


def attendance_record(connection: Connection, found: Meeting) -> dict[str, Any]:
    """What the result says of who came: counts, and a row for each with the hash of its name."""
    counted = presence(connection, found.id, found.regency_code)
    names = {village.code: village.name for village in villages(connection, found.regency_code)}
    return {
        "villages_present": counted.villages,
        "people": counted.people,
        "rows": [
            {
                "id": str(one.id),
                "village_code": one.village_code,
                "village_name": names.get(one.village_code or "", ""),
                "organisation": one.organisation,
                "name_sha256": name_hash(str(one.id), one.person),
            }
            for one in present_people(connection, found.id)
        ],
    }


def recorded_people(database: Database, credential: Credential, meeting_id: UUID) -> tuple[RecordedPerson, ...]:
    """The list of the newest snapshot with its names, for the minutes; empty where a snapshot is older than lists.

    Raises:
        Refused: not a facilitator, no such meeting, or it has not closed.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = meeting(connection, meeting_id)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        frozen = snapshot(connection, found.id) if found.state in ("closed", "published") else None
        if frozen is None:
            raise Refused("meeting.state", "Daftar hadir untuk berita acara baru ada setelah rapat ditutup.")
        return people_of(connection, found.id, json.loads(frozen[0]))


def people_of(connection: Connection, meeting_id: UUID, result: Mapping[str, Any]) -> tuple[RecordedPerson, ...]:
    """The list of a frozen result with its names, in the caller's transaction; who may read them is the caller's."""
    known = people_by_id(connection, meeting_id)
    rows = (result.get("attendance") or {}).get("rows", [])
    return tuple(_recorded(row, known.get(UUID(row["id"]), Person())) for row in rows)


def _recorded(row: dict[str, Any], known: Person) -> RecordedPerson:
    state = name_state(row, known)
    person = known if state == "named" else Person()
    return RecordedPerson(row["village_code"], row["village_name"], row["organisation"], person, state)
