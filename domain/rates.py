"""Contribution rates: dated rows, one rounding rule, an error where no row applies.

Figures and their sources: docs/figures.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.calendar import Month
from domain.money import Rupiah, format_number, format_rupiah
from domain.refusal import Refused
from domain.worker_groups import Segment

Programme = Literal["JKK", "JKM", "JHT"]

LOWEST_BPU_BASE_RUPIAH = Rupiah(1_000_000)
"""Declared monthly income of the lowest BPU band, the one that governments pay for."""

TWO_PROGRAMMES: tuple[Programme, ...] = ("JKK", "JKM")


class RateMissing(Refused):
    """No rate row applies to a programme and month; the office adds it, the program does not guess."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one programme costs a worker a month: a share of the base or a flat amount.

    Attributes:
        base_points: hundredths of a percent of the base (100 is 1 %), or None.
        flat_rupiah: the flat amount, or None. Exactly one of the two is set.
        floor_rupiah, cap_rupiah: bounds of a share, where the law sets them.
        valid_from, valid_until: first and last month; None is open.
        confidence: high, medium or low, after domain research.
    """

    segment: Segment
    programme: Programme
    valid_from: Month
    valid_until: Month | None
    base_points: int | None
    flat_rupiah: int | None
    floor_rupiah: int | None
    cap_rupiah: int | None
    legal_basis: str
    source: str
    confidence: str

    def applies(self, segment: Segment, programme: Programme, month: Month) -> bool:
        """Whether this row is the one for that month."""
        return (
            (self.segment, self.programme) == (segment, programme)
            and self.valid_from <= month
            and (self.valid_until is None or month <= self.valid_until)
        )

    def contribution(self, base_rupiah: int) -> Rupiah:
        """Rupiah for one worker and month, rounded half up to the nearest rupiah.

        >>> Rate("BPU", "JKK", Month(2024, 1), None, 100, None, 10000, 207000, "", "", "high").contribution(10**6)
        10000
        """
        if self.flat_rupiah is not None:
            return Rupiah(self.flat_rupiah)
        amount = (base_rupiah * (self.base_points or 0) + 5_000) // 10_000
        amount = max(amount, self.floor_rupiah or 0)
        return Rupiah(min(amount, self.cap_rupiah) if self.cap_rupiah is not None else amount)


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rate rows in force for a meeting, with the declared base they are applied to."""

    rates: tuple[Rate, ...]
    base_rupiah: Rupiah = LOWEST_BPU_BASE_RUPIAH

    @classmethod
    def of(cls, rates: Iterable[Rate], base_rupiah: int = LOWEST_BPU_BASE_RUPIAH) -> RateTable:
        """A table of the rows given."""
        return cls(tuple(rates), Rupiah(base_rupiah))

    def contribution(self, segment: Segment, programmes: Sequence[Programme], month: Month) -> Rupiah:
        """Rupiah for one worker in one month, the sum over the programmes.

        Raises:
            RateMissing: a programme has no row for the month; says which and where to add it.
        """
        return Rupiah(sum(self._rate(segment, p, month).contribution(self.base_rupiah) for p in programmes))

    def cost(
        self, segment: Segment, programmes: Sequence[Programme], *, workers: int, start: Month, months: int
    ) -> Rupiah:
        """Rupiah for so many workers over so many months from ``start``; each month at its own rate."""
        monthly = (self.contribution(segment, programmes, start.plus(i)) for i in range(months))
        return Rupiah(workers * sum(monthly))

    def _rate(self, segment: Segment, programme: Programme, month: Month) -> Rate:
        applying = [rate for rate in self.rates if rate.applies(segment, programme, month)]
        if applying:  # a later row is a change of law, also where the earlier one was left open-ended
            return max(applying, key=lambda rate: rate.valid_from)
        raise RateMissing(
            "rate.missing",
            f"Belum ada tarif {programme} ({segment}) untuk {month.label}. "
            "Tambahkan tarifnya beserta dasar hukumnya sebelum menghitung.",
        )


def explain(workers: int, months: int, unit_rupiah: int, programmes: Sequence[str]) -> str:
    """How an amount was made.

    >>> explain(120, 12, 16800, ("JKK", "JKM"))
    '120 pekerja × 12 bulan × Rp 16.800 (JKK + JKM)'
    """
    unit = f"{format_rupiah(unit_rupiah)} ({' + '.join(programmes)})"
    return f"{format_number(workers)} pekerja × {months} bulan × {unit}"
