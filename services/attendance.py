"""Who came: marked by the village's own card or by a facilitator, until the meeting closes.

Names and positions are for the minutes. They stand in one table, which no public state reads; the audit and the
projector know ids and counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid4

from db.audit import record
from db.changes import counters, meeting_topic
from db.engine import Connection, Database
from db.queries.attendance import Attendee, Presence, is_removed, people_of, presence, present_people
from db.queries.commitments import latest_commitments
from db.queries.meetings import meeting
from db.queries.regions import Village, village_of, villages
from db.retry import retried
from db.stores import attendance as store
from domain.attendance import (
    Person,
    named_person,
    organisation_name,
    person,
    require_changeable_list,
    require_erasable,
    same,
)
from domain.meeting import Meeting
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Actor, Credential, identify, require_facilitator, require_own_village

MOST_PEOPLE = 20
"""Of one village or organisation: more is a slip, or somebody who plays with a card."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came, as it was sent: for a village, or for an organisation."""

    meeting_id: UUID
    village_code: str | None = None
    organisation: str = ""
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """Who is on the list now; ``repeated`` where nothing had to be stored for it."""

    attendee: Attendee
    repeated: bool


@dataclass(frozen=True, slots=True)
class VillagePresence:
    """A desa or kelurahan, who is there for it, and whether it has pledged."""

    village: Village
    people: tuple[Attendee, ...]
    has_pledged: bool

    @property
    def is_present(self) -> bool:
        """Whether anybody is there, with or without a name."""
        return bool(self.people)

    @property
    def named(self) -> tuple[Attendee, ...]:
        """Those who have said who they are."""
        return tuple(one for one in self.people if one.name)


@dataclass(frozen=True, slots=True)
class Attendance:
    """A meeting's list as the desk shows it, with names.

    Attributes:
        villages: all desa and kelurahan in order of code; kelurahan pledge nothing and are not counted.
        others: who came for an organisation, in order of arrival.
        counter: the meeting's change counter, read before the list: it may be newer, never older.
    """

    meeting: Meeting
    villages: tuple[VillagePresence, ...]
    others: tuple[Attendee, ...]
    presence: Presence
    counter: int

    @property
    def absent(self) -> tuple[VillagePresence, ...]:
        """Desa of which nobody is there."""
        return tuple(row for row in self.villages if row.village.is_desa and not row.is_present)

    @property
    def silent(self) -> tuple[VillagePresence, ...]:
        """Desa that are there and have not pledged, or have withdrawn."""
        return tuple(row for row in self.villages if row.village.is_desa and row.is_present and not row.has_pledged)

    def of(self, village_code: str) -> VillagePresence | None:
        """One village; None where the meeting's regency has no such one."""
        return next((row for row in self.villages if row.village.code == village_code), None)


