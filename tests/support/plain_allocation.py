"""The rules of allocation as plain loops, one worker after another: what the fast code must give, and how fast it is."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any


@dataclass
class Village:
    code: str
    eligible: int
    active: int
    weight: float = 1
    floor_workers: int = 0
    cap_workers: int | None = None
    pledged_workers: int = 0

    @property
    def room(self) -> int:
        room = max(self.eligible - self.active - self.pledged_workers, 0)
        return room if self.cap_workers is None else min(room, self.cap_workers)

    @property
    def uncovered(self) -> int:
        return max(self.eligible - self.active, 0)


Given = dict[str, int]
Key = Callable[[Village, int], Any]


def as_printed(number: float) -> Fraction:
    return Fraction(str(number))


def as_weight(number: float) -> Fraction:
    """A decimal with at most six digits is that decimal, any other the exact double."""
    decimal = Fraction(str(number))
    return decimal if (decimal * 10**6).denominator == 1 else Fraction(number)


def plain_allocate(
    rule: str,
    villages: Iterable[Village],
    count: int,
    *,
    target: float = 0.0,
    matching: Mapping[str, float] | None = None,
    exact: bool = True,
) -> Given:
    """Workers by code. `exact=False` divides doubles, as a newcomer would: faster, and wrong at a near tie."""
    ordered = sorted(villages, key=lambda village: village.code)
    given, left = {}, count
    for village in ordered:
        given[village.code] = min(village.floor_workers, village.room, left)
        left -= given[village.code]
    divide: Callable[[Any, Any], Any] = Fraction if exact else lambda top, bottom: top / bottom
    number: Callable[[float], Any] = as_printed if exact else float
    if rule == "matching":
        assert matching
        _match(ordered, given, left, divide, number(matching["per_pledged"]), int(matching["cap"]))
        return given
    if rule == "most_villages_to_target":
        left = _complete(ordered, given, left, number(target))
        rule = "equal_coverage"
    _one_by_one(
        ordered, given, left, _keys(divide, as_weight if exact else float)[rule], needs_weight=rule == "weighted"
    )
    return given


def _keys(divide: Callable[[Any, Any], Any], weight: Callable[[float], Any]) -> dict[str, Key]:
    return {
        "equal_per_village": lambda _, has: has,
        "proportional_to_uncovered": lambda village, has: divide(2 * has + 1, village.uncovered),
        "equal_coverage": lambda village, has: (divide(village.active + has, village.eligible), village.eligible),
        "weighted": lambda village, has: divide(2 * has + 1, weight(village.weight) * village.room),
    }


def _one_by_one(ordered: list[Village], given: Given, left: int, key: Key, *, needs_weight: bool) -> None:
    able = [village for village in ordered if village.weight > 0 or not needs_weight]
    queue = [
        (key(village, given[village.code]), village.code, village)
        for village in able
        if given[village.code] < village.room
    ]
    heapq.heapify(queue)
    while left > 0 and queue:
        _, code, village = heapq.heappop(queue)
        given[code] += 1
        left -= 1
        if given[code] < village.room:
            heapq.heappush(queue, (key(village, given[code]), code, village))


def _complete(ordered: list[Village], given: Given, left: int, target: Any) -> int:
    missing = {
        village.code: ceil(target * village.eligible) - village.active - given[village.code] for village in ordered
    }
    reachable = [village for village in ordered if 0 < missing[village.code] <= village.room - given[village.code]]
    for village in sorted(reachable, key=lambda village: (missing[village.code], village.code)):
        part = min(missing[village.code], left)
        given[village.code] += part
        left -= part
    return left


def _match(
    ordered: list[Village], given: Given, left: int, divide: Callable[[Any, Any], Any], per_pledged: Any, cap: int
) -> None:
    able = [village for village in ordered if village.room]
    for village in sorted(able, key=lambda village: (divide(village.active, village.eligible), village.code)):
        match = min(floor(per_pledged * village.pledged_workers), cap, village.room)
        part = min(max(match - given[village.code], 0), left)
        given[village.code] += part
        left -= part
