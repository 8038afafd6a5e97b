"""What a what-if is asked: everything that decides its answer, and nothing else; kept and compared as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.calendar import Month
from domain.rates import TWO_PROGRAMMES, Programme
from domain.refusal import Refused

LONGEST_MONTHS = 36
"""Three years: as long as it takes until JKM pays scholarships."""
MOST_FUNDS = 6
PLAN_RULES = (
    "equal_coverage",
    "proportional_to_uncovered",
    "equal_per_village",
    "most_villages_to_target",
    "weighted",
    "matching",
)


@dataclass(frozen=True, slots=True)
class SourceCeiling:
    """A funding source of the village and the most it may give, in whole rupiah; None is no ceiling."""

    source: str
    ceiling_rupiah: int | None = None


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """One village: whom it would protect, from when, for how long, from which money.

    Attributes:
        new_workers: BPU workers who are not active today.
        continued_workers: BPU workers who are active and whose contribution the village would go on paying.
        officials: village officials (PU) who are not active today.
        months: 1 to 36, from `start_month` on.
        sources: in the order in which they are used.
        paid_until: the last month that is paid for today's active members; None where nobody has said.
    """

    village_code: str
    new_workers: int
    continued_workers: int
    officials: int
    start_month: Month
    months: int
    programmes: tuple[Programme, ...] = TWO_PROGRAMMES
    sources: tuple[SourceCeiling, ...] = (SourceCeiling("ADD"),)
    paid_until: Month | None = None


@dataclass(frozen=True, slots=True)
class PlanFund:
    """One pot of money for the regency; `groups` are codes of the worker groups it may pay, None is every group."""

    name: str
    amount_rupiah: int
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RegencyPlan:
    """A fund, or several, over all villages.

    Attributes:
        rule: one of `PLAN_RULES`; counts where there is one fund for every group. Several funds, or one with a
            condition, are divided by `domain.fund_allocation`.
        target_points: hundredths of a percent, or None.
        weights: village code and weight, in order of code; empty where the rule is not `weighted`.
        per_pledged, cap: of the rule `matching`: the decimal as it was typed (`"1.5"`), and workers a village.
    """

    rule: str
    funds: tuple[PlanFund, ...]
    start_month: Month
    months: int
    programmes: tuple[Programme, ...] = TWO_PROGRAMMES
    target_points: int | None = None
    weights: tuple[tuple[str, str], ...] = ()
    per_pledged: str = "1"
    cap: int = 100

    @property
    def is_simple(self) -> bool:
        """One fund without a condition: a rule divides it."""
        return len(self.funds) == 1 and self.funds[0].groups is None

    @property
    def budget_rupiah(self) -> int:
        """All funds together."""
        return sum(fund.amount_rupiah for fund in self.funds)


Plan = VillagePlan | RegencyPlan


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values; the inverse of :func:`plan_from_json`."""
    if isinstance(plan, VillagePlan):
        return {
            "kind": "village",
            "village_code": plan.village_code,
            "new_workers": plan.new_workers,
            "continued_workers": plan.continued_workers,
            "officials": plan.officials,
            "start_month": str(plan.start_month),
            "months": plan.months,
            "programmes": list(plan.programmes),
            "sources": [{"source": s.source, "ceiling_rupiah": s.ceiling_rupiah} for s in plan.sources],
            "paid_until": str(plan.paid_until) if plan.paid_until else None,
        }
    return {
        "kind": "regency",
        "rule": plan.rule,
        "funds": [
            {"name": f.name, "amount_rupiah": f.amount_rupiah, "groups": None if f.groups is None else list(f.groups)}
            for f in plan.funds
        ],
        "start_month": str(plan.start_month),
        "months": plan.months,
        "programmes": list(plan.programmes),
        "target_points": plan.target_points,
        "weights": [list(pair) for pair in plan.weights],
        "per_pledged": plan.per_pledged,
        "cap": plan.cap,
    }


def plan_from_json(values: Mapping[str, Any]) -> Plan:
    """A plan from what :func:`plan_to_json` wrote.

    Raises:
        Refused: something is missing or of another kind: the data were not written by this program.
    """
    try:
        return _village(values) if values["kind"] == "village" else _regency(values)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("plan.unreadable", "Isi simulasi itu tidak terbaca.") from error


def _village(values: Mapping[str, Any]) -> VillagePlan:
    return VillagePlan(
        village_code=str(values["village_code"]),
        new_workers=int(values["new_workers"]),
        continued_workers=int(values["continued_workers"]),
        officials=int(values["officials"]),
        start_month=Month.parse(values["start_month"]),
        months=int(values["months"]),
        programmes=tuple(values["programmes"]),
        sources=tuple(SourceCeiling(s["source"], s["ceiling_rupiah"]) for s in values["sources"]),
        paid_until=Month.parse(values["paid_until"]) if values["paid_until"] else None,
    )


def _regency(values: Mapping[str, Any]) -> RegencyPlan:
    return RegencyPlan(
        rule=str(values["rule"]),
        funds=tuple(
            PlanFund(f["name"], f["amount_rupiah"], None if f["groups"] is None else tuple(f["groups"]))
            for f in values["funds"]
        ),
        start_month=Month.parse(values["start_month"]),
        months=int(values["months"]),
        programmes=tuple(values["programmes"]),
        target_points=values["target_points"],
        weights=tuple((str(code), str(weight)) for code, weight in values["weights"]),
        per_pledged=str(values["per_pledged"]),
        cap=int(values["cap"]),
    )
