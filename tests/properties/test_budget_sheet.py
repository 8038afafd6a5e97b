"""Whatever was pledged, at whatever rates: the rows of the budget sheet add up to the pledge, to the rupiah."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.budget_sheet import budget_sheet
from domain.calendar import Month
from domain.commitment import Situation, make_lines, total_rupiah
from domain.coverage import Counts
from domain.pledge_lines import FUNDING_SOURCES, GroupCounts, LineRequest
from domain.rates import RateTable, ReferenceWage
from tests.support.pledges import BPU_JKK, BPU_JKM, PU_JKK, PU_JKM, rate_of

MANY = Counts(10**9, 5 * 10**8)
GROUPS = {"fisher": GroupCounts("Nelayan", "BPU", MANY), "official": GroupCounts("Perangkat desa", "PU", MANY)}
from_months = st.integers(1, 24).map(lambda at: str(Month(2027, 1).plus(at - 1)))


@st.composite
def changes(draw: st.DrawFn, row: dict[str, Any]) -> list[dict[str, Any]]:
    """A rate row and up to three later ones, each with another figure."""
    figure = "flat_rupiah" if row["flat_rupiah"] is not None else "base_points"
    later = draw(st.lists(st.tuples(from_months, st.integers(1, 20_000)), max_size=3, unique_by=lambda one: one[0]))
    return [row, *({**row, "valid_from": month, figure: value} for month, value in later)]


@st.composite
def requests(draw: st.DrawFn) -> LineRequest:
    is_official = draw(st.booleans())
    return LineRequest(
        draw(st.sampled_from(["new", "continued"])),
        draw(st.integers(1, 10_000)),
        draw(st.integers(1, 12)),
        Month(2027, draw(st.integers(1, 12))),
        draw(st.sampled_from(sorted(FUNDING_SOURCES))),
        segment="PU" if is_official else "BPU",
        group=draw(st.sampled_from(["", "official" if is_official else "fisher"])),
        wage_rupiah=draw(st.none() | st.integers(1, 10**7)) if is_official else None,
    )


@st.composite
def tables(draw: st.DrawFn) -> RateTable:
    """Rates and official wages that change within the year and the next, for any declared income."""
    rows = [row for first in (BPU_JKK, BPU_JKM, PU_JKK, PU_JKM) for row in draw(changes(first))]
    later = st.tuples(from_months, st.integers(1, 5_000_000))
    wages = [("2020-01", 2_022_200), *draw(st.lists(later, max_size=3, unique_by=lambda one: one[0]))]
    known = [ReferenceWage("official", "", Month.parse(month), wage, "", "", "high") for month, wage in wages]
    return RateTable.of(map(rate_of, rows), draw(st.integers(1_000_000, 20_000_000)), wages=known)


@given(st.lists(requests(), min_size=1, max_size=12), tables())
def test_the_rows_add_up_to_the_lines_and_each_is_volume_times_price(asked: list[LineRequest], table: RateTable):
    lines = make_lines(asked, Situation(MANY, 2027, table, groups=GROUPS))
    kept = RateTable.of(table.rates, table.base_rupiah)  # a frozen result keeps no wages

    sheet = budget_sheet(lines, kept, 2027)

    assert sheet.amount_rupiah == total_rupiah(lines)
    for number, line in enumerate(lines, start=1):
        rows = [row for row in sheet.rows if row.number == number]
        assert sum(row.amount_rupiah for row in rows) == line.amount_rupiah
        assert sum(row.months for row in rows) == line.months
        assert rows[0].start_month == line.start_month
        assert {row.source for row in rows} == {line.source}
    assert all(row.volume * row.unit_rupiah == row.amount_rupiah for row in sheet.rows)
    assert sum(sum(sheet.by_source(year).values()) for year in sheet.years) == sheet.amount_rupiah
    knows_each_month = [n for n, line in enumerate(lines, 1) if line.segment == "BPU" or line.wage_rupiah is not None]
    for row in sheet.rows:
        if row.number in knows_each_month:
            line = lines[row.number - 1]
            assert row.unit == "OB"
            assert row.start_month.plus(row.months - 1).year == row.year
            assert {
                kept.contribution(row.segment, line.programmes, row.start_month.plus(i), base_rupiah=line.wage_rupiah)
                for i in range(row.months)
            } == {row.unit_rupiah}
