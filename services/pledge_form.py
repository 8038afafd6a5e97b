"""What the pledge form of one village needs to know before it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.engine import Database
from db.queries.commitments import Commitment, village_history
from db.queries.enrollment import counts_of_village, dataset
from db.queries.meetings import meeting, rate_table
from db.queries.regions import Village, village_of
from domain.coverage import Counts
from domain.meeting import Meeting
from domain.rates import RateTable
from domain.refusal import Refused
from services.identity import Credential, identify


@dataclass(frozen=True, slots=True)
class PledgeForm:
    """The village, its BPU workers in the meeting's data, the rates, and what it has pledged so far."""

    meeting: Meeting
    village: Village
    counts: Counts
    rates: RateTable
    month_label: str
    source_label: str
    history: tuple[Commitment, ...]

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
        if not actor.may_run_meetings and wanted != (actor.meeting_id, actor.village_code):
            raise Refused("identity.forbidden", "Kartu ini untuk desa atau rapat lain.")
        found = meeting(connection, wanted[0]) if wanted[0] else None
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        village = village_of(connection, found.regency_code, wanted[1] or "")
        if village is None:
            raise Refused("commitment.village", "Desa itu tidak ada dalam rapat ini.")
        data = dataset(connection, found.dataset_id) if found.dataset_id else None
        return PledgeForm(
            meeting=found,
            village=village,
            counts=counts_of_village(connection, data.id, village.code, segment="BPU") if data else Counts(),
            rates=rate_table(connection, found),
            month_label=data.month.label if data else "",
            source_label=data.source_label if data else "",
            history=tuple(village_history(connection, found.id, village.code)),
        )
