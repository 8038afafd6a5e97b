"""Store who came to a meeting, and take their names out again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, text, update

from db.changes import meeting_topic, raise_counter
from db.people_tables import attendees
from db.queries.attendance import Attendee
from domain.attendance import Person
from domain.meeting import Meeting


def add_attendee(connection: Connection, meeting: Meeting, new: Attendee) -> None:
    """Somebody more is there. The caller holds the meeting's lock, so nobody else adds the same one."""
    connection.execute(
        insert(attendees).values(
            id=new.id,
            meeting_id=meeting.id,
            regency_code=meeting.regency_code,
            village_code=new.village_code,
            organisation=new.organisation,
            name=new.name,
            position=new.position,
            marked_by=new.marked_by,
            arrived_at=new.arrived_at,
        )
    )
    raise_counter(connection, meeting_topic(meeting.id))


def name_attendee(connection: Connection, meeting: Meeting, attendee_id: UUID, who: Person, *, marked_by: str) -> None:
    """Say who it is that is there, or correct how it was said."""
    _change(connection, meeting, attendee_id, name=who.name, position=who.position, marked_by=marked_by)


def remove_attendee(connection: Connection, meeting: Meeting, attendee_id: UUID, *, at: datetime) -> None:
    """It was a mistake: the row stays, the name has no more use and goes."""
    _overwrite_what_goes(connection)
    _change(connection, meeting, attendee_id, name="", position="", removed_at=at)


def erase_names(connection: Connection, meeting: Meeting, *, at: datetime) -> int:
    """Take the names of all who came out of a meeting; returns how many there were."""
    _overwrite_what_goes(connection)
    named = (attendees.c.name != "") | (attendees.c.position != "")
    erased = connection.execute(
        update(attendees).where(attendees.c.meeting_id == meeting.id, named).values(name="", position="", erased_at=at)
    )
    if erased.rowcount:
        raise_counter(connection, meeting_topic(meeting.id))
    return erased.rowcount


def _change(connection: Connection, meeting: Meeting, attendee_id: UUID, **values: object) -> None:
    connection.execute(
        update(attendees).where(attendees.c.meeting_id == meeting.id, attendees.c.id == attendee_id).values(**values)
    )
    raise_counter(connection, meeting_topic(meeting.id))


def _overwrite_what_goes(connection: Connection) -> None:
    """SQLite would only mark the old text as free in its file; some builds overwrite it by themselves, others not."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete = ON"))
