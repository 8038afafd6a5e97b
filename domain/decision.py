"""Decisions of a meeting about regency funds: rows that are only added, each may take an earlier one back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.calendar import as_utc
from domain.coverage import Counts
from domain.decided_division import DecidedDivision
from domain.ledger import sha256
from domain.meeting import State
from domain.money import format_number
from domain.refusal import Refused

LONGEST_DECIDED_BY = 120
LONGEST_NOTE = 200
LONGEST_REASON = 200
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """A decision as it was typed.

    Attributes:
        scenario_id: the kept simulation that was decided.
        decided_by: the office or body that decided it, not a person.
        replaces: the number of the standing decision that it takes the place of.
    """

    scenario_id: str
    decided_by: str
    note: str = ""
    replaces: int | None = None

    def tidied(self) -> DecisionRequest:
        """The request as it is stored: on one line, without needless spaces.

        Raises:
            Refused: nobody decided it, or a text is too long or not printable.
        """
        decided_by, note = (" ".join(text.split()) for text in (self.decided_by, self.note))
        if not 1 <= len(decided_by) <= LONGEST_DECIDED_BY or not decided_by.isprintable():
            raise Refused(
                "decision.decided_by",
                f"Tulis jabatan atau forum yang memutuskan, paling panjang {LONGEST_DECIDED_BY} huruf, "
                "misalnya “Bupati Sukamara” atau “forum rapat”.",
                field="decided_by",
            )
        if len(note) > LONGEST_NOTE or not note.isprintable():
            raise Refused("decision.note", f"Catatan paling panjang {LONGEST_NOTE} huruf.", field="note")
        return DecisionRequest(self.scenario_id, decided_by, note, self.replaces)


@dataclass(frozen=True, slots=True)
class Decision:
    """A row: a decision, or (without a division) the withdrawal of one. `number` counts from 1 within its meeting.

    Attributes:
        takes_back: the number of the decision that no longer stands since this row.
        reason: why a decision was withdrawn; empty otherwise.
    """

    number: int
    division: DecidedDivision | None
    decided_by: str
    note: str
    reason: str
    takes_back: int | None
    created_at: datetime
    row_hash: str

    def is_of(self, request: DecisionRequest) -> bool:
        """Whether it says what the tidied request says."""
        if self.division is None:
            return False
        return DecisionRequest(self.division.scenario_id, self.decided_by, self.note, self.takes_back) == request

    def to_json(self) -> dict[str, Any]:
        """As the result holds it; a withdrawal has no more than its number, reason and what it takes back."""
        return {
            "number": self.number,
            "decided_by": self.decided_by,
            "note": self.note,
            "reason": self.reason,
            "takes_back": self.takes_back,
            "created_at": as_utc(self.created_at).isoformat(),
            "row_hash": self.row_hash,
        } | (self.division.to_json() if self.division else {})


def standing(rows: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that no later row has taken back, the first one first."""
    found: dict[int, Decision] = {}
    for row in rows:
        if row.takes_back is not None:
            found.pop(row.takes_back, None)
        if row.division:
            found[row.number] = row
    return tuple(found.values())


def require_standing(rows: Sequence[Decision], number: int) -> Decision:
    """The decision of a number, if it stands.

    Raises:
        Refused: there is no such decision, or a later row has taken it back; says which.
    """
    for row in standing(rows):
        if row.number == number:
            return row
    later = taken_back_by(rows, number)
    if later:
        how = "diganti oleh keputusan" if later.division else "ditarik pada baris"
        raise Refused(
            "decision.stale", f"Keputusan nomor {number} sudah {how} {later.number}. Muat ulang, lalu periksa lagi."
        )
    raise Refused("decision.number", f"Tidak ada keputusan nomor {number} dalam rapat ini.", field="number")


def taken_back_by(rows: Iterable[Decision], number: int) -> Decision | None:
    """The row that took a decision back, or None."""
    return next((row for row in rows if row.takes_back == number), None)


def order_fault(rows: Sequence[Decision]) -> str | None:
    """The first row that takes back what did not stand then, or whose sums do not hold; None where all is well."""
    for at, row in enumerate(rows):
        stood = {before.number for before in standing(rows[:at])}
        if row.takes_back is not None and row.takes_back not in stood:
            return f"baris {row.number} menarik keputusan {row.takes_back}, yang tidak berlaku"
        fault = row.division.fault() if row.division else None
        if fault:
            return f"baris {row.number}: {fault}"
    return None


def require_new(rows: Sequence[Decision], request: DecisionRequest) -> tuple[Decision, ...]:
    """The decisions that would stand beside a new one.

    Raises:
        Refused: what it replaces does not stand, or its simulation was decided already.
    """
    if request.replaces is not None:
        require_standing(rows, request.replaces)
    beside = tuple(row for row in standing(rows) if row.number != request.replaces)
    same = next((row for row in beside if row.division and row.division.scenario_id == request.scenario_id), None)
    if same:
        raise Refused("decision.same", f"Simulasi ini sudah tercatat sebagai keputusan nomor {same.number}.")
    return beside


def require_room(
    beside: Iterable[Decision], new: DecidedDivision, counts: Mapping[str, Counts], names: Mapping[str, str]
) -> None:
    """Refuse a decision that, with those beside it, protects more workers of a village than it has uncovered.

    Args:
        counts: BPU workers of each village in the meeting's data.

    Raises:
        Refused: names the first such village, and says how several funds are decided.
    """
    workers = village_workers([row.division for row in beside if row.division] + [new])
    for code, together in sorted(workers.items()):
        uncovered = counts.get(code, Counts()).uncovered
        if together > uncovered:
            raise Refused(
                "decision.twice",
                f"Bersama keputusan yang sudah ada, {names.get(code, code)} mendapat {format_number(together)} "
                f"pekerja, padahal yang belum terlindungi {format_number(uncovered)}. "
                "Simulasikan semua dana sekaligus, lalu catat sebagai pengganti.",
            )


def village_workers(divisions: Iterable[DecidedDivision]) -> Counter[str]:
    """Workers by village code over several divisions."""
    found = Counter[str]()
    for division in divisions:
        found.update({village.code: village.workers for village in division.villages})
    return found


def withdrawal_reason(typed: str) -> str:
    """Why a decision is withdrawn, on one line.

    Raises:
        Refused: empty, too long or not printable.
    """
    reason = " ".join(typed.split())
    if not 1 <= len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise Refused(
            "decision.reason",
            f"Tulis alasan keputusan ini ditarik, paling panjang {LONGEST_REASON} huruf.",
            field="reason",
        )
    return reason


def check_key(key: str) -> None:
    """Refuse an idempotency key that no form and no caller would make."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused("decision.key", f"Kunci kiriman 1 sampai {LONGEST_KEY} huruf yang dapat dicetak.")


def require_deciding(state: State) -> None:
    """Refuse a decision outside an open meeting."""
    if state == "draft":
        raise Refused("meeting.draft", "Rapat belum dibuka. Buka rapat dulu, lalu catat keputusannya.")
    if state != "open":
        raise Refused("meeting.closed", "Rapat sudah ditutup; keputusannya tidak dapat ditambah atau ditarik lagi.")


def first_hash(meeting_id: UUID) -> str:
    """What the first decision of a meeting is chained to."""
    return sha256(f"decisions:{meeting_id}")
