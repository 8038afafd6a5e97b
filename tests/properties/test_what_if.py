"""What holds for every what-if of a village."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES
from domain.coverage import Counts, workers_to_target
from domain.plan import SourceCeiling, VillagePlan
from domain.protection import coverage_path
from domain.what_if import cost_by_year, need_to_target, split_over_sources, workers_for

months_of_time = st.builds(Month, st.integers(2026, 2028), st.integers(1, 12))
ceilings = st.one_of(st.none(), st.integers(0, 10**9))
sources = st.lists(st.sampled_from(sorted(FUNDING_SOURCES)), unique=True, max_size=5).flatmap(
    lambda names: st.tuples(*(st.builds(SourceCeiling, st.just(name), ceilings) for name in names))
)
counts = st.builds(
    lambda active, uncovered: Counts(active + uncovered, active), st.integers(0, 900), st.integers(0, 900)
)
plans = st.builds(
    VillagePlan,
    village_code=st.just("62.08.04.2004"),
    new_workers=st.integers(0, 900),
    continued_workers=st.integers(0, 900),
    officials=st.just(0),
    start_month=months_of_time,
    months=st.integers(1, 36),
    paid_until=st.one_of(st.none(), months_of_time),
)


def fitted(plan: VillagePlan, village: Counts) -> VillagePlan:
    """The plan cut down to what the village has."""
    return replace(
        plan,
        new_workers=min(plan.new_workers, village.uncovered),
        continued_workers=min(plan.continued_workers, village.active),
    )


@given(st.integers(0, 10**12), st.integers(1, 10**7), st.integers(0, 10**6))
def test_nothing_is_lost_and_one_step_more_buys_one_more(budget: int, unit: int, most: int) -> None:
    bought = workers_for(budget, unit, most)

    assert bought.spent_rupiah + bought.left_rupiah == budget
    assert bought.spent_rupiah == bought.workers * unit
    assert bought.workers <= most
    if bought.next_rupiah is not None:
        assert workers_for(budget + bought.next_rupiah, unit, most).workers == bought.workers + 1
        assert workers_for(budget + bought.next_rupiah - 1, unit, most).workers == bought.workers


@given(st.integers(0, 10**6), st.integers(1, 10**7))
def test_what_workers_cost_buys_these_workers_again(workers: int, unit: int) -> None:
    bought = workers_for(workers * unit, unit, workers)

    assert (bought.workers, bought.left_rupiah) == (workers, 0)


@given(st.integers(0, 10**5), st.integers(1, 10**6), sources)
def test_sources_and_the_unfunded_are_all_workers_and_no_ceiling_is_passed(
    workers: int, unit: int, of: tuple[SourceCeiling, ...]
) -> None:
    split = split_over_sources(workers, unit, of)

    assert sum(share.workers for share in split.shares) + split.unfunded_workers == workers
    assert sum(share.amount_rupiah for share in split.shares) + split.unfunded_rupiah == workers * unit
    for share, source in zip(split.shares, of, strict=True):
        assert share.amount_rupiah == share.workers * unit
        if source.ceiling_rupiah is not None:
            assert share.amount_rupiah + (share.left_rupiah or 0) == source.ceiling_rupiah
    if split.unfunded_workers:  # then no source had room for one worker more
        assert all(share.left_rupiah is not None and share.left_rupiah < unit for share in split.shares)


@given(months_of_time, st.integers(1, 36), st.integers(0, 10**9))
def test_the_budget_years_add_up_to_the_plan(start: Month, months: int, rupiah: int) -> None:
    found = cost_by_year(start, months, lambda month: rupiah + month.number)

    assert sum(cost.months for cost in found) == months
    assert sum(cost.amount_rupiah for cost in found) == sum(rupiah + start.plus(n).number for n in range(months))
    assert [cost.year for cost in found] == sorted({start.plus(n).year for n in range(months)})


@given(counts, counts, st.integers(0, 10_000))
def test_a_village_whose_segments_reach_the_target_reaches_it(bpu: Counts, officials: Counts, points: int) -> None:
    need = need_to_target(bpu, officials, points)
    village = bpu + officials

    after = Counts(village.eligible, village.active + need.bpu_workers + need.officials)
    assert workers_to_target(after, points) == 0
    assert (need.bpu_workers <= bpu.uncovered, need.officials <= officials.uncovered) == (True, True)


@given(plans, counts, st.integers(0, 900))
def test_every_member_of_today_is_somewhere_in_every_month(plan: VillagePlan, village: Counts, pledged: int) -> None:
    fits = fitted(plan, village)
    # where the plan has no new workers, `ended` cannot say that the pledged ones have ended too
    promised = min(pledged, village.uncovered - fits.new_workers) if fits.new_workers else 0

    path = coverage_path(village, fits, promised, first=Month(2026, 1), last=Month(2032, 12))

    for state in path:
        of_plan = fits.new_workers + promised if state.month >= fits.start_month else 0
        gone = state.lapsed + (state.ended and fits.new_workers + promised)
        assert state.covered + state.arrears + gone == village.active + of_plan
        assert state.covered <= village.eligible
        assert state.share is None or 0 <= state.share <= 1


@given(plans, counts)
def test_a_longer_plan_never_covers_fewer_in_any_month(plan: VillagePlan, village: Counts) -> None:
    fits = fitted(plan, village)
    longer = replace(fits, months=fits.months + 1)
    span = {"first": Month(2026, 1), "last": Month(2032, 12)}

    shorter_path, longer_path = (coverage_path(village, p, **span) for p in (fits, longer))

    assert all(a.covered <= b.covered for a, b in zip(shorter_path, longer_path, strict=True))
