"""By when a village's budget papers are due, as far as that is known; only what comes after a pledge can be overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from domain.calendar import Month, date_label
from domain.meeting import Stage as BudgetStage
from domain.refusal import Refused

Document = Literal["RKPDes", "APBDes", "Perubahan"]
DOCUMENTS: tuple[Document, ...] = get_args(Document)
Confidence = Literal["high", "medium", "low"]
CONFIDENCE_LABELS: dict[str, str] = {"high": "tinggi", "medium": "sedang", "low": "rendah"}
LONGEST_TEXT = 300
UNKNOWN_DATE = "tanggalnya belum diketahui"


@dataclass(frozen=True, slots=True)
class BudgetDate:
    """By which day a budget paper is due, from a budget year on until another row takes its place.

    Attributes:
        year_offset: -1: in the year before the budget year; 0: in the budget year.
        month, day: both None where the date is not known.
    """

    document: Document
    from_budget_year: int
    year_offset: int
    month: int | None
    day: int | None
    legal_basis: str
    source: str
    confidence: Confidence

    def check(self) -> None:
        """Refuse a row that is no date, or that does not say where it is from."""
        if self.document not in DOCUMENTS or self.confidence not in get_args(Confidence):
            raise Refused("budget_date.document", f"Dokumen: {', '.join(DOCUMENTS)}; keyakinan: high, medium, low.")
        if self.year_offset not in (-1, 0) or not 2000 <= self.from_budget_year <= 2200:
            raise Refused("budget_date.year", "Tahun anggaran tidak terbaca.", field="year")
        if (self.month is None) != (self.day is None) or not _is_day(self.month, self.day):
            raise Refused("budget_date.day", "Isi bulan dan hari yang ada, atau kosongkan keduanya.", field="day")
        for text in (self.legal_basis, self.source):
            if not 1 <= len(text) <= LONGEST_TEXT or not text.isprintable():
                raise Refused("budget_date.basis", f"Isi dasar dan sumber, paling panjang {LONGEST_TEXT} huruf.")

    def day_in(self, budget_year: int) -> date | None:
        """The day for a budget year; 29 February is the 28th where there is none."""
        if self.month is None or self.day is None:
            return None
        last = Month(budget_year + self.year_offset, self.month).last_day
        return last.replace(day=min(self.day, last.day))


def _is_day(month: int | None, day: int | None) -> bool:
    try:
        return month is None or day is None or bool(date(2024, month, day))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a stage is due after a pledge.

    Attributes:
        document: the paper that it is about, in words; what was set already needs its change.
        day: None where it is not known.
        needs: "" or what is needed because the paper was set before the pledge.
    """

    document: str
    day: date | None
    basis: str
    source: str
    confidence: str
    needs: str = ""

    def is_overdue(self, pledged_on: date, today: date) -> bool:
        """Whether the day has passed; a day that was not after the pledge never makes it late."""
        return self.day is not None and pledged_on < self.day < today

    @property
    def text(self) -> str:
        """``paling lambat Kamis, 31 Desember 2026``, or what is needed, or that it is not known."""
        when = f"paling lambat {date_label(self.day)}" if self.day else UNKNOWN_DATE
        return f"{self.needs}; {when}" if self.needs else when


def date_in_force(dates: Iterable[BudgetDate], document: Document, budget_year: int) -> BudgetDate | None:
    """The row that counts for a budget year: of the newest year that is not after it, the one that was added last."""
    fitting = [row for row in dates if row.document == document and row.from_budget_year <= budget_year]
    newest = max((row.from_budget_year for row in fitting), default=None)
    return next((row for row in reversed(fitting) if row.from_budget_year == newest), None)


def deadlines(
    dates: Iterable[BudgetDate], stage: BudgetStage, budget_year: int, pledged_on: date
) -> Mapping[str, Deadline]:
    """By when what was pledged must be planned and budgeted.

    Args:
        dates: in the order in which they were added.
        stage: the budget that the meeting pledged for.

    Returns:
        The deadlines of "planned" and "budgeted".
    """
    rows = tuple(dates)
    plan, budget, change = (date_in_force(rows, document, budget_year) for document in DOCUMENTS)
    plan_is_set = stage == "Perubahan" or _is_past(plan, budget_year, pledged_on)
    budget_is_set = stage == "Perubahan" or _is_past(budget, budget_year, pledged_on)
    return {
        "planned": _deadline("Perubahan RKPDes", None, budget_year, "perlu perubahan RKPDes")
        if plan_is_set
        else _deadline("RKPDes", plan, budget_year),
        "budgeted": _deadline(
            "Perubahan APBDes", change, budget_year, "" if stage == "Perubahan" else "perlu Perubahan APBDes"
        )
        if budget_is_set
        else _deadline("APBDes", budget, budget_year),
    }


def _is_past(row: BudgetDate | None, budget_year: int, pledged_on: date) -> bool:
    day = row.day_in(budget_year) if row else None
    return day is not None and day <= pledged_on


def _deadline(document: str, row: BudgetDate | None, budget_year: int, needs: str = "") -> Deadline:
    if row is None:
        return Deadline(document, None, "tidak ada tanggal yang diketahui", "", "", needs)
    return Deadline(document, row.day_in(budget_year), row.legal_basis, row.source, row.confidence, needs)
