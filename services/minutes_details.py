"""The number and the place of the minutes: written by the office, the same in every copy."""

from __future__ import annotations

from uuid import UUID

from db.audit import record
from db.engine import Database
from db.queries.meetings import meeting
from db.queries.minutes_details import details_of
from db.retry import retried
from db.stores.minutes_details import keep_details
from domain.minutes import MinutesForm
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator


def minutes_details(database: Database, meeting_id: UUID) -> MinutesForm:
    """What stands on the minutes of a meeting; empty where nobody has written it yet."""
    with database.reading() as connection:
        return details_of(connection, meeting_id)


@retried
def write_minutes_details(
    meeting_id: UUID, form: MinutesForm, database: Database, clock: Clock, credential: Credential
) -> MinutesForm:
    """Write both; what stood there before is in the audit, and the same again changes nothing.

    Raises:
        Refused: not a facilitator, no such meeting, too long or not printable.
    """
    wanted = form.tidied()
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = meeting(connection, meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        before = details_of(connection, meeting_id)
        if wanted == before:
            return before
        at = clock()
        keep_details(connection, meeting_id, wanted, by=actor.label, at=at)
        record(
            connection,
            at=at,
            actor=actor.label,
            action="minutes.written",
            regency_code=found.regency_code,
            meeting_id=meeting_id,
            detail={
                name: {"from": getattr(before, name), "to": getattr(wanted, name)}
                for name in ("number", "place")
                if getattr(before, name) != getattr(wanted, name)
            },
        )
        return wanted
