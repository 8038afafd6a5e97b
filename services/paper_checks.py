"""What was typed from a sheet of paper counts as checked when another facilitator has compared it with the sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.commitments import Commitment, latest_commitments
from db.queries.facilitators import facilitator_list
from db.queries.meetings import meeting
from db.queries.paper_checks import audited_typist, checked_entries
from db.retry import retried
from db.stores.paper_checks import add_paper_check
from domain.meeting import Meeting
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Actor, Credential, require_facilitator

MOST_NAMED = 4
"""More names than these make no sentence."""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """The entry that is confirmed now; ``repeated`` where it had been before."""

    entry: Commitment
    repeated: bool


def paper_checked(pledge: Commitment | None, checked: Collection[UUID]) -> bool | None:
    """Whether a pledge from paper was confirmed; None where it did not come from paper, or was withdrawn."""
    if pledge is None or not pledge.workers or (pledge.way or pledge.entered_by) != "paper":
        return None
    return pledge.id in checked


def unchecked_papers(database: Database, credential: Credential, meeting_id: UUID) -> int:
    """How many pledges from paper nobody has confirmed.

    Raises:
        Refused: not a facilitator.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        checked = checked_entries(connection, meeting_id)
        return sum(paper_checked(pledge, checked) is False for pledge in latest_commitments(connection, meeting_id))


@retried
def confirm_paper(
    meeting_id: UUID, receipt: str, database: Database, clock: Clock, credential: Credential
) -> PaperCheck:
    """Say that an entry is what stands on its sheet. Saying it twice changes nothing.

    It is of one revision: a newer one needs a confirmation of its own.

    Args:
        receipt: of the entry as it was shown.

    Raises:
        Refused: not a facilitator signed in at the desk, the one who typed it, a revision that is no longer the
            newest, no paper entry, or a meeting that is not open.
    """
    with database.writing() as connection:
        actor = _checker(connection, credential)
        found = meeting(connection, meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        entry, is_checked = _entry(connection, found, receipt)
        if is_checked:
            return PaperCheck(entry, repeated=True)
        if found.state != "open":
            raise Refused("meeting.closed", "Rapat sudah ditutup; lembar kertas tidak dapat diperiksa lagi.")
        _require_another(connection, actor, entry)
        add_paper_check(connection, entry, checked_by=actor.label, at=clock())
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action="paper.checked",
            regency_code=found.regency_code,
            meeting_id=found.id,
            detail={"village": entry.village_code, "revision": entry.revision, "receipt": entry.receipt},
        )
        return PaperCheck(entry, repeated=False)


def _checker(connection: Connection, credential: Credential) -> Actor:
    actor = require_facilitator(connection, credential)
    if actor.kind != "facilitator":
        raise Refused(
            "paper.facilitator",
            "Lembar kertas diperiksa di meja, oleh fasilitator yang masuk lewat tautannya sendiri.",
        )
    return actor


def _entry(connection: Connection, found: Meeting, receipt: str) -> tuple[Commitment, bool]:
    """The newest revision with that receipt, and whether it is confirmed."""
    newest = next((row for row in latest_commitments(connection, found.id) if row.receipt == receipt), None)
    checked = paper_checked(newest, checked_entries(connection, found.id))
    if newest is None or checked is None:
        raise Refused(
            "paper.stale",
            "Lembar ini sudah diganti, ditarik, atau bukan dari kertas. Bandingkan lagi yang tampil sekarang.",
        )
    return newest, checked


def _require_another(connection: Connection, actor: Actor, entry: Commitment) -> None:
    """Four eyes: who typed it is known by the sign-in, so that one link that is shared counts as one person."""
    typed_by = entry.typed_by or audited_typist(connection, entry)  # older rows do not say it themselves
    if typed_by and typed_by != actor.label:
        return
    others = [
        one.name
        for one in facilitator_list(connection)
        if one.revoked_at is None and Actor("facilitator", facilitator_id=one.id).label != actor.label
    ]
    if not others:
        raise Refused(
            "paper.same_person",
            "Yang mengetik lembar ini tidak boleh memeriksanya sendiri, dan belum ada fasilitator lain. Tambahkan di "
            "meja atau dengan “python -m db facilitator add NAMA”, lalu minta ia masuk lewat tautannya sendiri.",
        )
    named = ", ".join(others[:MOST_NAMED]) + (", …" if len(others) > MOST_NAMED else "")
    raise Refused(
        "paper.same_person",
        f"Yang mengetik lembar ini tidak boleh memeriksanya sendiri. Yang boleh: {named}, lewat tautannya sendiri.",
    )
