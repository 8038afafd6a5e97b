"""Contribution rates: dated rows, one rounding rule, an error where no row applies.

Figures and their sources: docs/figures.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.calendar import Month
from domain.money import Rupiah, format_number, format_rupiah
from domain.refusal import Refused
from domain.relief import PaidBy, Relief, relief_points, share_half_up
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
        """Rupiah for one worker and month before any relief, rounded half up to the nearest rupiah.

        >>> Rate("BPU", "JKK", Month(2024, 1), None, 100, None, 10000, 207000, "", "", "high").contribution(10**6)
        10000
        """
        if self.flat_rupiah is not None:
            return Rupiah(self.flat_rupiah)
        amount = max(share_half_up(base_rupiah, self.base_points or 0), self.floor_rupiah or 0)
        return Rupiah(min(amount, self.cap_rupiah) if self.cap_rupiah is not None else amount)


@dataclass(frozen=True, slots=True)
class ReferenceWage:
    """The lowest wage that the law gives a position in the village, in rupiah a month, from ``valid_from`` on."""

    position: str
    name: str
    valid_from: Month
    wage_rupiah: int
    legal_basis: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class IncomeBase:
    """A declared BPU income other than the lowest, as the office has written it down.

    Attributes:
        verified: False until the office has confirmed it; the screens say *belum diverifikasi* until then.
    """

    base_rupiah: int
    valid_from: Month
    verified: bool
    legal_basis: str
    source: str

    @property
    def label(self) -> str:
        """``Rp 1.500.000 (belum diverifikasi)``."""
        return format_rupiah(self.base_rupiah) + ("" if self.verified else " (belum diverifikasi)")


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rules in force for a meeting, with the declared BPU income they are applied to.

    Attributes:
        base_rupiah: of BPU workers only; what PU workers pay is a percent of a wage that the caller names.
    """

    rates: tuple[Rate, ...]
    base_rupiah: Rupiah = LOWEST_BPU_BASE_RUPIAH
    wages: tuple[ReferenceWage, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    # A pledge asks for the same months again and again while its meeting is locked.
    _found: dict[tuple[Segment, Programme, Month], Rate] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        rates: Iterable[Rate],
        base_rupiah: int = LOWEST_BPU_BASE_RUPIAH,
        *,
        wages: Iterable[ReferenceWage] = (),
        reliefs: Iterable[Relief] = (),
    ) -> RateTable:
        """A table of the rows given."""
        return cls(tuple(rates), Rupiah(base_rupiah), tuple(wages), tuple(reliefs))

    def with_base(self, base_rupiah: int) -> RateTable:
        """The same rows for another declared BPU income; :meth:`require_lawful_base` says which are allowed."""
        return replace(self, base_rupiah=Rupiah(base_rupiah))

    def contribution(
        self,
        segment: Segment,
        programmes: Sequence[Programme],
        month: Month,
        *,
        base_rupiah: int | None = None,
        relief: PaidBy | None = None,
    ) -> Rupiah:
        """Rupiah for one worker in one month, the sum over the programmes; each is rounded by itself.

        Args:
            base_rupiah: a PU worker's wage, which must be named; for BPU a declared income in place of the table's.
            relief: who pays for which group; without it nothing is taken off.

        Raises:
            RateMissing: a programme has no row for the month; says which and where to add it.
            Refused: a PU contribution without a wage.
        """
        base = self._base(segment, base_rupiah)
        total = 0
        for programme in programmes:
            full = self._rate(segment, programme, month).contribution(base)
            off = relief_points(self.reliefs, relief, segment, programme, month)
            total += share_half_up(full, 10_000 - off)
        return Rupiah(total)

    def cost(
        self,
        segment: Segment,
        programmes: Sequence[Programme],
        *,
        workers: int,
        start: Month,
        months: int,
        base_rupiah: int | None = None,
        relief: PaidBy | None = None,
    ) -> Rupiah:
        """Rupiah for so many workers over so many months from ``start``; each month at its own rate and relief.

        The other arguments, and what is raised, are those of :meth:`contribution`.
        """
        monthly = (
            self.contribution(segment, programmes, start.plus(i), base_rupiah=base_rupiah, relief=relief)
            for i in range(months)
        )
        return Rupiah(workers * sum(monthly))

    def wages_in(self, month: Month) -> tuple[ReferenceWage, ...]:
        """The lowest wage of each position in a month, the highest first; a later row replaces an earlier one."""
        begun = sorted((wage for wage in self.wages if wage.valid_from <= month), key=lambda wage: wage.valid_from)
        in_force = {wage.position: wage for wage in begun}.values()
        return tuple(sorted(in_force, key=lambda wage: (-wage.wage_rupiah, wage.position)))

    def lowest_wage(self, month: Month) -> ReferenceWage:
        """The lowest official wage of all positions.

        Raises:
            RateMissing: no row for the month.
        """
        wages = self.wages_in(month)
        if wages:
            return wages[-1]
        raise RateMissing(
            "rate.wage_missing",
            f"Belum ada upah resmi perangkat desa untuk {month.label}. "
            "Tambahkan upahnya beserta dasar hukumnya sebelum menghitung.",
        )

    def require_lawful_base(self, base_rupiah: int, month: Month) -> None:
        """A declared BPU income is lawful where its JKK share lies within the floor and the cap of the law.

        Raises:
            Refused: below or above; says the bounds.
            RateMissing: no JKK row for the month.
        """
        row = self._rate("BPU", "JKK", month)
        points = row.base_points or 0
        lowest, highest = LOWEST_BPU_BASE_RUPIAH, None
        if points and row.floor_rupiah is not None:
            lowest = Rupiah(-(-row.floor_rupiah * 10_000 // points))
        if points and row.cap_rupiah is not None:
            highest = Rupiah(row.cap_rupiah * 10_000 // points)
        if base_rupiah < lowest or (highest is not None and base_rupiah > highest):
            bounds = f"paling sedikit {format_rupiah(lowest)}"
            bounds += f" dan paling banyak {format_rupiah(highest)}" if highest is not None else ""
            raise Refused("rate.base", f"Dasar penghasilan BPU {bounds} sebulan.", field="base")

    def _base(self, segment: Segment, base_rupiah: int | None) -> int:
        if segment == "PU" and (base_rupiah is None or base_rupiah < 1):
            raise Refused(
                "rate.wage",
                "Iuran pekerja penerima upah (PU) dihitung dari upahnya, bukan dari dasar BPU. Isi upah sebulan.",
                field="wage",
            )
        return self.base_rupiah if base_rupiah is None else base_rupiah

    def _rate(self, segment: Segment, programme: Programme, month: Month) -> Rate:
        asked = (segment, programme, month)
        if asked in self._found:
            return self._found[asked]
        applying = [rate for rate in self.rates if rate.applies(*asked)]
        if applying:  # a later row is a change of law, also where the earlier one was left open-ended
            self._found[asked] = max(applying, key=lambda rate: rate.valid_from)
            return self._found[asked]
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
