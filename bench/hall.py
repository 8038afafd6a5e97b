"""A hall to measure in: a database with sample data and an open meeting, made by the services that the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.changes import counters, meeting_topic
from db.engine import Database, open_database
from domain.calendar import Month
from domain.commitment import LineRequest
from services.card_list import card_list
from services.change_meeting import open_meeting
from services.clock import system_clock
from services.create_meeting import CreateMeeting, create_meeting
from services.identity import CommandLine
from services.prepare_database import load_sample, migrate_and_load
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

ME = CommandLine()


@dataclass(frozen=True, slots=True)
class Hall:
    """A prepared database.

    Attributes:
        url: DATABASE_URL of the app under test.
        meetings: the open meetings, the one of the pages first.
        codes: card code by village code, of the first meeting.
        year: the first meeting's budget year.
    """

    url: str
    meetings: tuple[UUID, ...]
    codes: dict[str, str]
    year: int

    @property
    def villages(self) -> list[str]:
        """Codes of the villages that may pledge."""
        return list(self.codes)


def prepare(url: str, *, meetings: int = 1, pledges: int = 15) -> Hall:
    """Sample data, open meetings, and the first pledges of the first meeting, as half-way through an evening."""
    database = open_database(url)
    try:
        migrate_and_load(database)
        load_sample(database, system_clock)
        made = [create_meeting(CreateMeeting(), database, system_clock, ME) for _ in range(meetings)]
        for one in made:
            open_meeting(one.id, database, system_clock, ME)
        codes = {card.village_code: card.code for card in card_list(made[0], database, ME)}
        hall = Hall(url, tuple(one.id for one in made), codes, made[0].budget_year)
        for number, village in enumerate(hall.villages[:pledges]):
            pledge(database, hall, village, key=f"half-way {number}", workers=10 + number)
        return hall
    finally:
        database.close()


def pledge(database: Database, hall: Hall, village: str, *, key: str, workers: int, meeting: int = 0) -> Receipt:
    """Submit one pledge for a village; a later one for the same village is its next revision."""
    line = LineRequest("new", workers, 12, Month(hall.year, 1), "ADD")
    command = SubmitCommitment(hall.meetings[meeting], village, [line], key)
    return submit_commitment(command, database, system_clock, ME)


def counter_of(hall: Hall) -> int:
    """The counter of the first meeting, as its screens count."""
    database = open_database(hall.url)
    try:
        with database.reading() as connection:
            return counters(connection)[meeting_topic(hall.meetings[0])]
    finally:
        database.close()
