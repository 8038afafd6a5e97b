"""Who is protected month by month when contributions are paid, stop, and start again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from domain.benefits import jkm_full_from
from domain.calendar import Month
from domain.coverage import Counts
from domain.plan import VillagePlan

ARREARS_MONTHS = 3
"""So many unpaid months in a row; a member is inactive from the month after them."""

FullJkm = Literal["no", "earlier", "yes"]
_Status = Literal["outside", "paid", "assumed", "arrears", "lapsed"]


@dataclass(frozen=True, slots=True)
class MonthState:
    """The BPU workers of a village in one month, if the plan is paid.

    Attributes:
        new_paid, pledged_paid: workers of the plan, and those pledged elsewhere in this meeting, who are paid for.
        continued_paid: members of today who are paid for by the plan, or still by whoever pays them today.
        others_paid: members of today outside the plan whose contribution is paid.
        assumed: members of today of whom nobody has said how long they are paid; counted as active.
        arrears: not paid for one to three months: their protection is uncertain.
        lapsed: members of today who are inactive because three months in a row were not paid.
        ended: the same of the plan's new workers, without those pledged elsewhere.
        full_jkm: whether JKM pays in full for the plan's new workers: by the earlier reading only, by both, or not.
    """

    month: Month
    eligible: int
    new_paid: int
    pledged_paid: int
    continued_paid: int
    others_paid: int
    assumed: int
    arrears: int
    lapsed: int
    ended: int
    full_jkm: FullJkm

    @property
    def paid(self) -> int:
        """Everybody whose contribution of this month is paid."""
        return self.new_paid + self.pledged_paid + self.continued_paid + self.others_paid

    @property
    def covered(self) -> int:
        """The paid, and those who are assumed to be."""
        return self.paid + self.assumed

    @property
    def share(self) -> float | None:
        """Covered over eligible, 0..1, if the plan is paid; None where nobody is eligible."""
        return min(self.covered / self.eligible, 1.0) if self.eligible else None


def coverage_path(
    counts: Counts, plan: VillagePlan, pledged: int = 0, *, first: Month, last: Month
) -> tuple[MonthState, ...]:
    """A member not paid for three months in a row is inactive from the month after the third.

    In those three months the protection is uncertain: they count as arrears, not as covered. New workers are
    members from their first paid month. Members of today whom the plan does not continue are paid until
    `plan.paid_until`; where nobody has said, they stay counted as active (`assumed`). Those whom it continues are
    paid until then too, and by the plan in its months; when it ends they lapse like everybody else. Workers
    pledged elsewhere in the meeting are drawn over the plan's months, as their own are not in the plan.

    Args:
        counts: the BPU workers of the village today.
        pledged: new workers whom the village has pledged already.
        first, last: the months to tell, both included; nothing where `last` is before `first`.
    """
    full = jkm_full_from([plan.start_month.plus(offset) for offset in range(plan.months)])
    months = range(_distance(first, last) + 1)
    return tuple(_state(counts, plan, pledged, first.plus(offset), full) for offset in months)


def _state(
    counts: Counts, plan: VillagePlan, pledged: int, month: Month, full: tuple[Month, Month] | None
) -> MonthState:
    others = max(0, counts.active - plan.continued_workers)
    new = _new_status(plan, month)
    today = _others_status(plan, month)
    continued = _continued_status(plan, month)
    groups = ((new, plan.new_workers + pledged), (today, others), (continued, plan.continued_workers))
    return MonthState(
        month=month,
        eligible=counts.eligible,
        new_paid=plan.new_workers if new == "paid" else 0,
        pledged_paid=pledged if new == "paid" else 0,
        continued_paid=plan.continued_workers if continued == "paid" else 0,
        others_paid=others if today == "paid" else 0,
        assumed=sum(workers for status, workers in groups if status == "assumed"),
        arrears=sum(workers for status, workers in groups if status == "arrears"),
        lapsed=sum(workers for status, workers in groups[1:] if status == "lapsed"),
        ended=plan.new_workers + pledged if new == "lapsed" else 0,
        full_jkm=_full(month, full) if new == "paid" else "no",
    )


def _new_status(plan: VillagePlan, month: Month) -> _Status:
    if month < plan.start_month:
        return "outside"
    return _unpaid_since(_end(plan), month)


def _others_status(plan: VillagePlan, month: Month) -> _Status:
    return "assumed" if plan.paid_until is None else _unpaid_since(plan.paid_until, month)


def _continued_status(plan: VillagePlan, month: Month) -> _Status:
    if month < plan.start_month:
        return _others_status(plan, month)
    end = _end(plan)
    # Who pays them today may pay longer than the plan, and without a gap between the two.
    last_paid = max(end, plan.paid_until) if plan.paid_until else end
    return _unpaid_since(last_paid, month)


def _unpaid_since(last_paid: Month, month: Month) -> _Status:
    unpaid = _distance(last_paid, month)
    if unpaid <= 0:
        return "paid"
    return "arrears" if unpaid <= ARREARS_MONTHS else "lapsed"


def _end(plan: VillagePlan) -> Month:
    """The plan's last paid month; with no months the one before its start."""
    return plan.start_month.plus(plan.months - 1)


def _full(month: Month, full: tuple[Month, Month] | None) -> FullJkm:
    if full is None or month < full[0]:
        return "no"
    return "yes" if month >= full[1] else "earlier"


def lapses(path: Sequence[MonthState]) -> tuple[tuple[Month, int], ...]:
    """The months in which workers become inactive, each with how many: members of today and the plan's new ones."""
    found = []
    for before, after in pairwise(path):
        gone = after.lapsed + after.ended - before.lapsed - before.ended
        if gone > 0:
            found.append((after.month, gone))
    return tuple(found)


def _distance(earlier: Month, later: Month) -> int:
    return (later.year - earlier.year) * 12 + later.number - earlier.number
