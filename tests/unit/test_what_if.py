"""What an amount buys."""

from __future__ import annotations

from typing import Any

import pytest

from domain.calendar import Month
from domain.coverage import Counts
from domain.plan import SourceCeiling
from domain.refusal import Refused
from domain.what_if import Need, Purchase, YearCost, cost_by_year, need_to_target, split_over_sources, workers_for

YEAR = 201_600  # JKK + JKM, twelve months


def test_five_million_protects_24_workers_for_a_year_and_40_000_more_one_more() -> None:
    assert workers_for(5_000_000, YEAR, 500) == Purchase(24, 4_838_400, 161_600, 40_000)  # type: ignore[arg-type]


def test_more_money_than_workers_is_left_over() -> None:
    assert workers_for(20_000_000, YEAR, 10) == Purchase(10, 2_016_000, 17_984_000, None)  # type: ignore[arg-type]


def test_nothing_buys_nothing_and_says_what_the_first_worker_costs() -> None:
    assert workers_for(0, YEAR, 10) == Purchase(0, 0, 0, YEAR)  # type: ignore[arg-type]


@pytest.mark.parametrize(("budget", "unit"), [(-1, YEAR), (1, 0)])
def test_a_negative_amount_and_a_free_worker_are_refused(budget: int, unit: int) -> None:
    with pytest.raises(Refused):
        workers_for(budget, unit, 10)


def test_sources_pay_whole_workers_in_their_order_up_to_their_ceilings() -> None:
    split = split_over_sources(
        100, YEAR, [SourceCeiling("ADD", 5_000_000), SourceCeiling("PBH", 0), SourceCeiling("PADes")]
    )

    assert [(s.source, s.workers, s.amount_rupiah, s.left_rupiah) for s in split.shares] == [
        ("ADD", 24, 4_838_400, 161_600),
        ("PBH", 0, 0, 0),
        ("PADes", 76, 15_321_600, None),
    ]
    assert (split.unfunded_workers, split.unfunded_rupiah) == (0, 0)


@pytest.mark.parametrize("ceiling", [-1, 10**15 + 1, float("nan"), 1.5, True])
def test_a_ceiling_that_is_no_amount_is_refused_at_the_sources(ceiling: Any) -> None:
    with pytest.raises(Refused) as refusal:
        split_over_sources(1, YEAR, [SourceCeiling("ADD", ceiling)])

    assert refusal.value.field == "sources"


def test_a_source_is_named_once() -> None:
    with pytest.raises(Refused):
        split_over_sources(1, YEAR, [SourceCeiling("ADD"), SourceCeiling("ADD", 5)])


@pytest.mark.parametrize(("workers", "unit"), [(-1, YEAR), (1, 0)])
def test_a_split_of_nothing_sensible_is_refused(workers: int, unit: int) -> None:
    with pytest.raises(Refused):
        split_over_sources(workers, unit, [SourceCeiling("ADD")])


def test_a_plan_over_the_turn_of_the_year_is_paid_from_two_budgets() -> None:
    found = cost_by_year(Month(2027, 7), 12, lambda month: 18_000 if month >= Month(2028, 1) else 16_800)

    assert found == (YearCost(2027, 6, 100_800), YearCost(2028, 6, 108_000))  # type: ignore[arg-type]


def test_each_segment_reaches_the_target_by_itself_and_the_pledged_count() -> None:
    assert need_to_target(Counts(800, 320), Counts(100, 40), 6000, pledged=60) == Need(100, 20)
    assert need_to_target(Counts(800, 500), Counts(), 6000) == Need(0, 0)


@pytest.mark.parametrize("points", [-1, 10_001])
def test_a_target_beyond_everybody_is_refused(points: int) -> None:
    with pytest.raises(Refused):
        need_to_target(Counts(800, 320), Counts(), points)
