"""The door: a table of needs and a budget in, whole workers by village out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np
import pandas as pd

from domain.allocation.inputs import affordable_workers, read_matching, read_target, read_villages
from domain.allocation.reasons import sentences
from domain.allocation.rules import RULES, Rule, Task, hand_out
from domain.refusal import Refused


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who gets how many workers; spent + left is the budget, to the rupiah.

    Args:
        workers: whole workers by village code, in the order of the rows of the needs.
        spent_rupiah: workers × unit cost.
        left_rupiah: less than the cost of one worker, unless no village that the rule may serve has room.
    """

    workers: pd.Series
    spent_rupiah: int
    left_rupiah: int
    _task: Task = field(repr=False)

    @cached_property
    def reasons(self) -> pd.Series:
        """By village code, one Indonesian sentence: why this village gets this number. Made when first read."""
        villages = self._task.villages
        workers = self.workers.to_numpy()[villages.order]
        texts = np.empty(len(workers), dtype=object)
        texts[villages.order] = sentences(self._task, workers)
        return pd.Series(texts, index=self.workers.index, name="reason", dtype="str")


def allocate(
    rule: Rule,
    needs: pd.DataFrame,
    unit_cost_rupiah: int,
    budget_rupiah: int,
    *,
    target_share: float | Decimal | Fraction | None = None,
    matching: Mapping[str, object] | None = None,
) -> Allocation:
    """Divide a fund over villages by one rule, whole workers only, the same whatever the order of the rows.

    Each rule hands out workers one after another in an order that does not depend on the budget, so more budget never
    gives a village fewer. First come the floors, in order of code; they count for the rule, it does not come on top.

    - `equal_per_village`: the next worker goes to the village that was given the fewest.
    - `proportional_to_uncovered`: to the highest uncovered / (2 × given + 1) (Webster, Sainte-Laguë).
    - `equal_coverage`: to the lowest (active + given) / eligible (leximin); ties: the smaller village.
    - `most_villages_to_target`: completes the village that lacks the fewest workers; then as equal coverage.
    - `weighted`: Webster on weight × room. A weight with at most six decimals is that decimal, any other the exact
      double; weight 0 gets nothing but its floor.
    - `matching`: min(k × pledged, c, room) a village, whole matches, the lowest coverage of today first.

    Ties go to the smaller code. Coverage is active over eligible: pledged workers are no coverage, they take room.

    Args:
        rule: one of `RULES`.
        needs: one row a village: `village_code` (any unique text), `eligible`, `active`; optionally `weight`,
            `floor_workers`, `cap_workers` (0 leaves the village out), `pledged_workers`. Room is eligible − active −
            pledged, at most the cap, never below 0; nobody gets more.
        unit_cost_rupiah: cost of one worker for the whole time, from 1 to 10^15.
        budget_rupiah: from 0 to 10^15.
        target_share: 0..1, read as the decimal that it prints as; only for `most_villages_to_target`.
        matching: `{"per_pledged": k, "cap": c}`; only for `matching`.

    Returns:
        Allocation with `workers`, `spent_rupiah`, `left_rupiah` and `reasons`; spent + left is the budget.

    Raises:
        Refused: a ValueError with an Indonesian sentence: what is wrong, in which column and village, and the cure.

    >>> needs = pd.DataFrame({"village_code": ["A", "B"], "eligible": [100, 50], "active": [60, 10]})
    >>> allocation = allocate("equal_coverage", needs, 100_000, 3_050_000)
    >>> allocation.workers.to_dict(), allocation.left_rupiah
    ({'A': 6, 'B': 24}, 50000)
    >>> allocation.reasons["B"]
    'Mendapat 24 pekerja: cakupan terendah didahulukan; cakupan desa ini naik dari 20% ke 68% bila dibayar.'
    """
    _check_rule(rule)
    count = affordable_workers(unit_cost_rupiah, budget_rupiah)
    target = None if target_share is None else read_target(target_share)
    matched = None if matching is None else read_matching(matching)
    task = Task(rule, read_villages(needs), count, target, matched)
    _check_has_what_it_needs(task, needs)
    workers = task.villages.in_table_order(hand_out(task))
    spent_rupiah = int(workers.sum()) * int(unit_cost_rupiah)
    return Allocation(
        pd.Series(workers, index=task.villages.index, name="workers"),
        spent_rupiah,
        int(budget_rupiah) - spent_rupiah,
        task,
    )


def _check_rule(rule: str) -> None:
    if rule not in RULES:
        raise Refused("allocation.rule", f"Aturan “{rule}” tidak dikenal. Yang dikenal: {', '.join(RULES)}.")


def _check_has_what_it_needs(task: Task, needs: pd.DataFrame) -> None:
    if task.rule == "most_villages_to_target" and task.target is None:
        raise Refused("allocation.target", "Aturan ini perlu target cakupan, misalnya 0,6 untuk 60%.")
    if task.rule == "weighted" and "weight" not in needs.columns:
        raise Refused("allocation.needs", "Aturan ini perlu kolom weight: bobot tiap desa, 0 bila tidak mendapat.")
    if task.rule == "matching" and task.matching is None:
        raise Refused(
            "allocation.matching", "Aturan ini perlu per_pledged (tambahan per pekerja yang dijanjikan) dan cap."
        )
    if task.rule == "matching" and "pledged_workers" not in needs.columns:
        raise Refused("allocation.needs", "Aturan ini perlu kolom pledged_workers: pekerja yang dijanjikan tiap desa.")
