"""Whatever is recorded, in whatever order: sums are exact, one outcome a village, and nothing early is late."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.budget_calendar import BudgetDate, deadlines
from domain.calendar import Month
from domain.follow_up import standing
from domain.follow_up_status import LineState, VillageState, line_states, summary_of
from domain.follow_up_step import KINDS, STAGES, StepRequest
from tests.support.follow_up import PLEDGED_ON, pledged, request, steps

days = st.dates(date(2026, 11, 22), date(2028, 12, 31))
month_numbers = st.integers(0, 23)


@st.composite
def requests(draw: st.DrawFn) -> list[StepRequest]:
    found: list[StepRequest] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        kind, day = draw(st.sampled_from(sorted(KINDS))), str(draw(days))
        first, last = sorted((draw(month_numbers), draw(month_numbers)))
        corrects = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        said = {"corrects": corrects, "workers": draw(st.integers(0, 90)), "note": "x"}
        if kind == "paid":
            start = Month(2027, 1)
            said |= {"first": str(start.plus(first)), "last": str(start.plus(last))}
        found.append(request(kind, day, **said))
    return found


def state(said: list[StepRequest], today: date, *dates: BudgetDate) -> VillageState:
    due = deadlines(dates, "APBDes", 2027, PLEDGED_ON)
    (found,) = line_states([pledged()], steps(*said), due, PLEDGED_ON, today)
    return found


def line_of(said: list[StepRequest], today: date) -> LineState:
    return state(said, today).lines[0]


@given(requests(), days)
def test_payments_add_up_exactly_over_the_steps_that_hold(said: list[StepRequest], today: date) -> None:
    holding = [step.said for step in standing(steps(*said)) if step.said.stage == "paid"]

    assert line_of(said, today).paid_rupiah == sum(one.amount_rupiah or 0 for one in holding)


@given(requests(), days)
def test_every_village_has_one_outcome_and_the_summary_loses_none(said: list[StepRequest], today: date) -> None:
    states = [state(said, today), state([], today)]
    found = summary_of(states, 29)

    assert found.kept + found.partly + found.not_yet == 2
    assert all(one.shown_in("all") for one in states)


@given(requests(), days)
def test_kept_means_every_month_that_is_over_was_paid(said: list[StepRequest], today: date) -> None:
    line = line_of(said, today)

    assert (line.outcome != "kept") or all(line.paid_workers(month) >= 60 for month in line.due_months)


@given(requests(), st.integers(1, 12), st.integers(1, 28), st.integers(0, 400))
def test_no_date_up_to_the_pledge_makes_anything_late(
    said: list[StepRequest], month: int, day: int, later: int
) -> None:
    paper = BudgetDate("APBDes", 2020, -1, month, day, "a", "b", "low")
    today = PLEDGED_ON + timedelta(days=later)
    late = state(said, today, paper).lines[0].overdue

    due = paper.day_in(2027)
    assert due is not None
    if due <= PLEDGED_ON or today <= due:
        assert not any(text.startswith("APBDes") for text in late)


@given(requests(), days)
def test_the_order_of_the_stages_holds(said: list[StepRequest], today: date) -> None:
    line = line_of(said, today)
    states = [line.state_of(stage) for stage in STAGES]

    if line.reached:
        at = STAGES.index(line.reached)
        assert states[at] == "done"
        assert "open" not in states[:at]
        assert not {"done", "unrecorded"} & set(states[at + 1 :])
    else:
        assert set(states) <= {"open", "nothing"}
