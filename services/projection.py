"""Steer the hall's screen from the desk: what it shows is kept with the meeting, and every screen follows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from db.changes import counters, meeting_topic, raise_counter
from db.engine import Connection, Database
from db.queries.decisions import meeting_decisions
from db.queries.meetings import meeting
from db.queries.projections import projection_of
from db.queries.regions import village_of, villages
from db.retry import retried
from db.stores.projections import keep_projection
from domain.decision import Decision, standing
from domain.meeting import Meeting
from domain.projection import MOST_MINUTES, Projection
from domain.refusal import Refused
from services.clock import Clock
from services.decided_scenario import decidable_scenarios
from services.district import view
from services.identity import Credential, require_facilitator
from services.projected_plan import plan_shown
from services.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Steering:
    """What the desk needs to steer a screen.

    Attributes:
        meeting: as it is now.
        shown: what the screen was told to show.
        why_not: why it shows the progress instead, in a sentence; empty where it does not.
        counter: of the meeting, as the live stream counts it.
        villages: codes and titles, in order of code.
        decisions, scenarios: what the scene `plan` may show: those that stand, and the newest kept simulations.
    """

    meeting: Meeting
    shown: Projection
    why_not: str
    counter: int
    villages: tuple[tuple[str, str], ...]
    decisions: tuple[Decision, ...]
    scenarios: tuple[Scenario, ...]


def steering(meeting_id: UUID, database: Database, credential: Credential) -> Steering:
    """What is shown, and what could be.

    Raises:
        Refused: not a facilitator, or no such meeting.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = _meeting(connection, meeting_id, lock=False)
        counter = counters(connection).get(meeting_topic(meeting_id), 0)
        shown = projection_of(connection, meeting_id)
        titles = tuple((village.code, village.title) for village in villages(connection, found.regency_code))
        decisions = standing(meeting_decisions(connection, meeting_id))
    return Steering(
        found, shown, _why_not(database, shown, meeting_id), counter, titles, decisions,
        tuple(decidable_scenarios(database, found)),
    )  # fmt: skip


def _why_not(database: Database, shown: Projection, meeting_id: UUID) -> str:
    if shown.scene != "plan":
        return ""
    try:
        plan_shown(database, view(database, meeting_id=meeting_id), shown.plan)
    except Refused as refused:
        return refused.reason
    return ""


def projection(database: Database, meeting_id: UUID) -> Projection:
    """What the screen of a meeting shows; open to everybody, as the screen is."""
    with database.reading() as connection:
        return projection_of(connection, meeting_id)


@retried
def steer(
    meeting_id: UUID, changes: Mapping[str, Any], database: Database, clock: Clock, credential: Credential
) -> Projection:
    """Change some of what the screen shows; what is not named stays, so that two who steer do not undo each other.

    It is no act of the record, so the audit does not keep it.

    Args:
        changes: fields of `Projection` with their new values.

    Raises:
        Refused: not a facilitator, no such meeting, or nothing that a screen can show; the screen stays as it is.
    """
    if changes.get("plan"):
        with database.reading() as connection:
            require_facilitator(connection, credential)
        plan_shown(database, view(database, meeting_id=meeting_id), changes["plan"])
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _meeting(connection, meeting_id, lock=True)
        before = projection_of(connection, meeting_id)
        wanted = before.with_changes(changes)
        if wanted == before:
            return before
        _require_village(connection, found, wanted)
        keep_projection(connection, meeting_id, wanted, by=actor.label, at=clock())
        raise_counter(connection, meeting_topic(meeting_id))
        return wanted


def start_countdown(
    meeting_id: UUID, minutes: int, message: str, database: Database, clock: Clock, credential: Credential
) -> Projection:
    """Let the screen count down from now, large, with a line under it where there is one.

    Raises:
        Refused: as :func:`steer`, or not 1 to 180 minutes.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused("projection.minutes", f"Hitung mundur 1 sampai {MOST_MINUTES} menit.", field="minutes")
    ends_at = clock() + timedelta(minutes=minutes)
    return steer(
        meeting_id, {"scene": "countdown", "ends_at": ends_at, "message": message}, database, clock, credential
    )


def _meeting(connection: Connection, meeting_id: UUID, *, lock: bool) -> Meeting:
    found = meeting(connection, meeting_id, lock=lock)
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    return found


def _require_village(connection: Connection, found: Meeting, wanted: Projection) -> None:
    if wanted.village_code and village_of(connection, found.regency_code, wanted.village_code) is None:
        raise Refused("projection.village", "Desa itu bukan bagian dari kabupaten rapat ini.", field="village_code")
