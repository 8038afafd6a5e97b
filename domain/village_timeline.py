"""A village over several meetings and years: what it pledged in each, and for which months money was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.calendar import Month
from domain.money import Rupiah
from domain.pledge_lines import Line


@dataclass(frozen=True, slots=True)
class MeetingPledge:
    """What a village pledged in one meeting; without lines it pledged nothing, or took it back.

    Attributes:
        is_frozen: as the closed meeting's record has it; else as it stands now.
    """

    title: str
    held_on: date
    budget_year: int
    stage: str
    state_label: str
    lines: tuple[Line, ...]
    amount_rupiah: Rupiah
    is_frozen: bool
    is_withdrawn: bool = False

    @property
    def text(self) -> str:
        """``60 pekerja baru × 12 bulan · ADD``."""
        if self.is_withdrawn:
            return "komitmen ditarik"
        return "; ".join(line.text for line in self.lines) or "tanpa komitmen"


@dataclass(frozen=True, slots=True)
class PromisedMonths:
    """The months for which JKM contributions of workers who pay for themselves (BPU) were promised, each once.

    Promised is neither budgeted nor paid; what is counted here holds only if all of it is paid.
    """

    months: tuple[Month, ...]

    @property
    def by_year(self) -> dict[int, int]:
        """How many months of each year."""
        return dict(sorted(Counter(month.year for month in self.months).items()))

    @property
    def longest(self) -> int:
        """The most months on end."""
        longest = run = 0
        before: Month | None = None
        for month in self.months:
            run = run + 1 if before and before.plus(1) == month else 1
            longest, before = max(longest, run), month
        return longest


def promised_months(pledges: Iterable[MeetingPledge]) -> PromisedMonths:
    """Of all meetings together; a month that two meetings promise counts once."""
    found = {
        line.start_month.plus(offset)
        for pledge in pledges
        for line in pledge.lines
        if line.segment == "BPU" and "JKM" in line.programmes
        for offset in range(line.months)
    }
    return PromisedMonths(tuple(sorted(found)))


def scholarship_sentence(promised: PromisedMonths, needed: int) -> str:
    """How far the promised months reach towards the contribution time that a JKM scholarship asks for.

    Args:
        needed: months of contributions, from the benefit's row.

    >>> scholarship_sentence(PromisedMonths((Month(2027, 1), Month(2027, 2))), 36).split(".")[0]
    'Beasiswa JKM menuntut paling sedikit 36 bulan iuran: bila semua dibayar baru 2 bulan yang dijanjikan'
    """
    count = len(promised.months)
    reach = "cukup" if count >= needed else f"baru {count} bulan"
    said = f"Beasiswa JKM menuntut paling sedikit {needed} bulan iuran: bila semua dibayar {reach} yang dijanjikan."
    if promised.longest < count:
        said += (
            f" Paling lama berturut-turut {promised.longest} bulan; "
            "apakah hitungan mulai lagi setelah terputus belum diketahui."
        )
    return f"{said} Yang dihitung adalah janji desa, bukan masa iur seorang pekerja."
