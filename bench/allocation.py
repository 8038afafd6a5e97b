"""R8: one allocation over 83,762 villages by every rule, beside a plain loop; and the linear program of funds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from domain.allocation import RULES, allocate
from domain.allocation.inputs import affordable_workers, read_matching, read_target, read_villages
from domain.allocation.rules import Task, hand_out
from domain.fund_allocation import Fund, allocate_funds
from tests.support.plain_allocation import Village, plain_allocate

VILLAGES, ROUNDS = 83_762, 5
UNIT_COST_RUPIAH = 16_800 * 12
TARGET, MATCHING = 0.6, {"per_pledged": 1.5, "cap": 40}
# Parts of all the room: a little, so that few get anything; half, where Webster ties for every odd room; nearly all.
PARTS = (0.01, 0.5, 0.9)
# Workers that the plain loop is asked for; it takes one at a time, so the whole room would take minutes.
PLAIN_COUNT = 300_000
MOST_ARRAYS_MS, MOST_WHOLE_MS, LEAST_RATIO, MOST_FUNDS_MS = 20.0, 100.0, 5.0, 200.0


def measure() -> dict[str, Any]:
    """Every rule, and several funds at once.

    Returns:
        `rules`: by rule `arrays_ms` and `allocate_ms` (worst median of three budgets), `plain_ms` and `ratio` (whole
        `allocate` against the plain loop on one smaller budget); `funds_ms`: 6 funds over 29 villages × 8 groups.
    """
    needs = _nation()
    rows = needs.itertuples(index=False)
    villages = [
        Village(row.village_code, row.eligible, row.active, row.weight, pledged_workers=row.pledged_workers)
        for row in rows
    ]
    room = sum(village.room for village in villages)
    rules = {rule: _of_rule(rule, needs, villages, room) for rule in RULES}
    return {"villages": VILLAGES, "rules": rules, "funds_ms": _funds_ms()}


def _nation() -> pd.DataFrame:
    """Villages of 0 to 2,000 eligible workers, not in order of code, with weights that no decimal ends."""
    dice = np.random.default_rng(8)
    eligible = dice.integers(0, 2_000, VILLAGES)
    table = pd.DataFrame(
        {
            "village_code": [f"{11 + n % 83}.{n // 83 % 40:02d}.{n // 3320:02d}.{2001 + n}" for n in range(VILLAGES)],
            "eligible": eligible,
            "active": (eligible * dice.random(VILLAGES)).astype(np.int64),
            "weight": dice.random(VILLAGES),
            "pledged_workers": dice.integers(0, 50, VILLAGES),
        }
    )
    return table.sample(frac=1, random_state=8, ignore_index=True)


def _of_rule(rule: Any, needs: pd.DataFrame, villages: list[Village], room: int) -> dict[str, float]:
    def whole(count: int) -> Any:
        budget_rupiah = count * UNIT_COST_RUPIAH
        return allocate(rule, needs, UNIT_COST_RUPIAH, budget_rupiah, target_share=TARGET, matching=MATCHING)

    read = read_villages(needs)
    target, matching = read_target(TARGET), read_matching(MATCHING)
    arrays_ms, allocate_ms = [], []
    for part in PARTS:
        count = affordable_workers(UNIT_COST_RUPIAH, int(room * part) * UNIT_COST_RUPIAH)
        task = Task(rule, read, count, target, matching)
        arrays_ms.append(_milliseconds(partial(hand_out, task)))
        allocate_ms.append(_milliseconds(partial(whole, count)))
    plain_ms = _milliseconds(
        lambda: plain_allocate(rule, villages, PLAIN_COUNT, target=TARGET, matching=MATCHING, exact=False), rounds=1
    )
    ratio = plain_ms / _milliseconds(lambda: whole(PLAIN_COUNT))
    return {
        "arrays_ms": round(max(arrays_ms), 1),
        "allocate_ms": round(max(allocate_ms), 1),
        "plain_ms": round(plain_ms, 1),
        "ratio": round(ratio, 1),
    }


def _funds_ms() -> float:
    """Worst median of five regencies; what one of them imports is not measured."""
    dice = random.Random(8)
    groups = ["fisher", "farmer", "farm_labourer", "oil_palm_worker", "trader", "builder", "driver", "other"]
    columns = ["village_code", "worker_group", "eligible", "active"]
    worst = 0.0
    for _ in range(5):
        rows = [
            (f"62.08.01.{2001 + n}", group, dice.randint(50, 200), dice.randint(0, 50))
            for n in range(29)
            for group in groups
        ]
        needs = pd.DataFrame(rows, columns=columns)
        funds = [
            Fund(
                f"fund {n}",
                dice.randint(1, 900) * UNIT_COST_RUPIAH,
                dice.sample(groups, dice.randint(1, 3)) if n else None,
            )
            for n in range(6)
        ]
        worst = max(worst, _milliseconds(partial(allocate_funds, needs, funds, UNIT_COST_RUPIAH)))
    return round(worst, 1)


def _milliseconds(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median of several rounds; the first of several only warms up."""
    seconds = []
    for _ in range(rounds + (rounds > 1)):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return median(seconds[rounds > 1 :]) * 1_000


def main() -> None:
    """Print what was measured beside what must be reached."""
    found = measure()
    print(
        f"{found['villages']} villages: arrays ≤ {MOST_ARRAYS_MS:g} ms, allocate ≤ {MOST_WHOLE_MS:g} ms, "
        f"plain loop, ≥ {LEAST_RATIO:g}×"
    )
    for rule, one in found["rules"].items():
        figures = (
            f"{one['arrays_ms']:7.1f} ms {one['allocate_ms']:7.1f} ms {one['plain_ms']:9.1f} ms {one['ratio']:7.1f}×"
        )
        print(f"{rule:26}{figures}")
    print(f"29 villages × 8 groups × 6 funds: {found['funds_ms']} ms, ≤ {MOST_FUNDS_MS:g} ms")


if __name__ == "__main__":
    main()
