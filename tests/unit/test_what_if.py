"""What an amount buys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusal import Refused
from domain.what_if import Purchase, workers_for

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


@given(st.integers(0, 10**12), st.integers(1, 10**7), st.integers(0, 10**6))
def test_nothing_is_lost_and_one_step_more_buys_one_more(budget: int, unit: int, most: int) -> None:
    bought = workers_for(budget, unit, most)

    assert bought.spent_rupiah + bought.left_rupiah == budget
    assert bought.spent_rupiah == bought.workers * unit
    assert bought.workers <= most
    if bought.next_rupiah is not None:
        assert workers_for(budget + bought.next_rupiah, unit, most).workers == bought.workers + 1
        assert workers_for(budget + bought.next_rupiah - 1, unit, most).workers == bought.workers
