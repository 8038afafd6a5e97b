"""A village's pledge as the rows of a budget sheet (RAB): in each, volume times unit price is the amount.

A frozen result keeps a line's first month, its months and its amount, but no price for each month. The price of
each month is worked out again from the rates that the result keeps, and taken only if it gives the line's first
month and the line's amount to the rupiah. Where it does not, or cannot be worked out, a row is never made up to fit:
either every month costs what the first does, which the amount proves, or the row counts persons for the whole time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.calendar import MONTH_NAMES, Month
from domain.money import Rupiah, format_number, format_rupiah
from domain.pledge_lines import NATURE_LABELS, Line
from domain.rates import Programme, Rate, RateMissing, RateTable
from domain.relief import share_half_up
from domain.worker_groups import Segment

Unit = Literal["OB", "orang"]
"""What the volume counts: persons times months (orang-bulan), or persons for all the months together."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A stretch of equal price within one budget year; ``volume * unit_rupiah == amount_rupiah``.

    Attributes:
        number: of the pledge's line, from 1.
        text: what for and for whom.
        basis: how the unit price is made, in words.
        workers, months: the volume is their product, or the workers alone.
    """

    number: int
    segment: Segment
    text: str
    basis: str
    source: str
    start_month: Month
    workers: int
    months: int
    unit: Unit
    unit_rupiah: Rupiah

    @property
    def volume(self) -> int:
        """What the unit price is multiplied by."""
        return self.workers * (self.months if self.unit == "OB" else 1)

    @property
    def amount_rupiah(self) -> Rupiah:
        """Volume times unit price."""
        return Rupiah(self.volume * self.unit_rupiah)

    @property
    def year(self) -> int:
        """The budget year that pays."""
        return self.start_month.year

    @property
    def last_month(self) -> Month:
        """The last of its months."""
        return self.start_month.plus(self.months - 1)

    @property
    def period(self) -> str:
        """``Januari s.d. Desember 2027``."""
        return month_span(self.start_month, self.last_month)


@dataclass(frozen=True, slots=True)
class BudgetSheet:
    """All rows of a village's pledge: those of the budget year, then what a later budget pays."""

    budget_year: int
    rows: tuple[BudgetRow, ...]
    notes: tuple[str, ...]

    @property
    def amount_rupiah(self) -> Rupiah:
        """Of the whole pledge."""
        return total(self.rows)

    @property
    def years(self) -> tuple[int, ...]:
        """The budget years that pay, in order."""
        return tuple(sorted({row.year for row in self.rows}))

    def by_source(self, year: int) -> dict[str, Rupiah]:
        """What each source pays in a year, in order of first mention."""
        rows = [row for row in self.rows if row.year == year]
        return {
            source: total(r for r in rows if r.source == source) for source in dict.fromkeys(r.source for r in rows)
        }


def total(rows: Iterable[BudgetRow]) -> Rupiah:
    """The amount of some rows."""
    return Rupiah(sum(row.amount_rupiah for row in rows))


def budget_sheet(lines: Sequence[Line], rates: RateTable, budget_year: int) -> BudgetSheet:
    """The rows of a pledge.

    Args:
        lines: as the closed meeting keeps them.
        rates: those that the meeting was opened on.

    Returns:
        The sheet; its rows' amounts add up to those of the lines exactly.
    """
    rows = [row for number, line in enumerate(lines, start=1) for row in _rows(number, line, rates)]
    rows.sort(key=lambda row: row.year)  # stable: within a year in order of line
    return BudgetSheet(budget_year, tuple(rows), tuple(_notes(lines, rows, budget_year)))


def month_span(first: Month, last: Month) -> str:
    """Months in words.

    >>> month_span(Month(2027, 3), Month(2027, 12)), month_span(Month(2027, 3), Month(2027, 3))
    ('Maret s.d. Desember 2027', 'Maret 2027')
    >>> month_span(Month(2027, 11), Month(2028, 1))
    'November 2027 s.d. Januari 2028'
    """
    if first == last:
        return first.label
    return f"{MONTH_NAMES[first.number - 1] if first.year == last.year else first.label} s.d. {last.label}"


def percent_of_wage(rates: RateTable, programmes: Sequence[Programme], month: Month) -> str:
    """What officials pay: ``0,54% (JKK 0,24% + JKM 0,30%)`` of the wage; empty where a share is not known."""
    found = [_rate(rates, "PU", programme, month) for programme in programmes]
    points = [rate.base_points for rate in found if rate is not None and rate.base_points is not None]
    if len(points) < len(programmes):
        return ""
    parts = " + ".join(f"{programme} {_percent(share)}" for programme, share in zip(programmes, points, strict=True))
    return f"{_percent(sum(points))} ({parts})"


