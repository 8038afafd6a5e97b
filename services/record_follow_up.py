"""Record what became of a pledge, by the village itself or a facilitator; corrected, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.follow_up import meeting_steps, step_with_key
from db.queries.meetings import meeting
from db.retry import retried_by_key
from db.stores.follow_up import NewStep, append_step
from domain.calendar import WIB
from domain.follow_up import PledgedLine, Step, check_key, require_corrigible, step_warnings
from domain.follow_up_step import StepRequest
from domain.meeting import Meeting
from domain.refusal import Refused
from services.clock import Clock
from services.follow_up import frozen_result, pledged_lines
from services.identity import Actor, Credential, identify, require_own_village


@dataclass(frozen=True, slots=True)
class RecordStep:
    """A step as it was sent.

    Attributes:
        idempotency_key: the same for every sending of the same step; made when the form was shown.
        seen: the village's newest step when the form was shown, 0 for none; a newer one refuses. None: not checked.
    """

    meeting_id: UUID
    request: StepRequest
    idempotency_key: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawStep:
    """A step that never happened, by its number."""

    meeting_id: UUID
    village_code: str
    number: int
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class StepReceipt:
    """What is stored now; ``repeated`` where it had been stored before."""

    step: Step
    repeated: bool
    warnings: tuple[str, ...] = ()


@retried_by_key
def record_step(command: RecordStep, database: Database, clock: Clock, credential: Credential) -> StepReceipt:
    """Append a step of a frozen line, or return the one that was stored under the same key.

    Raises:
        Refused: a foreign village, not closed, no such line, what the stage needs is missing, the corrected step no
            longer holds, or somebody recorded another step meanwhile; nothing was stored.
    """
    check_key(command.idempotency_key)
    with database.writing() as connection:
        actor = identify(connection, credential)
        require_own_village(connection, actor, command.meeting_id, command.request.village_code)
        found = meeting(connection, command.meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        wanted = command.request.tidied(clock().astimezone(WIB).date())
        stored = step_with_key(connection, found.id, command.idempotency_key)
        if stored:
            return _repeated(connection, found, stored, wanted)
        line = _line(connection, found, wanted)
        steps = meeting_steps(connection, found.id)
        _require_seen(steps, command, wanted)
        if wanted.corrects is not None:
            require_corrigible(steps, wanted.corrects, wanted.village_code)
        new = NewStep(
            meeting_id=found.id,
            regency_code=found.regency_code,
            number=len(steps) + 1,
            revision=line.revision,
            said=wanted,
            typed_by=actor.label,
            at=clock(),
            idempotency_key=command.idempotency_key,
        )
        kept = append_step(connection, new)
        _audit(connection, new, actor)
        return StepReceipt(kept, False, () if wanted.is_withdrawn else step_warnings(wanted, line))


def withdraw_step(command: WithdrawStep, database: Database, clock: Clock, credential: Credential) -> StepReceipt:
    """Take back a step that was recorded by mistake, by a row of its own that says why.

    Raises:
        Refused: as :func:`record_step`; no such step, or no reason.
    """
    with database.reading() as connection:
        actor = identify(connection, credential)
        require_own_village(connection, actor, command.meeting_id, command.village_code)
        steps = meeting_steps(connection, command.meeting_id)
    gone = next((s for s in steps if (s.number, s.said.village_code) == (command.number, command.village_code)), None)
    if gone is None:
        raise Refused("follow_up.unknown", f"Langkah nomor {command.number} desa ini tidak ada.")
    request = replace(gone.said, corrects=gone.number, is_withdrawn=True, document="", note=command.reason)
    again = RecordStep(command.meeting_id, request, command.idempotency_key)
    return record_step(again, database, clock, credential)


def _repeated(connection: Connection, found: Meeting, stored: Step, wanted: StepRequest) -> StepReceipt:
    """The first answer again, also of a meeting that was reopened meanwhile."""
    if stored.said != wanted:
        raise Refused("follow_up.key", "Kunci kiriman ini sudah dipakai untuk langkah lain. Pakai kunci yang baru.")
    if wanted.is_withdrawn or found.state not in ("closed", "published"):
        return StepReceipt(stored, repeated=True)
    asked = (wanted.village_code, stored.revision, wanted.line)
    lines = pledged_lines(frozen_result(connection, found))
    line = next((one for one in lines if (one.village_code, one.revision, one.number) == asked), None)
    return StepReceipt(stored, True, step_warnings(wanted, line) if line else ())


def _line(connection: Connection, found: Meeting, wanted: StepRequest) -> PledgedLine:
    lines = [
        line for line in pledged_lines(frozen_result(connection, found)) if line.village_code == wanted.village_code
    ]
    if not lines:
        raise Refused("follow_up.village", "Desa ini tidak berkomitmen dalam rapat itu.", field="village")
    line = next((line for line in lines if line.number == wanted.line), None)
    if line is None and not wanted.is_withdrawn:
        raise Refused("follow_up.line", f"Komitmen desa ini tidak mempunyai baris {wanted.line}.", field="line")
    return line or lines[0]  # a step of an earlier pledge is taken back whatever lines there are now


def _require_seen(steps: list[Step], command: RecordStep, wanted: StepRequest) -> None:
    newest = next((step for step in reversed(steps) if step.said.village_code == wanted.village_code), None)
    if command.seen is None or newest is None or newest.number <= command.seen:
        return
    raise Refused(
        "follow_up.stale",
        f"Sementara itu orang lain mencatat: {newest.text}. Periksa dulu, lalu simpan lagi bila masih perlu.",
    )


def _audit(connection: Connection, new: NewStep, actor: Actor) -> None:
    said = new.said
    if said.is_withdrawn:
        action = "follow_up.withdrawn"
    else:
        action = "follow_up.recorded" if said.corrects is None else "follow_up.corrected"
    record(
        connection,
        at=new.at,
        actor=actor.label,
        action=action,
        regency_code=new.regency_code,
        meeting_id=new.meeting_id,
        detail={
            "village": said.village_code,
            "number": new.number,
            "line": said.line,
            "stage": said.stage,
            "corrects": said.corrects,
        },
    )
