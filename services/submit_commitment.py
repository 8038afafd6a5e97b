"""Take a village's pledge: one transaction, one receipt, however often it is sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.commitments import Commitment, LedgerPosition, ledger_position
from db.queries.meetings import meeting
from db.queries.regions import Village
from db.retry import retried_by_key
from db.stores.commitments import NewCommitment, append_commitment
from domain.ceiling import Ceiling, check_ceilings, over_ceilings
from domain.commitment import (
    LONGEST_REASON,
    EntryWay,
    LineRequest,
    PledgeWarning,
    Situation,
    Way,
    make_lines,
    warnings_for,
)
from domain.meeting import Meeting, require_open
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Actor, Credential, identify, require_own_village
from services.meeting_changes import changed_since
from services.metrics import METRICS, Counted
from services.pledge_basis import PledgeBasis, pledge_basis

LONGEST_KEY = 200
log = logging.getLogger(__name__)
_USUAL_WAY: Mapping[str, Way] = {"village": "phone", "facilitator": "spoken", "command_line": "machine"}


@dataclass(frozen=True, slots=True)
class SubmitCommitment:
    """A pledge as it was sent.

    Attributes:
        idempotency_key: the same for every sending of the same pledge; made by the form or the caller.
        replaces: the revision that the sender saw (0: none yet); None lets the last one win.
        way: how it came in; None: phone for a village, spoken for a facilitator, machine for the command line.
        reason: why it is corrected or withdrawn; at most 200 characters, kept in the ledger.
        meeting_revision: the meeting's revision that the form was drawn on; None is not checked.
        withdraw: take the pledge back, by a revision without lines.
    """

    meeting_id: UUID
    village_code: str
    lines: Sequence[LineRequest]
    idempotency_key: str
    replaces: int | None = None
    way: Way | None = None
    reason: str = ""
    meeting_revision: int | None = None
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the ledger holds now; ``repeated`` where it had held it before."""

    commitment: Commitment
    village_name: str
    repeated: bool
    warnings: tuple[PledgeWarning, ...] = ()


def submit_commitment(command: SubmitCommitment, database: Database, clock: Clock, credential: Credential) -> Receipt:
    """Append a pledge to the ledger, or return the receipt of the one that was stored before.

    Order matters: who asks, then whether this very pledge is stored already (also after closing),
    then state, limits and the revision that the sender saw.

    Raises:
        Refused: not allowed, not open, over a limit, or stale; nothing was stored.
    """
    counted = Counted()
    try:
        with METRICS.pledge(counted):
            receipt = _submit(command, database, clock, credential)
            counted.outcome = "repeated" if receipt.repeated else "stored"
    finally:
        _log(command, counted)
    return receipt


