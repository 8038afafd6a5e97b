"""Handing out workers one after another, many at once: the first so many of a queue that no budget reorders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

ORDERED_BELOW = 2**52
"""Two different fractions whose numerators × denominators stay below this are different doubles, in the same order:
they differ by more than 2^-52 of their value, and a division is rounded to the nearest double."""

SAFE = 1e-12
"""Wider than all that rounding can do to a height (some 2^-52 of it), narrower than one worker."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The next worker goes to the lowest rung: with s workers a village stands (start + step × s) / scale high.

    Args:
        start: whole numbers from 0, one a village; villages stand in order of code.
        step: 1 or 2.
        scale: above 0, or 0 for a village that never stands in the queue. Exact, unless `exact_scale` is given.
        smaller_first: at equal height the smaller number here is first, then the village that stands first.
        exact_scale: the scale of the village at a position, where doubles do not hold it exactly.
    """

    start: Whole
    step: int
    scale: Real
    smaller_first: Whole | None = None
    exact_scale: Callable[[int], Fraction] | None = None


def fill(wanted: Whole, count: int) -> Whole:
    """Everyone in the order of the rows gets all that is wanted, until `count` workers are gone."""
    if int(wanted.sum()) <= count:
        return wanted.copy()
    dealt: Whole = np.clip(count - (np.cumsum(wanted) - wanted), 0, wanted)
    return dealt


def climb(ladder: Ladder, given: Whole, limit: Whole, count: int) -> Whole:
    """Hand out `count` more workers, each to the village that stands lowest and is below its limit.

    The result is what handing out one by one gives, to the worker: doubles only narrow down who can be next, and the
    last ones are compared exactly. So a larger count never gives a village fewer.

    Args:
        ladder: how high each village stands with so many workers.
        given: what each has already; it counts for the height.
        limit: the most that each may have in the end.
        count: workers to hand out, from 0; more than there is room for fills everyone.

    Returns:
        What each has then: given, and the new ones.
    """
    result = given.copy()
    open_ = _Open.among(ladder, given, limit)
    if count >= int(open_.limit.sum() - open_.given.sum()):
        result[open_.places] = limit[open_.places]
    elif count > 0:
        result[open_.places] = _first(open_, count)
    return result


@dataclass(frozen=True, slots=True)
class _Open:
    """The villages that can still get a worker, by their own positions."""

    ladder: Ladder
    places: Whole
    given: Real  # whole numbers, as all below: doubles hold them exactly and are not converted again and again
    limit: Real
    starts: Real
    scales: Real

    @classmethod
    def among(cls, ladder: Ladder, given: Whole, limit: Whole) -> _Open:
        places = np.flatnonzero((limit > given) & (ladder.scale > 0))
        starts, scales = ladder.start[places].astype(np.float64), ladder.scale[places]
        starts /= ladder.step  # 1 or 2: the divisions are exact
        scales /= ladder.step
        return cls(ladder, places, given[places].astype(np.float64), limit[places].astype(np.float64), starts, scales)

    def below(self, height: float) -> Real:
        """Workers of each village, the given included, whose rung is below the height; off by rounding at most."""
        with np.errstate(over="ignore"):  # a weight of 10^9 at the height of one of 10^-300: full, like infinity
            workers = self.scales * height
        workers -= self.starts
        np.ceil(workers, out=workers)
        np.maximum(workers, self.given, out=workers)
        return np.minimum(workers, self.limit, out=workers)

    def tops(self, village: Whole, rung: Whole) -> Whole:
        """Start + step × rung: the rungs' heights times their scales."""
        rung *= self.ladder.step
        rung += self.ladder.start[self.places][village]
        return rung


def _first(open_: _Open, count: int) -> Whole:
    """Workers of each open village, the given included; `count` is from 1 and less than their room."""
    low, high = _window(open_, count)
    sure = open_.below(low * (1 - SAFE)).astype(np.int64)
    spare = open_.below(high * (1 + SAFE)).astype(np.int64) - sure
    village = np.repeat(np.arange(len(spare)), spare)
    rung = np.arange(len(village))
    rung += (sure + spare - np.cumsum(spare))[village]
    chosen = _lowest(open_, village, open_.tops(village, rung), count - int(sure.sum() - open_.given.sum()))
    sure += np.bincount(village[chosen], minlength=len(sure))
    return sure


def _window(open_: _Open, count: int) -> tuple[float, float]:
    """Two heights with the last worker's rung between them, and no more rungs there than villages; by bisection.

    The numbers of the bit patterns of positive doubles are in the order of the doubles: halving them finds any height,
    be it 10^-300 or 10^300, in at most 64 steps.
    """
    lowest = float(((open_.starts + open_.given) / open_.scales).min())
    highest = float(((open_.starts + open_.limit) / open_.scales).max())
    low, high = _bits(lowest * (1 - SAFE)), _bits(highest * (1 + SAFE))
    given = int(open_.given.sum())
    fewer, more = 0, int(open_.limit.sum()) - given
    while high - low > 1 and more - fewer > len(open_.places):
        middle = (low + high) // 2
        reached = int(open_.below(_double(middle)).sum()) - given
        if reached <= count:
            low, fewer = middle, reached
        else:
            high, more = middle, reached
    return _double(low), _double(high)


def _bits(height: float) -> int:
    return int(np.float64(height).view(np.int64))


def _double(bits: int) -> float:
    return float(np.int64(bits).view(np.float64))


def _lowest(open_: _Open, village: Whole, top: Whole, count: int) -> Whole:
    """Positions of the `count` lowest rungs of those in the window; ties by the ladder's rule, then as they stand."""
    if count == 0:
        return np.empty(0, dtype=np.int64)
    ladder = open_.ladder
    height = top / (open_.scales * ladder.step)[village]
    last = np.partition(height, count - 1)[count - 1]
    if ladder.exact_scale is None and int(top.max()) * int(open_.scales.max() * ladder.step) < ORDERED_BELOW:
        sure, near = np.flatnonzero(height < last), np.flatnonzero(height == last)
        keys: list[Whole] = []
    else:
        below, above = last * (1 - SAFE), last * (1 + SAFE)
        sure, near = np.flatnonzero(height < below), np.flatnonzero((height >= below) & (height <= above))
        keys = [_exact_order(open_, village[near], top[near])]
    if ladder.smaller_first is not None:
        keys.insert(0, ladder.smaller_first[open_.places[village[near]]])
    order = np.lexsort(keys) if keys else slice(None)
    return np.concatenate([sure, near[order][: count - len(sure)]])


def _exact_order(open_: _Open, village: Whole, top: Whole) -> Whole:
    """The places 0, 1, ... of these heights among each other, equal heights sharing one; in integers of any size."""
    exact, scale = open_.ladder.exact_scale, open_.ladder.scale
    positions = open_.places[village].tolist()
    scales = {place: exact(place) if exact else Fraction(int(scale[place])) for place in set(positions)}
    # Fractions with denominators below 2^b are equal or 2^-2b apart: 2b binary digits tell them from each other.
    digits = 2 * max(one.numerator.bit_length() for one in scales.values())
    heights = [
        (number * scales[place].denominator << digits) // scales[place].numerator
        for number, place in zip(top.tolist(), positions, strict=True)
    ]
    order = {height: position for position, height in enumerate(sorted(set(heights)))}
    return np.array([order[height] for height in heights], dtype=np.int64)
