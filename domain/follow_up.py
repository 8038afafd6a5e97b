"""What became of a pledge: the steps that are recorded after the meeting, and which of them hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.calendar import Month
from domain.follow_up_step import DOCUMENT_LABELS, StepRequest
from domain.meeting import State
from domain.money import format_number, format_rupiah
from domain.pledge_lines import Line
from domain.refusal import Refused

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class PledgedLine:
    """One line of a village's pledge as the closing froze it.

    Attributes:
        revision: of the village's pledge; after a reopening, steps of another revision belong to another pledge.
        number: of the line within the pledge, from 1.
    """

    village_code: str
    revision: int
    number: int
    line: Line

    @property
    def months(self) -> list[Month]:
        """The months that were pledged, in order."""
        return [self.line.start_month.plus(offset) for offset in range(self.line.months)]


@dataclass(frozen=True, slots=True)
class Step:
    """A stored step; `number` counts from 1 within its meeting.

    Attributes:
        revision: of the village's pledge that it was recorded for.
        typed_by: who typed it, as the audit names them.
    """

    number: int
    revision: int
    said: StepRequest
    typed_by: str
    created_at: datetime

    @property
    def document_label(self) -> str:
        """``Perubahan APBDes``."""
        return DOCUMENT_LABELS[(self.said.stage, self.said.is_change)]

    @property
    def text(self) -> str:
        """What it says without who and when: ``APBDes · Perdes 5/2026 · Rp 12.096.000``; no note."""
        said = self.said
        parts = [self.document_label, said.document]
        if said.paid_from and said.paid_until:
            parts.append(_months_text(said.paid_from, said.paid_until))
        if said.workers is not None:
            parts.append(f"{format_number(said.workers)} pekerja")
        if said.amount_rupiah is not None:
            parts.append(format_rupiah(said.amount_rupiah))
        return " · ".join(filter(None, parts))

    def to_json(self) -> dict[str, Any]:
        """As ``follow-up --json`` prints it."""
        said = self.said
        return {
            "number": self.number,
            "village_code": said.village_code,
            "revision": self.revision,
            "line": said.line,
            "stage": said.stage,
            "is_change": said.is_change,
            "date": said.happened_on.isoformat(),
            "workers": said.workers,
            "amount_rupiah": said.amount_rupiah,
            "paid_from": str(said.paid_from) if said.paid_from else None,
            "paid_until": str(said.paid_until) if said.paid_until else None,
            "document": said.document,
            "note": said.note,
            "corrects": said.corrects,
            "withdrawn": said.is_withdrawn,
            "typed_by": self.typed_by,
            "created_at": self.created_at.isoformat(),
        }


def standing(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that hold: neither corrected by a later one nor a withdrawal."""
    corrected = {step.said.corrects for step in steps}
    return tuple(step for step in steps if step.number not in corrected and not step.said.is_withdrawn)


def require_corrigible(steps: Sequence[Step], number: int, village_code: str) -> Step:
    """The step that may still be corrected for this village.

    Raises:
        Refused: no such step of the village, or it was corrected or withdrawn already.
    """
    found = next((step for step in steps if step.number == number), None)
    if found is None or found.said.village_code != village_code:
        raise Refused("follow_up.unknown", f"Langkah nomor {number} desa ini tidak ada.")
    if found not in standing(steps):
        raise Refused("follow_up.corrected", "Langkah itu sudah diperbaiki atau ditarik. Muat ulang, lalu periksa.")
    return found


def require_frozen(state: State) -> None:
    """Refuse a step while the pledges can still change."""
    if state not in ("closed", "published"):
        raise Refused("follow_up.state", "Tindak lanjut dicatat setelah rapat ditutup dan hasilnya dibekukan.")


def check_key(key: str) -> None:
    """Refuse an idempotency key that no form and no caller would make."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused("follow_up.key", f"Kunci kiriman 1 sampai {LONGEST_KEY} huruf yang dapat dicetak.")


def step_warnings(step: StepRequest, pledged: PledgedLine) -> tuple[str, ...]:
    """What to look at again; none of it stops the step, because less or more than pledged is recorded as it is."""
    line, found = pledged.line, []
    if step.workers is not None and step.workers != line.workers:
        more = "lebih banyak" if step.workers > line.workers else "lebih sedikit"
        found.append(
            f"{format_number(step.workers)} pekerja, {more} dari {format_number(line.workers)} yang dijanjikan."
        )
    if step.stage == "budgeted" and step.amount_rupiah is not None and step.amount_rupiah != line.amount_rupiah:
        more = "lebih besar" if step.amount_rupiah > line.amount_rupiah else "lebih kecil"
        found.append(
            f"{format_rupiah(step.amount_rupiah)}, {more} dari {format_rupiah(line.amount_rupiah)} yang dijanjikan."
        )
    if step.paid_from and step.paid_until and step.workers is not None:
        months = months_between(step.paid_from, step.paid_until)
        expected = step.workers * months * line.unit_rupiah
        if step.amount_rupiah != expected:
            found.append(
                f"{format_number(step.workers)} pekerja × {months} bulan × {format_rupiah(line.unit_rupiah)} adalah "
                f"{format_rupiah(expected)}; periksa jumlah, bulan, atau iurannya."
            )
        if step.paid_from < line.start_month or step.paid_until > pledged.months[-1]:
            found.append("Sebagian bulan itu di luar bulan yang dijanjikan.")
    return tuple(found)


def months_between(first: Month, last: Month) -> int:
    """How many months there are from the first to the last, both counted.

    >>> months_between(Month(2026, 11), Month(2027, 1))
    3
    """
    return (last.year - first.year) * 12 + last.number - first.number + 1


def _months_text(first: Month, last: Month) -> str:
    return first.label if first == last else f"{first.label} – {last.label}"