@retried_by_key
def _submit(command: SubmitCommitment, database: Database, clock: Clock, credential: Credential) -> Receipt:
    _check_key(command.idempotency_key)
    with database.writing_together() as connection:
        found = meeting(connection, command.meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        actor = identify(connection, credential)
        require_own_village(connection, actor, command.meeting_id, command.village_code)
        basis = pledge_basis(connection, database, found)
        village = _village(basis, command.village_code)
        situation = basis.situation(found, village.code)
        ceilings = basis.ceilings.get(village.code, ())
        position = ledger_position(connection, found.id, village.code, command.idempotency_key)
        if position.stored:
            return _repeated(position.stored, village, situation, ceilings)
        require_open(found.state)
        _require_same_meeting(connection, found, command)
        new = _checked(command, actor, found, situation, position, at=clock())
        over = check_ceilings(new.lines, ceilings, over_ceiling=found.over_ceiling, reason=new.reason)
        kept = append_commitment(connection, new)
        _record(connection, actor, kept, found.regency_code, is_over=bool(over))
        return Receipt(kept, village.name, False, (*warnings_for(command.lines, situation), *over))


def _checked(
    command: SubmitCommitment,
    actor: Actor,
    found: Meeting,
    situation: Situation,
    position: LedgerPosition,
    *,
    at: datetime,
) -> NewCommitment:
    """What is to be appended, after every rule that a pledge or a withdrawal must keep."""
    way = _way(command.way, actor)
    reason = _reason(command)
    lines = () if command.withdraw else make_lines(command.lines, situation)
    revision = _next_revision(position.newest, command)
    if command.withdraw and (position.newest is None or position.newest.is_withdrawn):
        raise Refused("commitment.nothing", "Desa ini tidak mempunyai komitmen yang dapat ditarik.")
    return NewCommitment(
        meeting_id=found.id,
        meeting_revision=found.revision,
        regency_code=found.regency_code,
        village_code=command.village_code,
        sequence=position.last_sequence + 1,
        last_hash=position.last_hash,
        revision=revision,
        replaces=revision - 1 or None,
        idempotency_key=command.idempotency_key,
        entered_by=_entry_way(actor, way),
        lines=lines,
        at=at,
        way=way,
        reason=reason,
        is_withdrawn=command.withdraw,
        typed_by=actor.label,
    )


def _record(connection: Connection, actor: Actor, kept: Commitment, regency_code: str, *, is_over: bool) -> None:
    detail = {"village": kept.village_code, "revision": kept.revision, "receipt": kept.receipt}
    record(
        connection,
        at=kept.created_at,
        actor=actor.label,
        action="commitment.withdrawn" if kept.is_withdrawn else "commitment.submitted",
        regency_code=regency_code,
        meeting_id=kept.meeting_id,
        detail={**detail, "over_ceiling": True} if is_over else detail,
    )


def _log(command: SubmitCommitment, counted: Counted) -> None:
    """Ids and codes alone; what was typed stays out."""
    fields = {
        "meeting": str(command.meeting_id),
        "village": command.village_code,
        "outcome": counted.outcome,
        "code": counted.code or None,
        "seconds": round(counted.seconds, 4),
    }
    log.info("pledge", extra={"fields": fields})


def _check_key(key: str) -> None:
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Refused("commitment.key", f"Kunci kiriman 1 sampai {LONGEST_KEY} huruf yang dapat dicetak.")


def _village(basis: PledgeBasis, village_code: str) -> Village:
    village = basis.villages.get(village_code)
    if village is None:
        raise Refused("commitment.village", f"Desa {village_code} tidak ada dalam rapat ini.", field="village")
    if not village.is_desa:
        raise Refused(
            "commitment.kelurahan",
            f"{village.title} tidak mempunyai APBDes, jadi tidak ikut berkomitmen.",
        )
    return village


def _repeated(stored: Commitment, village: Village, situation: Situation, ceilings: Sequence[Ceiling]) -> Receipt:
    if stored.village_code != village.code:
        raise Refused("commitment.key", "Kunci kiriman ini sudah dipakai untuk desa lain. Pakai kunci yang baru.")
    warnings = warnings_for([line.request for line in stored.lines], situation)
    return Receipt(stored, village.name, True, (*warnings, *over_ceilings(stored.lines, ceilings)))


def _next_revision(last: Commitment | None, command: SubmitCommitment) -> int:
    newest = last.revision if last else 0
    if command.replaces is None or command.replaces == newest:
        return newest + 1
    if last is None:
        raise Refused("commitment.stale", "Desa ini belum mempunyai komitmen yang dapat diganti.")
    raise Refused(
        "commitment.stale",
        f"Komitmen desa ini sudah berubah: revisi {newest}, {last.text}. Periksa dulu, lalu kirim lagi.",
    )


def _require_same_meeting(connection: Connection, found: Meeting, command: SubmitCommitment) -> None:
    if command.meeting_revision is None or command.meeting_revision == found.revision:
        return
    said = "Fasilitator mengubah rapat ini sejak formulir dibuka"
    what = changed_since(connection, found.id, command.meeting_revision, said)
    raise Refused("commitment.meeting_changed", f"{what} Periksa lagi isian Anda, lalu kirim.")


def _way(wanted: Way | None, actor: Actor) -> Way:
    """A card is the village's own phone; only who runs the meeting can say that a pledge came in otherwise."""
    usual = _USUAL_WAY[actor.kind]
    if wanted in (None, usual):
        return usual
    if wanted not in get_args(Way) or not actor.may_run_meetings:
        raise Refused(
            "commitment.way", "Cara komitmen disampaikan tidak dikenal, atau bukan dari kartu desa.", field="way"
        )
    return wanted


def _reason(command: SubmitCommitment) -> str:
    reason = " ".join(command.reason.split())
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Refused("commitment.reason", f"Alasan paling panjang {LONGEST_REASON} huruf.", field="reason")
    if command.withdraw and not reason:
        raise Refused("commitment.reason", "Tulis alasan komitmen ini ditarik.", field="reason")
    if command.withdraw and command.lines:
        raise Refused("commitment.withdraw", "Komitmen yang ditarik tidak mempunyai isi. Kosongkan isiannya.")
    return reason


def _entry_way(actor: Actor, way: Way) -> EntryWay:
    if actor.kind == "village":
        return "village"
    return "paper" if way == "paper" else "facilitator"
