"""The meeting's limits of a pledge, and the active workers whom a pledge leaves without money."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.calendar import Month
from domain.commitment import LineRequest, Situation, make_lines, total_workers, warnings_for
from domain.coverage import Counts
from domain.rates import Rate, RateTable
from domain.refusal import Refused

RATES = RateTable.of(
    [Rate("BPU", p, Month(2024, 1), None, None, 8_400, None, None, "PP", "x", "high") for p in ("JKK", "JKM")]
)
SITUATION = Situation(Counts(eligible=612, active=231), 2027, RATES)
LIMITED = replace(SITUATION, min_workers=10, max_workers=100)
NEW = LineRequest("new", 25, 12, Month(2027, 1), "ADD")
CONTINUED = replace(NEW, nature="continued")


def refused(*requests: LineRequest, situation: Situation = LIMITED) -> tuple[str, str, str | None]:
    with pytest.raises(Refused) as refusal:
        make_lines(requests, situation)
    return refusal.value.code, refusal.value.reason, refusal.value.field


@pytest.mark.parametrize("workers", [10, 100])
def test_a_pledge_at_a_limit_of_the_meeting_is_taken(workers: int) -> None:
    assert total_workers(make_lines([replace(NEW, workers=workers)], LIMITED)) == workers


def test_a_pledge_under_the_least_of_the_meeting_is_refused_at_its_field() -> None:
    reason = "Rapat ini menerima komitmen mulai 10 pekerja per desa; yang diisi 9."

    assert refused(replace(NEW, workers=9)) == ("commitment.minimum", reason, "workers")
    assert refused(replace(CONTINUED, workers=9)) == ("commitment.minimum", reason, "workers")


def test_a_pledge_over_the_most_of_the_meeting_is_refused_at_its_field() -> None:
    reason = "Rapat ini menerima komitmen paling banyak 100 pekerja per desa; yang diisi 101."

    assert refused(replace(NEW, workers=101)) == ("commitment.maximum", reason, "workers")
    assert refused(replace(CONTINUED, workers=101)) == ("commitment.maximum", reason, "workers")


def test_the_limits_count_all_lines_together() -> None:
    make_lines([replace(NEW, workers=5), replace(CONTINUED, workers=5)], LIMITED)

    assert refused(replace(NEW, workers=50), replace(CONTINUED, workers=51))[0] == "commitment.maximum"


def test_more_than_there_are_is_said_before_the_limits_of_the_meeting() -> None:
    assert refused(replace(NEW, workers=382))[0] == "commitment.workers"


def test_the_active_whom_the_pledge_leaves_without_money_are_counted_from_its_first_month() -> None:
    later = replace(CONTINUED, workers=31, start_month=Month(2027, 3), months=10)

    found = {w.code: w for w in warnings_for([later, replace(NEW, start_month=Month(2027, 2), months=11)], SITUATION)}

    assert found["active_unfunded"].text == (
        "200 pekerja yang aktif hari ini belum punya dana lanjutan mulai Februari 2027 dari komitmen ini."
    )


def test_nobody_is_said_to_be_without_money_where_all_are_continued_or_nothing_is_known() -> None:
    assert warnings_for([NEW, replace(CONTINUED, workers=231)], SITUATION) == ()
    assert [w.code for w in warnings_for([NEW, replace(CONTINUED, workers=230)], SITUATION)] == ["active_unfunded"]
    assert warnings_for([NEW], replace(SITUATION, counts=Counts())) == ()
    assert warnings_for([NEW], 2027) == ()
    assert warnings_for([], SITUATION) == ()
