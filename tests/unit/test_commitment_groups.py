"""Lines for a worker group and for officials (PU): their limits, their amounts, their words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import Month
from domain.commitment import (
    GroupCounts,
    LineRequest,
    Situation,
    make_lines,
    total_rupiah,
    total_workers,
    warnings_for,
)
from domain.coverage import Counts
from domain.pledge_rules import MOST_LINES
from domain.rates import Rate, RateMissing, RateTable, ReferenceWage
from domain.refusal import Refused

JANUARY = Month(2027, 1)
LONG_AGO = Month(2020, 1)


def rate(segment: Any, programme: Any, *, points: int | None = None, flat: int | None = None) -> Rate:
    return Rate(segment, programme, LONG_AGO, None, points, flat, None, None, "PP", "berita", "high")


RATES = RateTable.of(
    [
        rate("BPU", "JKK", flat=10_000),
        rate("BPU", "JKM", flat=6_800),
        rate("BPU", "JHT", flat=20_000),
        rate("PU", "JKK", points=24),
        rate("PU", "JKM", points=30),
    ],
    wages=[
        ReferenceWage("village_head", "Kepala desa", LONG_AGO, 2_426_640, "PP", "berita", "high"),
        ReferenceWage("village_official", "Perangkat desa", LONG_AGO, 2_022_200, "PP", "berita", "high"),
    ],
)
SITUATION = Situation(
    Counts(eligible=200, active=80),
    2027,
    RATES,
    groups={
        "fisher": GroupCounts("Nelayan", "BPU", Counts(100, 40)),
        "farmer": GroupCounts("Petani", "BPU", Counts(100, 40)),
        "village_official": GroupCounts("Perangkat desa", "PU", Counts(10, 4)),
    },
)
FISHERS = LineRequest("new", 60, 12, JANUARY, "ADD", group="fisher")
CONTINUED = LineRequest("continued", 40, 12, JANUARY, "ADD")
OFFICIALS = LineRequest("new", 5, 12, JANUARY, "ADD", segment="PU", group="village_official")


def refused(*requests: LineRequest, situation: Situation = SITUATION) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        make_lines(requests, situation)
    return refusal.value.code, refusal.value.field


def test_one_pledge_holds_fishers_continued_workers_and_officials() -> None:
    lines = make_lines([FISHERS, CONTINUED, OFFICIALS], SITUATION)

    assert [line.text for line in lines] == [
        "60 nelayan baru × 12 bulan · ADD",
        "40 pekerja lanjutan × 12 bulan · ADD",
        "5 perangkat desa baru × 12 bulan · ADD",
    ]
    # 0.24 % and 0.30 % of Rp 2.022.200, each rounded half up: 4.853 + 6.067.
    assert [line.unit_rupiah for line in lines] == [16_800, 16_800, 10_920]
    assert total_rupiah(lines) == 60 * 12 * 16_800 + 40 * 12 * 16_800 + 5 * 12 * 10_920
    assert (total_workers(lines, "new"), total_workers(lines, "new", "BPU"), total_workers(lines, None, "PU")) == (
        65,
        60,
        5,
    )


def test_a_named_wage_takes_the_place_of_the_lowest_one() -> None:
    (line,) = make_lines([replace(OFFICIALS, wage_rupiah=3_000_000)], SITUATION)

    assert (line.unit_rupiah, line.wage_rupiah) == (7_200 + 9_000, 3_000_000)


def test_each_month_of_an_official_is_computed_on_the_lowest_wage_of_that_month() -> None:
    raised = ReferenceWage("village_official", "Perangkat desa", Month(2027, 7), 3_000_000, "PP", "berita", "high")
    rates = replace(RATES, wages=(RATES.wages[1], raised))

    (line,) = make_lines([OFFICIALS], replace(SITUATION, rates=rates))

    assert line.amount_rupiah == 5 * (6 * 10_920 + 6 * 16_200)


def test_an_official_is_never_priced_without_any_wage() -> None:
    with pytest.raises(RateMissing):
        make_lines([OFFICIALS], replace(SITUATION, rates=replace(RATES, wages=())))


def test_jht_is_paid_where_it_was_chosen_and_said_in_the_line() -> None:
    (line,) = make_lines([replace(FISHERS, programmes=("JKK", "JKM", "JHT"))], SITUATION)

    assert (line.unit_rupiah, line.text) == (36_800, "60 nelayan baru × 12 bulan · ADD · dengan JHT")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([replace(FISHERS, workers=61)], ("commitment.workers", "workers")),
        ([FISHERS, replace(FISHERS, workers=1, source="PBH")], ("commitment.workers", "2.workers")),
        ([FISHERS, replace(FISHERS, workers=61, group="")], ("commitment.workers", "2.workers")),
        ([replace(FISHERS, nature="continued", workers=41)], ("commitment.workers", "workers")),
        ([replace(OFFICIALS, workers=7)], ("commitment.workers", "workers")),
        ([replace(OFFICIALS, nature="continued", workers=5)], ("commitment.workers", "workers")),
        ([FISHERS, replace(OFFICIALS, workers=7)], ("commitment.workers", "2.workers")),
        ([replace(OFFICIALS, group="", workers=7)], ("commitment.workers", "workers")),
    ],
)
def test_no_more_workers_than_the_group_and_the_segment_have(
    lines: list[LineRequest], expected: tuple[str, str]
) -> None:
    assert refused(*lines) == expected


def test_all_of_a_group_and_all_of_the_segment_may_be_pledged() -> None:
    whole = [FISHERS, replace(FISHERS, group="farmer"), replace(OFFICIALS, workers=6)]

    assert total_workers(make_lines(whole, SITUATION)) == 126


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"group": "astronaut"}, "group"),
        ({"group": "village_official"}, "group"),
        ({"segment": "XYZ", "group": ""}, "group"),
        ({"programmes": ("JKK", "JKP")}, "programmes"),
        ({"wage_rupiah": 2_000_000}, "wage"),
        ({"segment": "PU", "group": "village_official", "workers": 1, "wage_rupiah": 0}, "wage"),
        ({"segment": "PU", "group": "village_official", "workers": 1, "wage_rupiah": 10**9 + 1}, "wage"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_field(changed: dict[str, Any], field: str) -> None:
    assert refused(replace(FISHERS, **changed))[1] == field
    assert refused(CONTINUED, replace(FISHERS, **changed))[1] == f"2.{field}"


def test_data_without_officials_takes_no_line_for_them() -> None:
    bare = replace(SITUATION, groups={})

    assert refused(replace(OFFICIALS, group=""), situation=bare) == ("commitment.workers", "workers")


def test_a_pledge_has_at_most_so_many_lines() -> None:
    one = replace(FISHERS, workers=1)

    assert len(make_lines([one] * MOST_LINES, SITUATION)) == MOST_LINES
    assert refused(*[one] * (MOST_LINES + 1)) == ("commitment.lines", None)


def test_officials_on_the_lowest_wage_carry_a_warning_and_continue_no_bpu_worker() -> None:
    codes = [warning.code for warning in warnings_for([OFFICIALS], SITUATION)]
    named = [warning.code for warning in warnings_for([replace(OFFICIALS, wage_rupiah=3_000_000)], SITUATION)]
    continued = replace(OFFICIALS, nature="continued", workers=4)

    assert codes == ["lowest_wage", "active_unfunded"]
    assert named == ["active_unfunded"]
    assert "80 pekerja yang aktif" in warnings_for([continued], SITUATION)[-1].text
