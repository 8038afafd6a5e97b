"""What the pledge form of one village needs to know before it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.engine import Database
from db.queries.commitments import Commitment, village_history
from db.queries.enrollment import dataset
from db.queries.meetings import all_meetings, meeting
from db.queries.regions import Village
from domain.ceiling import Ceiling
from domain.commitment import Situation
from domain.coverage import Counts
from domain.meeting import Meeting
from domain.refusal import Refused
from services.identity import Credential, identify, require_own_village
from services.pledge_basis import pledge_basis


@dataclass(frozen=True, slots=True)
class PledgeForm:
    """The village, its situation in the meeting's data, and what it has pledged so far, the newest first.

    Attributes:
        ceilings: what is known of the village's budget; a source without one is not checked.
    """

    meeting: Meeting
    village: Village
    situation: Situation
    month_label: str
    source_label: str
    history: tuple[Commitment, ...]
    ceilings: tuple[Ceiling, ...] = ()

    @property
    def counts(self) -> Counts:
        """The village's BPU workers."""
        return self.situation.counts

    @property
    def newest_revision(self) -> int:
        """The revision that a new pledge would replace; 0 where there is none."""
        return self.history[0].revision if self.history else 0


def pledge_form(
    database: Database,
    credential: Credential,
    *,
    meeting_id: UUID | None = None,
    village_code: str | None = None,
) -> PledgeForm:
    """The form of the village that the credential speaks for, or that a facilitator names.

    Raises:
        Refused: wrong code, a foreign village, or no such meeting or village.
    """
    with database.reading() as connection:
        actor = identify(connection, credential)
        wanted = meeting_id or actor.meeting_id, village_code or actor.village_code
        require_own_village(connection, actor, wanted[0], wanted[1] or "")
        found = meeting(connection, wanted[0]) if wanted[0] else None
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        basis = pledge_basis(connection, database, found)
        village = basis.villages.get(wanted[1] or "")
        if village is None:
            raise Refused("commitment.village", "Desa itu tidak ada dalam rapat ini.")
        data = dataset(connection, found.dataset_id) if found.dataset_id else None
        return PledgeForm(
            meeting=found,
            village=village,
            situation=basis.situation(found, village.code),
            month_label=data.month.label if data else "",
            source_label=data.source_label if data else "",
            history=tuple(village_history(connection, found.id, village.code)),
            ceilings=basis.ceilings.get(village.code, ()),
        )


def meeting_elsewhere(database: Database, own: Meeting, asked: UUID | None) -> Meeting | None:
    """The meeting that the holder of a card for ``own`` probably means; None where it is this one.

    That is the one that the address asks for, else an open one of the same regency while ``own`` is not open.
    """
    if own.id == asked or (own.state == "open" and asked is None):
        return None
    with database.reading() as connection:
        if asked:
            return meeting(connection, asked)
        return next((m for m in all_meetings(connection, own.regency_code) if m.state == "open"), None)
