"""Coverage: active over eligible, with both counts."""

from __future__ import annotations

import pytest

from domain.coverage import Counts, percent_label, total, workers_to_target


def test_uncovered_are_the_eligible_who_are_not_active() -> None:
    assert Counts(eligible=612, active=231, inactive=40).uncovered == 381


def test_share_is_active_over_eligible() -> None:
    assert Counts(eligible=200, active=50, inactive=25).share == 0.25


def test_nobody_eligible_has_no_share() -> None:
    nobody = Counts()

    assert (nobody.share, nobody.share_if_paid(0), nobody.share_if_paid(5)) == (None, None, None)


@pytest.mark.parametrize(("new_workers", "share"), [(0, 0.25), (50, 0.5), (150, 1.0), (151, 1.0), (10**9, 1.0)])
def test_the_share_if_paid_counts_new_workers_and_is_never_above_one(new_workers: int, share: float) -> None:
    assert Counts(eligible=200, active=50).share_if_paid(new_workers) == share


def test_a_total_adds_each_count() -> None:
    groups = [Counts(600, 200, 30), Counts(12, 12, 0), Counts(100, 0, 7)]

    assert total(groups) == Counts(eligible=712, active=212, inactive=37)


def test_the_total_of_nothing_is_zero_workers() -> None:
    assert total([]) == Counts(0, 0, 0)


@pytest.mark.parametrize(
    ("counts", "target_points", "missing"),
    [
        (Counts(100, 40), 5500, 15),  # 0.55 × 100 is 55.00000000000001 in floating point
        (Counts(100, 55), 5500, 0),
        (Counts(100, 54), 5500, 1),
        (Counts(101, 0), 5000, 51),  # half a worker is a worker
        (Counts(100, 90), 6000, 0),  # already beyond
        (Counts(32_944, 13_111), 6000, 6656),
        (Counts(32_944, 13_111), 10_000, 19_833),
        (Counts(3, 0), 3333, 1),
        (Counts(0, 0), 6000, 0),
        (Counts(100, 0), 0, 0),
    ],
)
def test_workers_missing_to_a_target_are_counted_in_whole_arithmetic(
    counts: Counts, target_points: int, missing: int
) -> None:
    assert workers_to_target(counts, target_points) == missing


@pytest.mark.parametrize(
    ("share", "label"),
    [
        (None, "–"),
        (0.0, "0,0%"),
        (0.398, "39,8%"),
        (0.39798, "39,8%"),
        (0.5, "50,0%"),
        (0.999, "99,9%"),
        (0.9996, "99,9%"),
        (0.99999999, "99,9%"),
        (1.0, "100%"),
    ],
)
def test_a_percent_has_a_comma_and_says_100_only_when_nobody_is_left_out(share: float | None, label: str) -> None:
    assert percent_label(share) == label


@pytest.mark.parametrize(("share", "label"), [(0.377, "38%"), (0.996, "99%"), (1.0, "100%"), (None, "–")])
def test_a_percent_without_decimals_keeps_the_same_rule(share: float | None, label: str) -> None:
    assert percent_label(share, decimals=0) == label
