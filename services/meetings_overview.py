"""All meetings, and how far each is."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Database
from db.queries.meeting_totals import Totals, meeting_totals
from db.queries.meetings import all_meetings
from domain.meeting import Meeting


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list of all."""

    meeting: Meeting
    totals: Totals


def known_meetings(database: Database) -> list[Meeting]:
    """Every meeting, the newest first."""
    with database.reading() as connection:
        return all_meetings(connection)


def meetings_overview(database: Database) -> list[MeetingLine]:
    """Every meeting with its totals, the newest first; two questions, however many meetings there are."""
    with database.reading() as connection:
        totals = meeting_totals(connection)
        return [MeetingLine(found, totals[found.id]) for found in all_meetings(connection)]