def _rows(number: int, line: Line, rates: RateTable) -> Iterator[BudgetRow]:
    prices = _worked_out(line, rates) or _all_as_the_first(line)
    if prices is None:
        text = f"{what_for(line)}, seluruh {line.months} bulan"
        basis = "Harga seorang untuk semua bulan itu; harga tiap bulan tidak tersimpan dalam hasil beku"
        unit = Rupiah(line.amount_rupiah // line.workers)
        yield BudgetRow(
            number, line.segment, text, basis, line.source, line.start_month, line.workers, line.months, "orang", unit
        )
        return
    for start, months in _stretches(line, prices):
        unit, first = prices[start], line.start_month.plus(start)
        basis = _basis(line, rates, first, unit)
        yield BudgetRow(
            number, line.segment, what_for(line), basis, line.source, first, line.workers, months, "OB", unit
        )


def _worked_out(line: Line, rates: RateTable) -> tuple[Rupiah, ...] | None:
    """Each month's price by the kept rates; None where they do not say it, or do not give what the line says."""
    months = [line.start_month.plus(offset) for offset in range(line.months)]
    try:
        prices = tuple(
            rates.contribution(line.segment, line.programmes, month, base_rupiah=_wage(line, rates, month))
            for month in months
        )
    except RateMissing:
        return None
    gives_the_line = prices[0] == line.unit_rupiah and line.workers * sum(prices) == line.amount_rupiah
    return prices if gives_the_line else None


def _wage(line: Line, rates: RateTable, month: Month) -> int | None:
    """What officials pay a percent of: the wage that was named, else the lowest official one; none for BPU.

    Raises:
        RateMissing: an older frozen result does not keep the lowest one.
    """
    if line.segment == "BPU" or line.wage_rupiah is not None:
        return line.wage_rupiah
    return rates.lowest_wage(month).wage_rupiah


def _all_as_the_first(line: Line) -> tuple[Rupiah, ...] | None:
    is_so = line.workers * line.months * line.unit_rupiah == line.amount_rupiah
    return (line.unit_rupiah,) * line.months if is_so else None


def _stretches(line: Line, prices: Sequence[Rupiah]) -> Iterator[tuple[int, int]]:
    """Months of equal price in one year: where they begin, counted from the line's first month, and how many."""
    begun = 0
    for at in range(1, line.months + 1):
        is_over = at == line.months or prices[at] != prices[begun]
        if is_over or line.start_month.plus(at).number == 1:
            yield begun, at - begun
            begun = at


def what_for(line: Line) -> str:
    """``Iuran JKK + JKM untuk 60 pekerja baru (BPU)``; a group stands before the nature."""
    group = f"{line.group_name.lower()}, " if line.group_name else ""
    whom = f"{format_number(line.workers)} {group}{NATURE_LABELS[line.nature]} ({line.segment})"
    return f"Iuran {' + '.join(line.programmes)} untuk {whom}"


def _basis(line: Line, rates: RateTable, month: Month, unit: Rupiah) -> str:
    if line.segment == "PU":
        share = percent_of_wage(rates, line.programmes, month) or "Persen"
        if line.wage_rupiah is not None:
            return f"{share} dari upah {format_rupiah(line.wage_rupiah)} sebulan"
        if said := _lowest_wage(line, rates, month, unit):
            return f"{share} dari {said}"
        return f"{share} dari upah resmi terendah perangkat desa; besarnya tidak tersimpan dalam hasil beku"
    parts = [_part(rates, programme, month) for programme in line.programmes]
    if any(amount is None for _, amount in parts) or sum(amount or 0 for _, amount in parts) != unit:
        return "Harga bulan pertama; tarifnya tidak tersimpan dalam hasil beku"
    return " + ".join(text for text, _ in parts)


def _lowest_wage(line: Line, rates: RateTable, month: Month, unit: Rupiah) -> str:
    """The kept lowest wage, where it is the one that the price was made of; else empty."""
    try:
        lowest = rates.lowest_wage(month)
        made = rates.contribution("PU", line.programmes, month, base_rupiah=lowest.wage_rupiah)
    except RateMissing:
        return ""
    if made != unit:
        return ""
    return f"upah resmi terendah {format_rupiah(lowest.wage_rupiah)} sebulan ({lowest.name})"


def _part(rates: RateTable, programme: Programme, month: Month) -> tuple[str, Rupiah | None]:
    """One programme of a BPU worker: in words, and in rupiah."""
    rate = _rate(rates, "BPU", programme, month)
    if rate is None:
        return programme, None
    amount = rate.contribution(rates.base_rupiah)
    said = f"{programme} {format_rupiah(amount)}"
    points = rate.base_points
    if points is not None and amount == share_half_up(rates.base_rupiah, points):
        said += f" ({_percent(points)} dari {format_rupiah(rates.base_rupiah)})"
    return said, amount


def _rate(rates: RateTable, segment: Segment, programme: Programme, month: Month) -> Rate | None:
    applying = [rate for rate in rates.rates if rate.applies(segment, programme, month)]
    return max(applying, key=lambda rate: rate.valid_from, default=None)


def _percent(points: int) -> str:
    return f"{points // 100},{points % 100:02d}%"


def _notes(lines: Sequence[Line], rows: Sequence[BudgetRow], budget_year: int) -> Iterator[str]:
    """Months of the budget year without money, each line's; and what is not of this budget year."""
    without: dict[str, list[int]] = {}
    for number, line in enumerate(lines, start=1):
        for months in _unfunded(line, budget_year):
            without.setdefault(months, []).append(number)
    for months, numbers in without.items():
        yield f"Tanpa dana dari komitmen ini: {months} (baris {', '.join(map(str, numbers))})."
    if len({row.number for row in rows}) < len(rows):
        yield "Satu baris komitmen dipecah bila harga sebulan atau tahun anggarannya berganti."
    if later := dict.fromkeys(str(row.number) for row in rows if row.year > budget_year):
        yield f"Bulan sesudah Desember {budget_year} (baris {', '.join(later)}) dibayar APBDes tahun berikutnya."
    if whole := [str(row.number) for row in rows if row.unit == "orang" and row.last_month.year > row.year]:
        after = f"bulan sesudah Desember {budget_year}; bagiannya tidak dapat dipisahkan"
        yield f"Baris {', '.join(whole)} memuat {after}."


def _unfunded(line: Line, budget_year: int) -> Iterator[str]:
    first, after = line.start_month, line.start_month.plus(line.months)
    if first.number > 1:
        yield month_span(Month(first.year, 1), first.plus(-1))
    if after.year == budget_year:
        yield month_span(after, Month(budget_year, 12))
