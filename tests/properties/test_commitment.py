"""What holds for every pledge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar import Month
from domain.commitment import (
    FUNDING_SOURCES,
    LineRequest,
    Situation,
    make_lines,
    parse_workers,
    total_rupiah,
    total_workers,
)
from domain.coverage import Counts
from domain.rates import Rate, RateTable
from domain.refusal import Refused

# The law of the reference rows, and an invented rise in July.
JKK = Rate("BPU", "JKK", Month(2024, 1), None, 100, None, 10_000, 207_000, "PP", "berita", "high")
JKM = Rate("BPU", "JKM", Month(2024, 1), Month(2027, 6), None, 6_800, None, None, "PP", "berita", "high")
JKM_RAISED = Rate("BPU", "JKM", Month(2027, 7), None, None, 8_000, None, None, "PP", "berita", "high")
RATES = RateTable.of([JKK, JKM, JKM_RAISED])

requests = st.builds(
    LineRequest,
    nature=st.sampled_from(["new", "continued"]),
    workers=st.integers(1, 300),
    months=st.integers(1, 12),
    start_month=st.builds(Month, st.just(2027), st.integers(1, 12)),
    source=st.sampled_from(sorted(FUNDING_SOURCES)),
)
pledges = st.lists(requests, min_size=1, max_size=5)
counts = st.builds(
    lambda active, uncovered: Counts(active + uncovered, active), st.integers(0, 900), st.integers(0, 900)
)


def roomy(pledge: list[LineRequest]) -> Situation:
    """A village with exactly the workers that the pledge names."""
    new = sum(line.workers for line in pledge if line.nature == "new")
    continued = sum(line.workers for line in pledge if line.nature == "continued")
    return Situation(Counts(new + continued, continued), 2027, RATES)


@given(pledges)
def test_the_amount_is_the_sum_over_lines_of_each_worker_and_month(pledge: list[LineRequest]) -> None:
    lines = make_lines(pledge, roomy(pledge))

    by_month = 0
    for line in pledge:
        for offset in range(line.months):
            raised = line.start_month.number + offset >= 7
            by_month += line.workers * (18_000 if raised else 16_800)
    assert total_rupiah(lines) == sum(line.amount_rupiah for line in lines) == by_month


@given(pledges)
def test_a_pledge_has_the_amount_of_its_lines_pledged_alone(pledge: list[LineRequest]) -> None:
    together = make_lines(pledge, roomy(pledge))

    alone = [make_lines([line], roomy([line]))[0] for line in pledge]

    assert list(together) == alone
    assert total_workers(together) == total_workers(together, "new") + total_workers(together, "continued")


@given(pledges, counts)
def test_a_pledge_is_taken_exactly_when_it_fits_the_uncovered_and_the_active(
    pledge: list[LineRequest], village: Counts
) -> None:
    new = sum(line.workers for line in pledge if line.nature == "new")
    continued = sum(line.workers for line in pledge if line.nature == "continued")
    situation = Situation(village, 2027, RATES)

    if new <= village.eligible - village.active and continued <= village.active:
        lines = make_lines(pledge, situation)
        assert (total_workers(lines, "new"), total_workers(lines, "continued")) == (new, continued)
    else:
        with pytest.raises(Refused) as refusal:
            make_lines(pledge, situation)
        assert refusal.value.code == "commitment.workers"


@given(pledges)
def test_one_worker_more_than_there_are_is_never_taken(pledge: list[LineRequest]) -> None:
    greedy = [*pledge, replace(pledge[0], workers=1)]

    with pytest.raises(Refused):
        make_lines(greedy, roomy(pledge))


@given(requests, st.integers(1, 300), st.integers(0, 11))
def test_more_workers_or_months_never_cost_less(request: LineRequest, more_workers: int, more_months: int) -> None:
    assume(request.months + more_months <= 12)
    bigger = replace(request, workers=request.workers + more_workers, months=request.months + more_months)

    (small,) = make_lines([request], roomy([request]))
    (big,) = make_lines([bigger], roomy([bigger]))

    least = more_workers * request.months * 16_800 + bigger.workers * more_months * 16_800
    assert big.amount_rupiah - small.amount_rupiah >= least


@given(st.permutations(range(4)), st.lists(requests, min_size=4, max_size=4))
def test_the_order_of_the_lines_does_not_change_the_amount(order: list[int], pledge: list[LineRequest]) -> None:
    shuffled = [pledge[place] for place in order]

    assert total_rupiah(make_lines(shuffled, roomy(pledge))) == total_rupiah(make_lines(pledge, roomy(pledge)))


@given(st.integers(0, 10**17))
def test_a_count_that_is_written_is_read_back(workers: int) -> None:
    with_dots = f"{workers:,}".replace(",", ".")

    assert [parse_workers(form) for form in (workers, str(workers), with_dots, f" {with_dots} ")] == [workers] * 4


@given(st.one_of(st.text(), st.text("0123456789.,- ")))
def test_any_text_is_a_count_or_refused_at_its_field(text: str) -> None:
    try:
        refusal, workers = None, parse_workers(text)
    except Refused as caught:
        refusal, workers = (caught.code, caught.field), 0

    assert refusal in (None, ("commitment.workers", "workers"))
    assert workers >= 0
