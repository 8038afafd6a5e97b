"""Decisions of a meeting about regency funds: recorded from a kept simulation, withdrawn, listed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.decisions import decision_with_key, meeting_decisions
from db.queries.meetings import meeting
from db.retry import retried_by_key
from db.stores.decisions import NewDecision, append_decision
from domain.decided_division import DecidedDivision
from domain.decision import (
    Decision,
    DecisionRequest,
    check_key,
    require_deciding,
    require_standing,
    standing,
    taken_back_by,
    withdrawal_reason,
)
from domain.meeting import Meeting
from domain.refusal import Refused
from services.clock import Clock
from services.decided_scenario import decided
from services.identity import Actor, Credential, require_facilitator
from services.scenarios import open_scenario


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """A decision as it was sent; the key is the same for every sending of it."""

    meeting_id: UUID
    request: DecisionRequest
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class WithdrawDecision:
    """A decision that no longer holds, by its number."""

    meeting_id: UUID
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionReceipt:
    """The row that is stored now; ``repeated`` where it had been stored before."""

    decision: Decision
    repeated: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedDecision:
    """What would be recorded, and what to mind."""

    request: DecisionRequest
    division: DecidedDivision
    warnings: tuple[str, ...]


def review_decision(
    meeting_id: UUID, request: DecisionRequest, database: Database, credential: Credential
) -> ReviewedDecision:
    """What recording would store, after all its checks; stores nothing.

    Raises:
        Refused: as :func:`record_decision`.
    """
    wanted = request.tidied()
    scenario = open_scenario(database, wanted.scenario_id)
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = _meeting(connection, meeting_id, lock=False)
        require_deciding(found.state)
        rows = meeting_decisions(connection, found.id)
        division, warnings = decided(connection, database, found, scenario, wanted, rows)
    return ReviewedDecision(wanted, division, warnings)


@retried_by_key
def record_decision(
    command: RecordDecision, database: Database, clock: Clock, credential: Credential
) -> DecisionReceipt:
    """Append a decision to the meeting's chain, or return the one that was stored under the same key.

    The simulation must be of the meeting's regency, data and rates; its figures are checked against them.

    Raises:
        Refused: not a facilitator, not open, another regency, data or rates, decided already, more workers than
            a village has uncovered, or a bad text; nothing was stored.
    """
    check_key(command.idempotency_key)
    wanted = command.request.tidied()
    scenario = open_scenario(database, wanted.scenario_id)  # it never changes, so it needs no lock
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _meeting(connection, command.meeting_id, lock=True)
        stored = decision_with_key(connection, found.id, command.idempotency_key)
        if stored:
            return _repeated(stored, wanted)
        require_deciding(found.state)
        rows = meeting_decisions(connection, found.id)
        division, warnings = decided(connection, database, found, scenario, wanted, rows)
        new = NewDecision(
            meeting=found,
            last_number=len(rows),
            last_hash=rows[-1].row_hash if rows else None,
            idempotency_key=command.idempotency_key,
            division=division,
            takes_back=wanted.replaces,
            entered_by=actor.label,
            at=clock(),
            decided_by=wanted.decided_by,
            note=wanted.note,
        )
        return DecisionReceipt(_append(connection, new, actor), repeated=False, warnings=warnings)


@retried_by_key
def withdraw_decision(
    command: WithdrawDecision, database: Database, clock: Clock, credential: Credential
) -> DecisionReceipt:
    """Take a standing decision back by a row of its own; withdrawing it twice finds the first withdrawal.

    Raises:
        Refused: not a facilitator, not open, no reason, or no such decision stands; nothing was stored.
    """
    reason = withdrawal_reason(command.reason)
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _meeting(connection, command.meeting_id, lock=True)
        rows = meeting_decisions(connection, found.id)
        earlier = taken_back_by(rows, command.number)
        if earlier and earlier.division is None:
            return DecisionReceipt(earlier, repeated=True)
        require_deciding(found.state)
        gone = require_standing(rows, command.number)
        new = NewDecision(
            meeting=found,
            last_number=len(rows),
            last_hash=rows[-1].row_hash,
            idempotency_key=f"withdraw:{gone.row_hash}",
            division=None,
            takes_back=gone.number,
            entered_by=actor.label,
            at=clock(),
            reason=reason,
        )
        return DecisionReceipt(_append(connection, new, actor), repeated=False)


def decisions_of(database: Database, meeting_id: UUID) -> tuple[Decision, ...]:
    """The decisions of a meeting that stand, the first one first; public, as its pledges are."""
    return standing(decision_history(database, meeting_id))


def decision_history(database: Database, meeting_id: UUID) -> list[Decision]:
    """Every row in order: those that no longer stand, and withdrawals, too."""
    with database.reading() as connection:
        return meeting_decisions(connection, meeting_id)


def _meeting(connection: Connection, meeting_id: UUID, *, lock: bool) -> Meeting:
    found = meeting(connection, meeting_id, lock=lock)
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    return found


def _repeated(stored: Decision, wanted: DecisionRequest) -> DecisionReceipt:
    if not stored.is_of(wanted):
        raise Refused("decision.key", "Kunci kiriman ini sudah dipakai untuk keputusan lain. Pakai kunci yang baru.")
    return DecisionReceipt(stored, repeated=True)


def _append(connection: Connection, new: NewDecision, actor: Actor) -> Decision:
    kept = append_decision(connection, new)
    detail = {"number": kept.number, "takes_back": kept.takes_back, "row_hash": kept.row_hash}
    if kept.division:
        detail |= {"scenario": kept.division.scenario_id, "workers": kept.division.workers}
    record(
        connection,
        at=kept.created_at,
        actor=actor.label,
        action="decision.recorded" if kept.division else "decision.withdrawn",
        regency_code=new.meeting.regency_code,
        meeting_id=new.meeting.id,
        detail=detail,
    )
    return kept
