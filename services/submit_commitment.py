"""Take a village's pledge: one transaction, one receipt, however often it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.audit import record
from db.engine import Database
from db.queries.commitments import Commitment, ledger_position
from db.queries.meetings import meeting
from db.queries.regions import Village
from db.stores.commitments import NewCommitment, append_commitment
from domain.commitment import EntryWay, LineRequest, PledgeWarning, make_lines, warnings_for
from domain.meeting import require_open
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Actor, Credential, identify
from services.pledge_basis import PledgeBasis, pledge_basis

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class SubmitCommitment:
    """A pledge as it was sent.

    Attributes:
        idempotency_key: the same for every sending of the same pledge; made by the form or the caller.
        replaces: the revision that the sender saw (0: none yet); None lets the last one win.
    """

    meeting_id: UUID
    village_code: str
    lines: Sequence[LineRequest]
    idempotency_key: str
    replaces: int | None = None


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
    _check_key(command.idempotency_key)
    with database.writing() as connection:
        found = meeting(connection, command.meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        actor = identify(connection, credential)
        _require_own_village(actor, command)
        basis = pledge_basis(connection, database, found)
        village = _village(basis, command.village_code)
        position = ledger_position(connection, found.id, village.code, command.idempotency_key)
        if position.stored:
            return _repeated(position.stored, village)
        require_open(found.state)
        lines = make_lines(command.lines, basis.situation(found, village.code))
        revision = _next_revision(position.newest, command)
        kept = append_commitment(
            connection,
            NewCommitment(
                meeting_id=found.id,
                meeting_revision=found.revision,
                regency_code=found.regency_code,
                village_code=village.code,
                sequence=position.last_sequence + 1,
                last_hash=position.last_hash,
                revision=revision,
                replaces=revision - 1 or None,
                idempotency_key=command.idempotency_key,
                entered_by=_entry_way(actor),
                lines=lines,
                at=clock(),
            ),
        )
        record(
            connection,
            at=kept.created_at,
            actor=actor.label,
            action="commitment.submitted",
            regency_code=found.regency_code,
            meeting_id=found.id,
            detail={"village": village.code, "revision": revision, "receipt": kept.receipt},
        )
        return Receipt(kept, village.name, False, warnings_for(command.lines, found.budget_year))


def _check_key(key: str) -> None:
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Refused("commitment.key", f"Kunci kiriman 1 sampai {LONGEST_KEY} huruf yang dapat dicetak.")


def _require_own_village(actor: Actor, command: SubmitCommitment) -> None:
    if actor.may_run_meetings:
        return
    if (actor.meeting_id, actor.village_code) != (command.meeting_id, command.village_code):
        raise Refused(
            "identity.forbidden",
            "Kartu ini untuk desa atau rapat lain. Pakai kartu desa Anda untuk rapat ini.",
        )


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


def _repeated(stored: Commitment, village: Village) -> Receipt:
    if stored.village_code != village.code:
        raise Refused("commitment.key", "Kunci kiriman ini sudah dipakai untuk desa lain. Pakai kunci yang baru.")
    return Receipt(stored, village.name, True)


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


def _entry_way(actor: Actor) -> EntryWay:
    return "village" if actor.kind == "village" else "facilitator"
