"""Which meeting is meant: by its id, by the beginning of its id, or the present one."""

from __future__ import annotations

from uuid import UUID

from db.engine import Connection, Database
from db.queries.meetings import all_meetings, meeting, present_meeting
from domain.meeting import Meeting
from domain.refusal import Refused

SHORTEST_BEGINNING = 4


def find_meeting(connection: Connection, named: str | None, *, regency_code: str | None = None) -> Meeting:
    """The meeting that is meant; without a name the newest open one, else the newest.

    Raises:
        Refused: there is none, or the beginning of the id fits several.
    """
    if not named:
        found = present_meeting(connection, regency_code)
        if found is None:
            raise Refused("meeting.none", "Belum ada rapat. Buat dulu di halaman Rapat.")
        return found
    try:
        exact = meeting(connection, UUID(named))
    except ValueError:
        exact = None
    fitting = [exact] if exact else _beginning_with(connection, named)
    if len(fitting) != 1:
        raise Refused("meeting.unknown", "Rapat itu tidak ada. Periksa nomornya, atau pilih dari halaman Rapat.")
    return fitting[0]


def meeting_named(database: Database, named: str | None) -> Meeting:
    """`find_meeting` in a transaction of its own."""
    with database.reading() as connection:
        return find_meeting(connection, named)


def _beginning_with(connection: Connection, named: str) -> list[Meeting]:
    if len(named) < SHORTEST_BEGINNING:
        return []
    return [m for m in all_meetings(connection) if str(m.id).startswith(named.lower())]
