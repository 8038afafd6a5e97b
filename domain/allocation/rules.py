"""The six rules on arrays: each is a queue of workers whose order does not depend on the budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from domain.allocation.inputs import Matching, Villages
from domain.allocation.queue import ORDERED_BELOW, Ladder, climb, fill

Whole = NDArray[np.int64]
Rule = Literal[
    "equal_per_village",
    "proportional_to_uncovered",
    "equal_coverage",
    "most_villages_to_target",
    "weighted",
    "matching",
]
RULES: tuple[Rule, ...] = get_args(Rule)

_DECIMALS = 10**6
_LONGEST = 10**17  # denominators up to here: a few of them fit into 64 bits
_LIFT = 500  # binary digits: the smallest double is then no subnormal, and the largest weight × room no infinity


@dataclass(frozen=True, slots=True)
class Task:
    """What `hand_out` works on; `target` and `matching` only where the rule needs them."""

    rule: Rule
    villages: Villages
    count: int
    target: Fraction | None = None
    matching: Matching | None = None


def hand_out(task: Task) -> Whole:
    """Workers of each village, in order of code: floors first, in that order, then the rule on what is left.

    Floors count as workers of their village for the rule, so they come before it and not on top of it.
    """
    floors = dealt_floors(task)
    return _DEALERS[task.rule](task, floors, task.count - int(floors.sum()))


def dealt_floors(task: Task) -> Whole:
    """What each village has before the rule begins: its floor, at most its room, as far as the money goes."""
    return fill(np.minimum(task.villages.floor, task.villages.room), task.count)


def served_room(task: Task) -> Whole:
    """The most that the rule may give each village, floors apart."""
    villages = task.villages
    if task.rule == "weighted":
        assert villages.weight is not None
        return np.where(villages.weight > 0, villages.room, 0)
    if task.rule == "matching":
        assert task.matching
        matched = _whole_product(villages.pledged, task.matching.per_pledged, round_up=False)
        return np.minimum(np.minimum(matched, task.matching.cap), villages.room)
    return villages.room


def missing_to_target(villages: Villages, given: Whole, target: Fraction) -> Whole:
    """Workers that each village still lacks to the target with those that it was given; never below 0."""
    missing: Whole = np.maximum(_whole_product(villages.eligible, target, round_up=True) - villages.active - given, 0)
    return missing


def _equal_per_village(task: Task, given: Whole, count: int) -> Whole:
    """One each in order of code, again and again: the next worker goes to the village with the fewest."""
    size = len(given)
    ladder = Ladder(np.zeros(size, dtype=np.int64), 1, np.ones(size))
    return climb(ladder, given, task.villages.room, count)


def _proportional(task: Task, given: Whole, count: int) -> Whole:
    """Webster: the next worker goes to the highest uncovered / (2 × given + 1)."""
    scale = task.villages.uncovered.astype(np.float64)
    return climb(Ladder(np.ones_like(given), 2, scale), given, task.villages.room, count)


def _weighted(task: Task, given: Whole, count: int) -> Whole:
    """Webster on weight × room."""
    villages = task.villages
    assert villages.weight is not None
    weight, room = villages.weight, villages.room
    decimals = np.rint(weight * _DECIMALS).astype(np.int64)
    printed = decimals / _DECIMALS == weight
    if printed.all():
        whole = decimals // max(int(np.gcd.reduce(decimals)), 1)
        if int(whole.max(initial=0)) * int(room.max(initial=0)) < ORDERED_BELOW:
            scale = (whole * room).astype(np.float64)
            return climb(Ladder(np.ones_like(given), 2, scale), given, room, count)

    @cache  # many villages may be alike
    def exact_product(one: float, printed_as: int | None, workers: int) -> Fraction:
        return workers * (Fraction(one) if printed_as is None else Fraction(printed_as, _DECIMALS))

    def exact_scale(place: int) -> Fraction:
        printed_as = int(decimals[place]) if printed[place] else None
        return exact_product(float(weight[place]), printed_as, int(room[place]))

    scale = np.ldexp(weight, _LIFT) * room
    return climb(Ladder(np.ones_like(given), 2, scale, exact_scale=exact_scale), given, room, count)


def _equal_coverage(task: Task, given: Whole, count: int) -> Whole:
    """Leximin: the next worker goes to the lowest (active + given) / eligible, at a tie to the smaller village."""
    villages = task.villages
    ladder = Ladder(villages.active, 1, villages.eligible.astype(np.float64), smaller_first=villages.eligible)
    return climb(ladder, given, villages.room, count)


def _most_villages_to_target(task: Task, given: Whole, count: int) -> Whole:
    """The village that lacks the fewest is completed first; when all within reach are, equal coverage goes on."""
    assert task.target is not None
    missing = missing_to_target(task.villages, given, task.target)
    missing[missing > task.villages.room - given] = 0  # out of reach
    left = count - int(missing.sum())
    if left >= 0:
        return _equal_coverage(task, given + missing, left)
    order = np.flatnonzero(missing)
    order = order[np.argsort(missing[order], kind="stable")]
    given = given.copy()
    given[order] += fill(missing[order], count)
    return given


def _matching(task: Task, given: Whole, count: int) -> Whole:
    """The village with the lowest coverage today gets its whole match first, then the next."""
    villages = task.villages
    wanted = np.maximum(served_room(task) - given, 0)
    matched = np.flatnonzero(wanted)
    order = matched[_order_by_share(villages.active[matched], villages.eligible[matched])]
    given = given.copy()
    given[order] += fill(wanted[order], count)
    return given


def _order_by_share(part: Whole, whole: Whole) -> Whole:
    """Positions in order of part / whole; equal shares as they stand."""
    if int(part.max(initial=0)) * int(whole.max(initial=0)) < ORDERED_BELOW:
        return np.argsort(part / whole, kind="stable")
    shares = [Fraction(*pair) for pair in zip(part.tolist(), whole.tolist(), strict=True)]
    return np.array(sorted(range(len(shares)), key=shares.__getitem__), dtype=np.int64)


def _whole_product(counts: Whole, factor: Fraction, *, round_up: bool) -> Whole:
    """Counts × factor as whole numbers, exact for a factor with any number of decimals."""
    top, bottom = factor.as_integer_ratio()
    if bottom <= _LONGEST and int(counts.max(initial=0)) * factor < ORDERED_BELOW:
        near: Whole = np.floor(counts * float(factor)).astype(np.int64)
        # Both products may wrap around; their difference is a few bottoms, so it is right again.
        rest: Whole = counts * top - near * bottom
        return near - (-rest // bottom) if round_up else near + rest // bottom
    different, places = np.unique(counts, return_inverse=True)
    products = [-(-count * top // bottom) if round_up else count * top // bottom for count in different.tolist()]
    return np.array(products, dtype=np.int64)[places]


_DEALERS: dict[Rule, Callable[[Task, Whole, int], Whole]] = {
    "equal_per_village": _equal_per_village,
    "proportional_to_uncovered": _proportional,
    "equal_coverage": _equal_coverage,
    "most_villages_to_target": _most_villages_to_target,
    "weighted": _weighted,
    "matching": _matching,
}
