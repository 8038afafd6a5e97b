"""What holds for every contribution, whatever rows the office has written."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Month
from domain.rates import Programme, Rate, RateMissing, RateTable
from domain.relief import PaidBy, Payer, Relief, share_half_up
from domain.worker_groups import WORKER_GROUPS
from tests.support.shipped_rules import shipped_table

PROGRAMMES: tuple[Programme, ...] = get_args(Programme)
GROUPS = [group.code for group in WORKER_GROUPS]
SHIPPED = shipped_table()

months = st.builds(Month, st.integers(2024, 2030), st.integers(1, 12))
programmes = st.lists(st.sampled_from(PROGRAMMES), min_size=1, max_size=3, unique=True)
bases = st.integers(1_000_000, 20_700_000)
payers = st.builds(PaidBy, st.sampled_from(get_args(Payer)), st.sampled_from(GROUPS), st.booleans())
public_money = st.builds(PaidBy, st.sampled_from(["regency", "state"]), st.sampled_from(GROUPS), st.booleans())


@st.composite
def reliefs(draw: st.DrawFn) -> Relief:
    first = draw(months)
    return Relief(
        draw(st.sampled_from(PROGRAMMES)),  # of JHT as well, which no law relieves
        draw(st.sampled_from(GROUPS)),
        first,
        first.plus(draw(st.integers(0, 60))),
        draw(st.integers(1, 10_000)),
        "PP",
        "berita",
        "low",
    )


def table_with(rows: list[Relief], base_rupiah: int = 1_000_000) -> RateTable:
    return RateTable.of(SHIPPED.rates, base_rupiah, reliefs=rows)


@given(bases, programmes, months, st.integers(0, 300), st.integers(0, 36))
def test_where_the_rate_is_constant_a_cost_is_workers_times_months_times_the_unit(
    base_rupiah: int, chosen: list[Programme], start: Month, workers: int, count: int
) -> None:
    table = SHIPPED.with_base(base_rupiah)

    cost = table.cost("BPU", chosen, workers=workers, start=start, months=count)

    assert cost == workers * count * table.contribution("BPU", chosen, start)


@given(st.lists(reliefs(), max_size=6), payers, programmes, months, st.integers(0, 24), st.integers(0, 24))
def test_a_cost_is_the_sum_of_the_costs_of_its_parts(
    rows: list[Relief],
    paid_by: PaidBy,
    chosen: list[Programme],
    start: Month,
    first: int,
    second: int,
) -> None:
    table = table_with(rows)

    def cost(begin: Month, count: int) -> int:
        return table.cost("BPU", chosen, workers=7, start=begin, months=count, relief=paid_by)

    assert cost(start, first + second) == cost(start, first) + cost(start.plus(first), second)


@given(st.lists(reliefs(), max_size=6), payers, bases, programmes, months)
def test_a_relief_never_raises_a_contribution_and_never_makes_it_negative(
    rows: list[Relief], paid_by: PaidBy, base_rupiah: int, chosen: list[Programme], month: Month
) -> None:
    table = table_with(rows, base_rupiah)

    paid = table.contribution("BPU", chosen, month, relief=paid_by)

    assert 0 <= paid <= table.contribution("BPU", chosen, month)


@given(st.lists(reliefs(), min_size=1, max_size=6), public_money, bases, programmes, months)
def test_money_of_a_regency_or_the_state_is_never_relieved(
    rows: list[Relief], paid_by: PaidBy, base_rupiah: int, chosen: list[Programme], month: Month
) -> None:
    table = table_with(rows, base_rupiah)

    assert table.contribution("BPU", chosen, month, relief=paid_by) == table.contribution("BPU", chosen, month)


@given(st.lists(reliefs(), max_size=6), st.sampled_from(["village", "sponsor"]), st.sampled_from(GROUPS), months)
def test_village_and_sponsor_pay_in_full_until_somebody_assumes_otherwise(
    rows: list[Relief], payer: Payer, group: str, month: Month
) -> None:
    table = table_with(rows)

    def paid(by: PaidBy) -> int:
        return table.contribution("BPU", PROGRAMMES, month, relief=by)

    assert paid(PaidBy(payer, group)) == 36_800
    assert paid(PaidBy(payer, group, assume_relief=True)) == paid(PaidBy("self", group))


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_share_is_off_by_half_a_rupiah_at_most_and_upwards_at_the_half(rupiah: int, points: int) -> None:
    error = share_half_up(rupiah, points) * 10_000 - rupiah * points

    assert -5_000 < error <= 5_000


@given(months, st.integers(1, 36), st.integers(0, 35))
def test_one_month_without_a_rate_refuses_the_whole_cost(start: Month, count: int, gap: int) -> None:
    missing = start.plus(gap % count)
    around = [(Month(2000, 1), missing.plus(-1)), (missing.plus(1), None)]
    rows = [Rate("BPU", "JKK", first, last, None, 10_000, None, None, "PP", "berita", "high") for first, last in around]

    with pytest.raises(RateMissing) as refusal:
        RateTable.of(rows).cost("BPU", ["JKK"], workers=1, start=start, months=count)

    assert missing.label in str(refusal.value)
