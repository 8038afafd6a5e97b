"""Who came to a meeting. Whoever asks for rows gets names; whoever asks for counts gets none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, case, func, select

from db.people_tables import attendees
from db.schema import regions
from domain.attendance import Person


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who came for a village, or else for an organisation.

    Attributes:
        organisation: empty for a village.
        name, position: empty where nobody has said them, and after they were erased.
        marked_by: ``village`` or ``facilitator``.
    """

    id: UUID
    village_code: str | None
    organisation: str
    name: str
    position: str
    marked_by: str
    arrived_at: datetime
    erased_at: datetime | None

    @property
    def person(self) -> Person:
        """Name and position alone."""
        return Person(self.name, self.position)


@dataclass(frozen=True, slots=True)
class Presence:
    """How many are there, without a name.

    Attributes:
        villages: desa of which somebody is there.
        of: desa that are entitled to pledge.
        people: everybody, from wherever they come.
    """

    villages: int
    of: int
    people: int


_COLUMNS = tuple(attendees.c[name] for name in Attendee.__dataclass_fields__)
_HERE = attendees.c.meeting_id == bindparam("meeting")
_PRESENT = (
    select(*_COLUMNS)
    .where(_HERE, attendees.c.removed_at.is_(None))
    .order_by(attendees.c.village_code.is_(None), attendees.c.village_code, attendees.c.arrived_at, attendees.c.id)
)
_OF_VILLAGE = _PRESENT.where(attendees.c.village_code == bindparam("village"))
_OTHERS = _PRESENT.where(attendees.c.village_code.is_(None))
# Counted in the database: a projector's state is built at every change, and has no use for names.
_COUNTS = (
    select(
        func.count(func.distinct(case((regions.c.kind == "desa", attendees.c.village_code)))).label("villages"),
        func.count(attendees.c.id).label("people"),
        select(func.count())
        .where(regions.c.regency_code == bindparam("regency"), regions.c.kind == "desa")
        .scalar_subquery()
        .label("of"),
    )
    .select_from(attendees.outerjoin(regions, regions.c.code == attendees.c.village_code))
    .where(_HERE, attendees.c.removed_at.is_(None))
)


def present_people(connection: Connection, meeting_id: UUID) -> list[Attendee]:
    """Everybody who is there: by village, then the organisations, each in order of arrival."""
    return [_attendee(row) for row in connection.execute(_PRESENT, {"meeting": meeting_id})]


def people_of(connection: Connection, meeting_id: UUID, village_code: str | None) -> list[Attendee]:
    """Everybody who is there for one village; None: for organisations."""
    asked = {"meeting": meeting_id, "village": village_code}
    return [_attendee(row) for row in connection.execute(_OF_VILLAGE if village_code else _OTHERS, asked)]


def is_removed(connection: Connection, meeting_id: UUID, attendee_id: UUID) -> bool | None:
    """Whether somebody was taken off the list of a meeting; None where nobody with that id was ever on it."""
    query = select(attendees.c.removed_at).where(attendees.c.meeting_id == meeting_id, attendees.c.id == attendee_id)
    row = connection.execute(query).first()
    return None if row is None else row.removed_at is not None


def people_by_id(connection: Connection, meeting_id: UUID) -> dict[UUID, Person]:
    """What is still known of everybody who ever was on the list of a meeting."""
    query = select(attendees.c.id, attendees.c.name, attendees.c.position).where(attendees.c.meeting_id == meeting_id)
    return {row.id: Person(row.name, row.position) for row in connection.execute(query)}


def presence(connection: Connection, meeting_id: UUID, regency_code: str) -> Presence:
    """The counts that everybody may see."""
    row = connection.execute(_COUNTS, {"meeting": meeting_id, "regency": regency_code}).one()
    return Presence(row.villages, row.of, row.people)


def _attendee(row: Row[Any]) -> Attendee:
    return Attendee(**row._mapping)
