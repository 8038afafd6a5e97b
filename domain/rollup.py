"""A province or the nation as the sum of its regencies, each in its own current data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.calendar import Month
from domain.coverage import Counts, total


@dataclass(frozen=True, slots=True)
class RegencyTotals:
    """A regency in its current data: of which month and whose, how many villages, and the counts of their workers."""

    code: str
    name: str
    province_code: str
    province_name: str
    month: Month
    source: str
    villages: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Line:
    """A region in a list: where it leads, and its counts."""

    code: str
    name: str
    counts: Counts
    regencies: int = 1


@dataclass(frozen=True, slots=True)
class Rollup:
    """The sum of several regencies.

    Attributes:
        province_code: None for the nation.
        months: those in which as many regencies have data as in the fullest one, with their sums.
    """

    name: str
    province_code: str | None
    regencies: tuple[RegencyTotals, ...]
    months: tuple[tuple[Month, Counts], ...]

    @property
    def counts(self) -> Counts:
        """All workers of all regencies that have data."""
        return total(one.counts for one in self.regencies)

    @property
    def villages(self) -> int:
        """Villages that the data speak of."""
        return sum(one.villages for one in self.regencies)

    @property
    def span(self) -> tuple[Month, Month]:
        """The oldest and the newest month among the regencies' current data."""
        months = [one.month for one in self.regencies]
        return min(months), max(months)

    def by_coverage(self) -> list[Line]:
        """The regencies, the lowest coverage first; those without eligible workers last."""
        return _by_coverage([Line(one.code, one.name, one.counts) for one in self.regencies])

    def provinces(self) -> list[Line]:
        """The provinces, the lowest coverage first."""
        found: dict[str, Line] = {}
        for one in self.regencies:
            here = found.get(one.province_code, Line(one.province_code, one.province_name, Counts(), 0))
            found[one.province_code] = Line(here.code, here.name, here.counts + one.counts, here.regencies + 1)
        return _by_coverage(list(found.values()))


def _by_coverage(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.counts.share is None, line.counts.share or 0.0, line.code))


def full_months(months: Sequence[tuple[Month, int, Counts]]) -> tuple[tuple[Month, Counts], ...]:
    """The months in which as many regencies have data as in the fullest one.

    A sum over fewer regencies is another country's: a line through both would rise and fall by who has sent a file.

    >>> months = [(Month(2026, 9), 1, Counts(5, 1)), (Month(2026, 10), 2, Counts(9, 3))]
    >>> [str(month) for month, _ in full_months(months)]
    ['2026-10']
    """
    most = max((regencies for _, regencies, _ in months), default=0)
    return tuple((month, counts) for month, regencies, counts in months if regencies == most)
