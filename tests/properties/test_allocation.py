"""What holds for every way of dividing a fund, whatever the villages and the budget."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.allocation import RULES, Allocation, allocate
from domain.allocation.queue import Ladder, climb
from tests.support.plain_allocation import Village, plain_allocate

# Few different numbers, so that ties come often.
codes = st.one_of(st.text(max_size=3), st.sampled_from([f"62.08.01.{2001 + number}" for number in range(12)]))
weights = st.one_of(
    st.integers(0, 3),
    st.sampled_from([0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1.5, 5e-324]),
    st.floats(0, 1e9, allow_nan=False),
)
every_rule = st.sampled_from(RULES)
many, some = settings(max_examples=120), settings(max_examples=60)


@st.composite
def village_lists(draw: st.DrawFn, *, most: int = 7, largest: int = 30) -> list[Village]:
    whole = st.integers(0, largest)
    capped, floored, pledged = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    return [
        Village(
            code=code,
            eligible=draw(st.one_of(whole, st.sampled_from([10, 20]))),
            active=draw(st.one_of(whole, st.sampled_from([0, 5, 10]))),
            weight=draw(weights),
            floor_workers=draw(st.integers(0, 5)) if floored else 0,
            cap_workers=draw(whole) if capped else None,
            pledged_workers=draw(st.integers(0, 8)) if pledged else 0,
        )
        for code in draw(st.lists(codes, unique=True, max_size=most))
    ]


@st.composite
def tasks(draw: st.DrawFn) -> dict[str, Any]:
    villages = draw(village_lists())
    room = sum(village.room for village in villages)
    return {
        "villages": villages,
        "count": draw(st.integers(0, room + 3)),
        "cost": draw(st.sampled_from([1, 7, 201_600])),
        "target": draw(st.sampled_from([0.0, 0.55, 0.6, 1 / 3, 1.0])),
        "matching": {"per_pledged": draw(st.sampled_from([0, 1, 0.3, 1.5, 2])), "cap": draw(st.integers(0, 9))},
    }


def as_table(villages: list[Village]) -> pd.DataFrame:
    columns = ["village_code", "eligible", "active", "weight", "floor_workers", "cap_workers", "pledged_workers"]
    rows = [
        (one.code, one.eligible, one.active, one.weight, one.floor_workers, one.eligible if one.cap_workers is None else one.cap_workers, one.pledged_workers)
        for one in villages
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def divided(rule: str, task: dict[str, Any], *, budget_rupiah: int | None = None) -> Allocation:
    budget = task["count"] * task["cost"] if budget_rupiah is None else budget_rupiah
    return allocate(
        rule, as_table(task["villages"]), task["cost"], budget, target_share=task["target"], matching=task["matching"]
    )


def most_of_the_rule(rule: str, village: Village, task: dict[str, Any]) -> int:
    """The room that the rule may use; the floor comes before every rule."""
    if rule == "weighted" and not village.weight:
        return min(village.floor_workers, village.room)
    if rule == "matching":
        matched = int(Fraction(str(task["matching"]["per_pledged"])) * village.pledged_workers)
        return min(max(min(matched, task["matching"]["cap"]), village.floor_workers), village.room)
    return village.room


@pytest.mark.parametrize("rule", RULES)
@given(task=tasks())
@settings(max_examples=40)
def test_it_is_what_handing_out_one_by_one_gives(rule: str, task: dict[str, Any]) -> None:
    slow = plain_allocate(rule, task["villages"], task["count"], target=task["target"], matching=task["matching"])

    assert divided(rule, task).workers.to_dict() == slow


@given(rule=every_rule, task=tasks(), rest=st.integers(0, 201_599))
@many
def test_the_money_adds_up_and_nobody_is_above_the_room(rule: str, task: dict[str, Any], rest: int) -> None:
    budget = task["count"] * task["cost"] + rest % task["cost"]

    found = divided(rule, task, budget_rupiah=budget)

    assert found.spent_rupiah == int(found.workers.sum()) * task["cost"]
    assert found.spent_rupiah + found.left_rupiah == budget
    assert all(0 <= found.workers[one.code] <= one.room for one in task["villages"])
    full = all(found.workers[one.code] == most_of_the_rule(rule, one, task) for one in task["villages"])
    assert full or 0 <= found.left_rupiah < task["cost"]
    assert all(found.workers[one.code] <= most_of_the_rule(rule, one, task) for one in task["villages"])


@given(rule=every_rule, task=tasks(), random=st.randoms(use_true_random=False))
@many
def test_the_order_of_the_rows_does_not_matter(rule: str, task: dict[str, Any], random: Any) -> None:
    shuffled = list(task["villages"])
    random.shuffle(shuffled)

    found, other = divided(rule, task), divided(rule, task | {"villages": shuffled})

    assert list(other.workers.index) == [one.code for one in shuffled]
    assert found.workers.to_dict() == other.workers.to_dict()
    assert found.reasons.to_dict() == other.reasons.to_dict()


@given(rule=every_rule, task=tasks(), more=st.integers(0, 9))
@many
def test_more_money_gives_no_village_fewer(rule: str, task: dict[str, Any], more: int) -> None:
    found = divided(rule, task)
    richer = divided(rule, task | {"count": task["count"] + more})

    assert (richer.workers >= found.workers).all()


@given(rule=every_rule, task=tasks())
@some
def test_floors_come_first(rule: str, task: dict[str, Any]) -> None:
    found = divided(rule, task)

    left = task["count"]
    for one in sorted(task["villages"], key=lambda village: village.code):
        floor = min(one.floor_workers, one.room, left)
        left -= floor
        assert found.workers[one.code] >= floor


@given(rule=every_rule, task=tasks())
@some
def test_every_village_has_one_sentence(rule: str, task: dict[str, Any]) -> None:
    found = divided(rule, task)

    assert list(found.reasons.index) == list(found.workers.index)
    for code, reason in found.reasons.items():
        assert reason.startswith("Mendapat " if found.workers[code] else "Tidak mendapat: "), reason
        assert reason.endswith(".")


def every_division(villages: list[Village], count: int) -> list[tuple[int, ...]]:
    rooms = [range(village.room + 1) for village in villages]
    full = min(count, sum(village.room for village in villages))
    return [division for division in product(*rooms) if sum(division) == full]


def coverages(villages: list[Village], workers: tuple[int, ...]) -> list[Fraction]:
    pairs = zip(villages, workers, strict=True)
    return sorted(Fraction(one.active + new, one.eligible) for one, new in pairs if one.eligible)


def without_floors(villages: list[Village]) -> list[Village]:
    return [Village(one.code, one.eligible, one.active, cap_workers=one.cap_workers) for one in villages]


@given(villages=village_lists(most=4, largest=7).map(without_floors), count=st.integers(0, 12))
@settings(max_examples=80)
def test_equal_coverage_is_the_best_of_all_divisions(villages: list[Village], count: int) -> None:
    found = divided(
        "equal_coverage", {"villages": villages, "count": count, "cost": 1, "target": None, "matching": None}
    )

    best = max(coverages(villages, division) for division in every_division(villages, count))
    assert coverages(villages, tuple(found.workers)) == best


@given(
    villages=village_lists(most=4, largest=7).map(without_floors),
    count=st.integers(0, 12),
    target=st.sampled_from([0.3, 0.5, 0.6, 1.0]),
)
@some
def test_no_division_brings_more_villages_to_the_target(villages: list[Village], count: int, target: float) -> None:
    def at_target(division: tuple[int, ...]) -> int:
        return sum(share >= Fraction(str(target)) for share in coverages(villages, division))

    task = {"villages": villages, "count": count, "cost": 1, "target": target, "matching": None}
    found = divided("most_villages_to_target", task)

    assert at_target(tuple(found.workers)) == max(at_target(one) for one in every_division(villages, count))


@given(task=tasks())
@some
def test_equal_weights_on_uncapped_villages_are_proportional_to_the_uncovered(task: dict[str, Any]) -> None:
    villages = [Village(one.code, one.eligible, one.active, weight=0.7) for one in task["villages"]]

    found = divided("weighted", task | {"villages": villages})

    assert found.workers.equals(divided("proportional_to_uncovered", task | {"villages": villages}).workers)


@given(
    rows=st.lists(
        st.tuples(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8
    ),
    part=st.fractions(0, 1),
    step=st.sampled_from([1, 2]),
)
@settings(max_examples=80)
def test_the_queue_is_exact_for_a_thousand_million_workers(
    rows: list[tuple[int, int, int]], part: Fraction, step: int
) -> None:
    scale, start, room = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    count = int(part * int(room.sum()))

    workers = climb(Ladder(start, step, scale.astype(np.float64)), np.zeros_like(room), room, count)

    assert int(workers.sum()) == count
    steps = [(begin, step, size, has, most) for (size, begin, most), has in zip(rows, workers.tolist(), strict=True)]
    taken = [(Fraction(b + s * (has - 1), size), place) for place, (b, s, size, has, _) in enumerate(steps) if has]
    waiting = [
        (Fraction(b + s * has, size), place) for place, (b, s, size, has, most) in enumerate(steps) if has < most
    ]
    assert not taken or not waiting or max(taken) < min(waiting)
