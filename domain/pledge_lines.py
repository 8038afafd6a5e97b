"""The lines of a pledge: as they are asked for, as they stand in the ledger, and what they are measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from domain.calendar import Month
from domain.coverage import Counts, total
from domain.money import Rupiah, format_number
from domain.rates import TWO_PROGRAMMES, Programme, RateTable
from domain.worker_groups import Segment

Nature = Literal["new", "continued"]

FUNDING_SOURCES: dict[str, str] = {
    "ADD": "ADD (Alokasi Dana Desa)",
    "PBH": "PBH (bagi hasil pajak dan retribusi)",
    "PADes": "PADes (pendapatan asli desa)",
    "DD": "DD (Dana Desa)",
    "Bankeu": "Bankeu (bantuan keuangan)",
}
"""What a village can pay from its own budget. Regency funds and sponsors pledge elsewhere."""

NATURE_LABELS: dict[str, str] = {"new": "pekerja baru", "continued": "pekerja lanjutan"}
_NATURES: dict[str, str] = {"new": "baru", "continued": "lanjutan"}


@dataclass(frozen=True, slots=True)
class LineRequest:
    """One line of a pledge as it was asked for; nothing is computed yet.

    Attributes:
        group: code of a worker group, or empty: any worker of the segment.
        wage_rupiah: a PU worker's monthly wage; None: the lowest official wage of each month.
    """

    nature: Nature
    workers: int
    months: int
    start_month: Month
    source: str
    programmes: tuple[Programme, ...] = TWO_PROGRAMMES
    segment: Segment = "BPU"
    group: str = ""
    wage_rupiah: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pledge with its amount, as it stands in the ledger.

    Attributes:
        unit_rupiah: one worker's first month.
        group, group_name: the worker group, or both empty; the name is kept, whatever the office calls it later.
        wage_rupiah: of a PU worker, where the village has named it.
    """

    nature: Nature
    segment: Segment
    workers: int
    months: int
    start_month: Month
    programmes: tuple[Programme, ...]
    source: str
    unit_rupiah: Rupiah
    amount_rupiah: Rupiah
    group: str = ""
    group_name: str = ""
    wage_rupiah: int | None = None

    @property
    def request(self) -> LineRequest:
        """The line as it would be asked for again, to be priced anew."""
        return LineRequest(
            self.nature,
            self.workers,
            self.months,
            self.start_month,
            self.source,
            self.programmes,
            self.segment,
            self.group,
            self.wage_rupiah,
        )

    @property
    def text(self) -> str:
        """``25 pekerja baru × 12 bulan · ADD``; with a group ``25 nelayan baru × 12 bulan · ADD``."""
        whom = self.group_name.lower() or ("pekerja PU" if self.segment == "PU" else "pekerja")
        besides = " · dengan JHT" if "JHT" in self.programmes else ""
        counted = f"{format_number(self.workers)} {whom} {_NATURES[self.nature]} × {self.months} bulan"
        return f"{counted} · {self.source}{besides}"


def line_from_json(values: Mapping[str, Any]) -> Line:
    """A line as the ledger's payload and the frozen result keep it."""
    typed = {
        "start_month": Month.parse(values["start_month"]),
        "programmes": tuple(values["programmes"]),
        "unit_rupiah": Rupiah(values["unit_rupiah"]),
        "amount_rupiah": Rupiah(values["amount_rupiah"]),
    }
    return Line(**{**values, **typed})


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """A worker group of one village: its name, its segment, and its workers in the meeting's data."""

    name: str
    segment: Segment
    counts: Counts


@dataclass(frozen=True, slots=True)
class Situation:
    """What the meeting was opened on, for one village: its workers, the budget year and the rates.

    Attributes:
        counts: the BPU workers.
        min_workers, max_workers: the meeting's limits of one pledge over all its lines; None: no limit.
        groups: the worker groups by code, PU included.
    """

    counts: Counts
    budget_year: int
    rates: RateTable
    min_workers: int | None = None
    max_workers: int | None = None
    groups: Mapping[str, GroupCounts] = field(default_factory=dict)

    def counts_of(self, segment: Segment) -> Counts:
        """The workers of a segment; PU ones are known from their groups alone."""
        if segment == "BPU":
            return self.counts
        return total(group.counts for group in self.groups.values() if group.segment == segment)
