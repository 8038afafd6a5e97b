"""Make a meeting like another: the same title and settings, another day, cards of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from db.engine import Database
from db.queries.meetings import meeting
from db.retry import retried
from domain.meeting import Meeting, bare_title, settings_of
from domain.refusal import Refused
from services.clock import Clock
from services.create_meeting import CreateMeeting, create_within
from services.identity import Credential, require_facilitator


@dataclass(frozen=True, slots=True)
class CopyMeeting:
    """Which meeting is to be made again, and what is other than in the first.

    Attributes:
        meeting_id: of the copy; made with the form, so that sending it twice makes one meeting.
        held_on, budget_year: None: as for any new meeting, from the clock.
    """

    source_id: UUID
    meeting_id: UUID | None = None
    held_on: date | None = None
    budget_year: int | None = None


@retried
def copy_meeting(command: CopyMeeting, database: Database, clock: Clock, credential: Credential) -> Meeting:
    """Create a draft with title, regency and settings of another meeting, whatever its state.

    Pledges, cards, data and village budgets are not taken over: the copy opens on what is current then.

    Raises:
        Refused: not a facilitator, no such meeting, no data, or a bad year.
    """
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        source = meeting(connection, command.source_id)
        if source is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        wanted = CreateMeeting(
            meeting_id=command.meeting_id,
            title=bare_title(source.title),
            held_on=command.held_on,
            regency_code=source.regency_code,
            budget_year=command.budget_year,
            **asdict(settings_of(source)),
        )
        return create_within(connection, wanted, clock, actor, copy_of=str(source.id))
