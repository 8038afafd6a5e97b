"""All meetings, and how far one is."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Database
from db.queries.commitments import latest_commitments
from db.queries.meetings import all_meetings
from db.queries.regions import villages
from domain.meeting import Meeting
from domain.money import Rupiah


@dataclass(frozen=True, slots=True)
class Totals:
    """What a meeting has gathered so far."""

    villages: int
    of: int
    workers: int
    amount_rupiah: Rupiah


def meetings_overview(database: Database) -> list[Meeting]:
    """Every meeting, the newest first."""
    with database.reading() as connection:
        return all_meetings(connection)


def totals_of(database: Database, meeting: Meeting) -> Totals:
    """Villages that have pledged, of those that may, with workers and rupiah."""
    with database.reading() as connection:
        pledges = latest_commitments(connection, meeting.id)
        entitled = sum(village.is_desa for village in villages(connection, meeting.regency_code))
    return Totals(
        sum(pledge.workers > 0 for pledge in pledges),
        entitled,
        sum(pledge.workers for pledge in pledges),
        Rupiah(sum(pledge.amount_rupiah for pledge in pledges)),
    )
