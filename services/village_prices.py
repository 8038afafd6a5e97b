"""What a month and a whole plan cost for one worker, by segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.calendar import Month
from domain.money import Rupiah
from domain.rates import TWO_PROGRAMMES, Programme, RateTable, ReferenceWage
from domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class VillagePrices:
    """One worker over the months of a plan; the officials at the lowest wage there is, so at least so much.

    Attributes:
        official_unit_rupiah, wage: None where no wage or no PU rate is recorded.
    """

    start: Month
    bpu_months: tuple[Rupiah, ...]
    official_months: tuple[Rupiah, ...]
    wage: ReferenceWage | None

    @property
    def bpu_unit_rupiah(self) -> Rupiah:
        """One BPU worker over all months."""
        return Rupiah(sum(self.bpu_months))

    @property
    def official_unit_rupiah(self) -> Rupiah | None:
        """One official over all months."""
        return Rupiah(sum(self.official_months)) if self.official_months else None

    def bpu_month(self, month: Month) -> Rupiah:
        """One BPU worker in a month of the plan."""
        return self.bpu_months[self._place(month)]

    def official_month(self, month: Month) -> Rupiah:
        """One official in a month of the plan; nothing where no wage is known."""
        return self.official_months[self._place(month)] if self.official_months else Rupiah(0)

    def _place(self, month: Month) -> int:
        return (month.year - self.start.year) * 12 + month.number - self.start.number


def prices_of(rates: RateTable, programmes: Sequence[Programme], start: Month, months: int) -> VillagePrices:
    """Each month at its own rate and lowest wage; officials with JKK and JKM, since no JHT rate is known for them.

    Raises:
        RateMissing: a programme has no BPU rate in one of the months.
    """
    every = [start.plus(offset) for offset in range(months)]
    bpu = tuple(rates.contribution("BPU", programmes, month) for month in every)
    try:
        lowest = [rates.lowest_wage(month) for month in every]
        officials = tuple(
            rates.contribution("PU", TWO_PROGRAMMES, month, base_rupiah=wage.wage_rupiah)
            for month, wage in zip(every, lowest, strict=True)
        )
    except Refused:  # no wage or no PU rate: a plan without officials has its price all the same
        return VillagePrices(start, bpu, (), None)
    return VillagePrices(start, bpu, officials, lowest[0])
