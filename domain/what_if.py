"""What an amount buys, and what a number of workers costs: the two directions of one rule."""

from __future__ import annotations

from dataclasses import dataclass

from domain.money import Rupiah
from domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Purchase:
    """Whole workers for an amount; spent + left is the amount, to the rupiah.

    Attributes:
        next_rupiah: what must be added to protect one worker more; None where nobody is left to protect.
    """

    workers: int
    spent_rupiah: Rupiah
    left_rupiah: Rupiah
    next_rupiah: Rupiah | None


def workers_for(budget_rupiah: int, unit_cost_rupiah: int, most_workers: int) -> Purchase:
    """How many workers an amount protects for the whole time, never more than there are to protect.

    Args:
        budget_rupiah: 0 or more.
        unit_cost_rupiah: one worker over all months, at least 1.
        most_workers: those who are not protected yet.

    Raises:
        Refused: a negative amount, or a cost below one rupiah.

    >>> workers_for(5_000_000, 201_600, 500)
    Purchase(workers=24, spent_rupiah=4838400, left_rupiah=161600, next_rupiah=40000)
    """
    if budget_rupiah < 0:
        raise Refused("what_if.budget", "Jumlah tidak boleh negatif.", field="budget")
    if unit_cost_rupiah < 1:
        raise Refused("what_if.unit_cost", "Iuran satu pekerja harus lebih dari nol.")
    workers = min(budget_rupiah // unit_cost_rupiah, max(0, most_workers))
    spent = workers * unit_cost_rupiah
    left = budget_rupiah - spent
    missing = Rupiah(max(0, unit_cost_rupiah - left)) if workers < most_workers else None
    return Purchase(workers, Rupiah(spent), Rupiah(left), missing)