def attendance(database: Database, credential: Credential, meeting_id: UUID) -> Attendance:
    """Who came to a meeting, with names.

    Raises:
        Refused: not a facilitator, or no such meeting.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = _known(meeting(connection, meeting_id))
        counter = counters(connection).get(meeting_topic(found.id), 0)
        people = present_people(connection, found.id)
        counted = presence(connection, found.id, found.regency_code)
        pledged = {pledge.village_code for pledge in latest_commitments(connection, found.id) if pledge.workers > 0}
        all_villages = villages(connection, found.regency_code)
    rows = (
        VillagePresence(
            village, tuple(one for one in people if one.village_code == village.code), village.code in pledged
        )
        for village in all_villages
    )
    others = tuple(one for one in people if one.village_code is None)
    return Attendance(found, tuple(rows), others, counted, counter)


def own_people(database: Database, credential: Credential, meeting_id: UUID, village_code: str) -> tuple[Attendee, ...]:
    """Who is there for one village, for the village itself.

    Raises:
        Refused: a wrong code, or another village's card.
    """
    with database.reading() as connection:
        actor = identify(connection, credential)
        require_own_village(connection, actor, meeting_id, village_code)
        return tuple(people_of(connection, meeting_id, village_code))


@retried
def join(arrival: Arrival, database: Database, clock: Clock, credential: Credential) -> Marked:
    """Somebody says who they are, with the card of their village. The same name again is the same person.

    Raises:
        Refused: a wrong code, another village's card, no name, a name that cannot be printed, or a closed meeting.
    """
    who = named_person(arrival.name, arrival.position)
    with database.writing() as connection:
        actor = identify(connection, credential)
        require_own_village(connection, actor, arrival.meeting_id, arrival.village_code or "")
        return _mark(connection, arrival, who, actor, clock)


@retried
def mark_present(arrival: Arrival, database: Database, clock: Clock, credential: Credential) -> Marked:
    """A facilitator sees that somebody is there: of a village or an organisation, with or without a name.

    Raises:
        Refused: not a facilitator, neither village nor organisation, a bad name, or a closed meeting.
    """
    who = person(arrival.name, arrival.position)
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        return _mark(connection, arrival, who, actor, clock)


@retried
def remove(meeting_id: UUID, attendee_id: UUID, database: Database, clock: Clock, credential: Credential) -> None:
    """Take somebody off the list who was marked by mistake; the name goes at once. Removing twice changes nothing.

    Raises:
        Refused: not a facilitator, a closed meeting, or nobody with that id.
    """
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _known(meeting(connection, meeting_id, lock=True))
        require_changeable_list(found.state)
        gone = is_removed(connection, found.id, attendee_id)
        if gone is None:
            raise Refused("attendance.unknown", "Orang itu tidak ada dalam daftar hadir rapat ini.")
        if not gone:
            store.remove_attendee(connection, found, attendee_id, at=clock())
            _record(connection, actor, found, "attendance.removed", clock, {"attendee": str(attendee_id)})


@retried
def erase_names(meeting_id: UUID, database: Database, clock: Clock, credential: Credential) -> int:
    """Take all names and positions out of a meeting that is over; returns how many people they were of.

    The frozen result keeps a hash of each. A second time there is nothing left to erase.

    Raises:
        Refused: not a facilitator, no such meeting, or the minutes still need the names.
    """
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _known(meeting(connection, meeting_id, lock=True))
        require_erasable(found)
        erased = store.erase_names(connection, found, at=clock())
        if erased:
            _record(connection, actor, found, "attendance.erased", clock, {"people": erased})
        return erased


def _known(found: Meeting | None) -> Meeting:
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    return found


def _mark(connection: Connection, arrival: Arrival, who: Person, actor: Actor, clock: Clock) -> Marked:
    """One person, once: the meeting's lock is held, so two presses at the same moment are one after the other."""
    found = _known(meeting(connection, arrival.meeting_id, lock=True))
    require_changeable_list(found.state)
    organisation = "" if arrival.village_code else organisation_name(arrival.organisation)
    if arrival.village_code and village_of(connection, found.regency_code, arrival.village_code) is None:
        raise Refused("attendance.village", "Pilih desanya dari daftar.", field="village")
    there = [
        one for one in people_of(connection, found.id, arrival.village_code) if same(one.organisation, organisation)
    ]
    marked_by: Literal["village", "facilitator"] = "village" if actor.kind == "village" else "facilitator"
    known = _known_already(there, who)
    if known and (not who.name or known.person == who):
        return Marked(known, repeated=True)
    if known:
        store.name_attendee(connection, found, known.id, who, marked_by=marked_by)
        action = "attendance.named"
    else:
        if len(there) >= MOST_PEOPLE:
            raise Refused("attendance.many", f"Paling banyak {MOST_PEOPLE} orang dari satu desa atau lembaga.")
        new = Attendee(
            uuid4(), arrival.village_code, organisation, who.name, who.position, marked_by, clock(), erased_at=None
        )
        store.add_attendee(connection, found, new)
        action = "attendance.marked"
    now = people_of(connection, found.id, arrival.village_code)
    kept = next(one for one in now if one.id == (known.id if known else new.id))
    _record(connection, actor, found, action, clock, {"attendee": str(kept.id), "village": kept.village_code})
    return Marked(kept, repeated=False)


def _known_already(there: list[Attendee], who: Person) -> Attendee | None:
    """The row that is this person's: of the same name, or of somebody whose name nobody has said yet.

    Without a name any row will do: somebody is there, and that is all that was said.
    """
    if not who.name:
        return there[0] if there else None
    of_that_name = next((one for one in there if same(one.name, who.name)), None)
    unnamed = next((one for one in there if not one.name and one.erased_at is None), None)
    return of_that_name or unnamed


def _record(
    connection: Connection, actor: Actor, found: Meeting, action: str, clock: Clock, detail: dict[str, str | int | None]
) -> None:
    record(
        connection,
        at=clock(),
        actor=actor.label,
        action=action,
        regency_code=found.regency_code,
        meeting_id=found.id,
        detail=detail,
    )
