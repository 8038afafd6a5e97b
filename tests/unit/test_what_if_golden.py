"""Worked what-ifs that an expert can read, check by hand and add to: tests/golden/what_if/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from domain.benefits import jkm_full_from
from domain.calendar import Month
from domain.coverage import Counts
from domain.plan import SourceCeiling, VillagePlan
from domain.protection import coverage_path, lapses
from domain.what_if import cost_by_year, split_over_sources

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "what_if"
CASES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
A_MONTH = 16_800  # JKK + JKM of the lowest band


def plan_of(values):
    return VillagePlan(
        "62.08.04.2004",
        values["new_workers"],
        values["continued_workers"],
        0,
        Month.parse(values["start_month"]),
        values["months"],
        sources=tuple(SourceCeiling(name, None if most < 0 else most) for name, most in values["sources"]),
        paid_until=Month.parse(values["paid_until"]) if "paid_until" in values else None,
    )


@pytest.mark.parametrize("name", CASES)
def test_a_what_if_is_answered_as_the_example_says(name):
    case = CASES[name]
    plan, expected = plan_of(case["plan"]), case["expected"]
    workers = plan.new_workers + plan.continued_workers

    split = split_over_sources(workers, plan.months * A_MONTH, plan.sources)
    years = cost_by_year(plan.start_month, plan.months, lambda _: workers * A_MONTH)
    path = coverage_path(
        Counts(case["eligible"], case["active"]), plan, case["pledged"], first=Month(2026, 10), last=Month(2031, 6)
    )
    full = jkm_full_from([plan.start_month.plus(offset) for offset in range(plan.months)])

    assert sum(share.amount_rupiah for share in split.shares) + split.unfunded_rupiah == expected["amount_rupiah"]
    assert split.unfunded_workers == expected["unfunded_workers"]
    assert [[cost.year, cost.months, cost.amount_rupiah] for cost in years] == expected["years"]
    assert [[str(month), gone] for month, gone in lapses(path)] == expected["lapses"]
    assert full == (Month.parse(expected["full_jkm"]),) * 2
    covered = {str(state.month): state.covered for state in path}
    assert {month: covered[month] for month in expected["covered"]} == expected["covered"]


def test_nothing_in_the_examples_is_rounded_away():
    assert {case["tolerance"] for case in CASES.values()} == {0}
