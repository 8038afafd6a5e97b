"""What the facilitator's desk shows and does beside a plain pledge: every desa at once, and taking a step back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from db.changes import counters, meeting_topic
from db.engine import Database
from db.queries.commitments import Commitment, latest_commitments, village_history
from db.queries.drafts import Draft, drafts_of
from db.queries.meetings import meeting
from db.queries.paper_checks import checked_entries
from db.queries.regions import Village
from domain.commitment import Way
from domain.coverage import Counts
from domain.meeting import Meeting
from domain.money import Rupiah
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator
from services.paper_checks import paper_checked
from services.pledge_basis import pledge_basis
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

UNDONE = "dibatalkan di meja"


@dataclass(frozen=True, slots=True)
class DeskVillage:
    """A desa, its BPU workers in the meeting's data, and the newest revision of its pledge.

    Attributes:
        paper_checked: whether a second facilitator has confirmed it; None where it is not from paper.
        draft: what the village has typed and not sent.
    """

    village: Village
    counts: Counts
    pledge: Commitment | None
    paper_checked: bool | None = None
    draft: Draft | None = None

    @property
    def unsent_since(self) -> datetime | None:
        """When the village last typed what it has not sent; a draft of an older revision is none."""
        is_of_now = self.draft is not None and self.draft.replaces == self.revision
        return self.draft.saved_at if self.draft and is_of_now else None

    @property
    def has_pledged(self) -> bool:
        """Whether a pledge stands; one that was withdrawn does not."""
        return self.pledge is not None and self.pledge.workers > 0

    @property
    def revision(self) -> int:
        """What a new pledge would replace, a withdrawal included; 0 where there is none."""
        return self.pledge.revision if self.pledge else 0


@dataclass(frozen=True, slots=True)
class Desk:
    """A meeting and all its desa in order of code; kelurahan pledge nothing and are not here.

    Attributes:
        counter: the meeting's change counter, read before the pledges: they may be newer, never older.
    """

    meeting: Meeting
    villages: tuple[DeskVillage, ...]
    counter: int

    @property
    def pledged(self) -> tuple[DeskVillage, ...]:
        """Those whose pledge stands."""
        return tuple(row for row in self.villages if row.has_pledged)

    @property
    def missing(self) -> tuple[DeskVillage, ...]:
        """Those that have not pledged, or have withdrawn."""
        return tuple(row for row in self.villages if not row.has_pledged)

    @property
    def unchecked(self) -> tuple[DeskVillage, ...]:
        """Those whose pledge from paper nobody else has compared with the sheet yet."""
        return tuple(row for row in self.villages if row.paper_checked is False)

    @property
    def workers(self) -> int:
        """New and continued workers of all pledges."""
        return sum(row.pledge.workers for row in self.villages if row.pledge)

    @property
    def amount_rupiah(self) -> Rupiah:
        """The pledges together."""
        return Rupiah(sum(row.pledge.amount_rupiah for row in self.villages if row.pledge))

    def of(self, village_code: str) -> DeskVillage:
        """One desa.

        Raises:
            Refused: the meeting has no such desa.
        """
        for row in self.villages:
            if row.village.code == village_code:
                return row
        raise Refused("commitment.village", "Pilih desanya dari daftar.", field="village")


def desk(database: Database, credential: Credential, meeting_id: UUID) -> Desk:
    """Every desa of a meeting with its newest pledge; the pledges are one question, however many there are.

    Raises:
        Refused: not a facilitator, or no such meeting.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = meeting(connection, meeting_id)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        counter = counters(connection).get(meeting_topic(found.id), 0)
        basis = pledge_basis(connection, database, found)
        newest = {pledge.village_code: pledge for pledge in latest_commitments(connection, found.id)}
        checked = checked_entries(connection, found.id)
        drafts = drafts_of(connection, found.id) if found.state == "open" else {}
    rows = (
        DeskVillage(
            village,
            basis.counts.get(code, Counts()),
            newest.get(code),
            paper_checked(newest.get(code), checked),
            drafts.get(code),
        )
        for code, village in basis.villages.items()
        if village.is_desa
    )
    return Desk(found, tuple(rows), counter)


def needs_reason(text: str) -> str:
    """The reason without spaces around it; correcting and withdrawing at the desk need one.

    Raises:
        Refused: it is empty.
    """
    if not text.strip():
        raise Refused(
            "commitment.reason",
            "Tulis alasannya dengan singkat, misalnya “salah dengar” atau “kepala desa meralat”.",
            field="reason",
        )
    return text.strip()


def undo(wrong: Commitment, database: Database, clock: Clock, credential: Credential) -> Receipt:
    """Take back what was just stored, by a revision of its own: the lines before it, or a withdrawal where none stood.

    The key is made from the receipt, so that a second press finds the first.

    Raises:
        Refused: not a facilitator, not open, or a newer revision stands meanwhile; nothing was stored.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        history = village_history(connection, wrong.meeting_id, wrong.village_code)
    before = next((past for past in history if past.revision == wrong.revision - 1), None)
    lines = tuple(line.request for line in before.lines) if before else ()
    past_way = before.way if before and lines else wrong.way  # lines that stand again came in as they first did
    command = SubmitCommitment(
        meeting_id=wrong.meeting_id,
        village_code=wrong.village_code,
        lines=lines,
        idempotency_key=f"undo:{wrong.receipt}",
        replaces=wrong.revision,
        way=cast("Way", past_way) if past_way else None,
        reason=UNDONE,
        withdraw=not lines,
    )
    return submit_commitment(command, database, clock, credential)
