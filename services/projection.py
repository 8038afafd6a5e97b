"""Steer the hall's screen from the desk: what it shows is kept with the meeting, and every screen follows at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from db.changes import meeting_topic, raise_counter
from db.engine import Connection, Database
from db.queries.meetings import meeting
from db.queries.projections import projection_of
from db.queries.regions import village_of
from db.stores.projections import keep_projection
from domain.meeting import Meeting
from domain.projection import MOST_MINUTES, Projection
from domain.refusal import Refused
from services.clock import Clock
from services.district import view
from services.identity import Credential, require_facilitator
from services.projected_plan import plan_shown


def projection(database: Database, meeting_id: UUID) -> Projection:
    """What the screen of a meeting shows; open to everybody, as the screen is."""
    with database.reading() as connection:
        return projection_of(connection, meeting_id)


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
        found = meeting(connection, meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
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


def _require_village(connection: Connection, found: Meeting, wanted: Projection) -> None:
    if wanted.village_code and village_of(connection, found.regency_code, wanted.village_code) is None:
        raise Refused("projection.village", "Desa itu bukan bagian dari kabupaten rapat ini.", field="village_code")
