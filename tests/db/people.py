"""People who come to a meeting, as the database tests let them come."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from db.engine import Database
from db.schema import audit, metadata
from domain.meeting import Meeting
from services import attendance as service
from services.attendance import Arrival, Attendance, Marked
from services.identity import Credential
from tests.db.factories import AT_THE_MACHINE, KARTAMULIA, SettableClock

SITI = {"name": "Siti Aminah", "position": "Kepala Desa"}
BUDI = {"name": "Budi Santoso", "position": "Sekretaris Desa"}


def join(
    database: Database,
    clock: SettableClock,
    who: Credential,
    meeting: Meeting,
    village: str = KARTAMULIA,
    **person: str,
) -> Marked:
    clock.now += timedelta(seconds=1)
    return service.join(Arrival(meeting.id, village, **person), database, clock, who)


def mark(
    database: Database, clock: SettableClock, meeting: Meeting, village: str | None = KARTAMULIA, **said: str
) -> Marked:
    clock.now += timedelta(seconds=1)
    return service.mark_present(Arrival(meeting.id, village, **said), database, clock, AT_THE_MACHINE)


def seen(database: Database, meeting: Meeting) -> Attendance:
    return service.attendance(database, AT_THE_MACHINE, meeting.id)


def people(database: Database, meeting: Meeting, village: str = KARTAMULIA) -> list[tuple[str, str, str]]:
    row = seen(database, meeting).of(village)
    assert row is not None
    return [(one.name, one.position, one.marked_by) for one in row.people]


def acts(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        query = select(audit.c.action, audit.c.actor).where(audit.c.action.like("attendance.%")).order_by(audit.c.at)
        return [tuple(row) for row in connection.execute(query)]


def kept_text(database: Database, *, without: str = "") -> str:
    """All that the database keeps, but for one table."""
    with database.reading() as connection:
        return repr([
            [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name != without
        ])  # fmt: skip
