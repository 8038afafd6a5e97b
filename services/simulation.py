"""Dividing the regency's money over its villages: by a rule, by all rules side by side, or by funds with conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from domain.money import LARGEST, Rupiah
from domain.plan import LONGEST_MONTHS, MOST_FUNDS, PLAN_RULES, RegencyPlan
from domain.rates import RateTable
from domain.refusal import Refused
from services.district import District, VillagePicture
from services.division import Division, Outcome
from services.fund_division import divide_funds
from services.group_needs import GroupNeed

if TYPE_CHECKING:
    from domain.allocation.inputs import Villages
    from domain.allocation.rules import Rule

_MOST_WEIGHT = 10**9
_DECIMAL = re.compile(r"[0-9]{1,10}(?:[.,][0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class WholeGap:
    """What closing the whole gap costs: every BPU worker who is neither active nor pledged."""

    workers: int
    pledged: int
    unit_rupiah: Rupiah

    @property
    def cost_rupiah(self) -> Rupiah:
        """All of them, for all months."""
        return Rupiah(self.workers * self.unit_rupiah)


def evaluate(
    district: District,
    rates: RateTable,
    pledged: Mapping[str, int],
    plan: RegencyPlan,
    groups: Sequence[GroupNeed] = (),
) -> Division:
    """Divide the plan's money over the desa; pledged workers are not paid for twice. Reads nothing, stores nothing.

    Args:
        pledged: new workers by village code.
        groups: BPU workers by village and group; needed where the plan has several funds or a condition.

    Raises:
        Refused: the plan asks for what cannot be, or there is nobody to divide among; says what to change.
    """
    unit = _checked(district, rates, plan)
    if not plan.is_simple:
        return divide_funds(district.desa, pledged, plan, groups, unit)
    villages = _read(_places(district, pledged), _weights(plan) if plan.rule == "weighted" else ())
    return _by_rule(district.desa, villages, plan, unit)


def compare(district: District, rates: RateTable, pledged: Mapping[str, int], plan: RegencyPlan) -> dict[str, Division]:
    """The plan's one fund by every rule that has what it needs, in the order of `PLAN_RULES`.

    Left out are the rule that needs a target where there is none, and the weights where none are given.

    Raises:
        Refused: as :func:`evaluate`.
    """
    unit = _checked(district, rates, replace(plan, rule="equal_coverage"))
    weights = _weights(plan) if plan.weights else ()
    villages = _read(_places(district, pledged), weights)
    has = {"most_villages_to_target": plan.target_points is not None, "weighted": bool(weights)}
    found = {}
    for rule in PLAN_RULES:
        if not has.get(rule, True):
            continue
        try:
            found[rule] = _by_rule(district.desa, villages, _only_with_its_own(plan, rule), unit)
        except Refused:  # what only another rule asks for is no reason to show none
            if rule == plan.rule:
                raise
    return found


def _only_with_its_own(plan: RegencyPlan, rule: str) -> RegencyPlan:
    """The plan by a rule, without what only other rules ask for: like questions must be like plans."""
    plain = RegencyPlan(rule, plan.funds, plan.start_month, plan.months, plan.programmes, plan.target_points)
    if rule == "weighted":
        return replace(plain, weights=plan.weights)
    return replace(plain, per_pledged=plan.per_pledged, cap=plan.cap) if rule == "matching" else plain


def whole_gap(district: District, rates: RateTable, pledged: Mapping[str, int], plan: RegencyPlan) -> WholeGap:
    """Everybody in the desa who is neither active nor pledged, at the plan's months and programmes.

    Raises:
        Refused: as :func:`evaluate`.
    """
    unit = _checked(district, rates, plan)
    workers = promised = 0
    for place in district.desa:
        uncovered = max(0, place.bpu.uncovered)
        theirs = min(uncovered, pledged.get(place.village.code, 0))
        workers, promised = workers + uncovered - theirs, promised + theirs
    return WholeGap(workers, promised, unit)


def unit_cost(rates: RateTable, plan: RegencyPlan) -> Rupiah:
    """One BPU worker for all months of the plan, each month at its own rate."""
    return rates.cost("BPU", plan.programmes, workers=1, start=plan.start_month, months=plan.months)


def _checked(district: District, rates: RateTable, plan: RegencyPlan) -> Rupiah:
    """The cost of one worker, of a plan that can be computed."""
    if not any(place.bpu.eligible for place in district.desa):
        raise Refused("simulation.empty", "Data ini belum memuat pekerja mandiri di desa, jadi belum ada yang dibagi.")
    if plan.rule not in PLAN_RULES:
        raise Refused("simulation.rule", "Aturan itu tidak dikenal. Pilih salah satu dari daftar.", field="rule")
    if not _is_whole(plan.months) or not 1 <= plan.months <= LONGEST_MONTHS:
        raise Refused("simulation.months", f"Lamanya 1 sampai {LONGEST_MONTHS} bulan.", field="months")
    if not plan.programmes:
        raise Refused("simulation.programmes", "Pilih paling sedikit satu program.", field="programmes")
    points = plan.target_points
    if points is not None and (not _is_whole(points) or not 0 < points <= 10_000):
        raise Refused("simulation.target", "Target lebih dari 0 dan paling tinggi 100 persen.", field="target")
    if not 1 <= len(plan.funds) <= MOST_FUNDS:
        raise Refused("simulation.funds", f"Isi 1 sampai {MOST_FUNDS} dana.", field="funds")
    if any(not _is_whole(fund.amount_rupiah) or not 0 <= fund.amount_rupiah <= LARGEST for fund in plan.funds):
        raise Refused(
            "simulation.budget", "Dana harus rupiah bulat, tidak negatif; periksa angka nolnya.", field="budget"
        )
    return unit_cost(rates, plan)


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def decimal_of(text: str, code: str, name: str) -> Decimal:
    """A number that is not negative, typed with a comma or a dot.

    Raises:
        Refused: `simulation.<code>`: no number, negative, not finite or above a thousand million.

    >>> decimal_of("1,5", "per_pledged", "Tambahan")
    Decimal('1.5')
    """
    typed = text.strip()
    # Few digits, and no exponent: 1e-9999999 is a number too, and exact arithmetic with it takes minutes.
    number = Decimal(typed.replace(",", ".")) if _DECIMAL.fullmatch(typed) else None
    if number is None or number > _MOST_WEIGHT:
        raise Refused(f"simulation.{code}", f"{name} harus angka 0 atau lebih, misalnya 1,5.", field=code)
    return number


def _weights(plan: RegencyPlan) -> tuple[tuple[str, float], ...]:
    found = tuple((code, float(decimal_of(weight, "weights", f"Bobot desa {code}"))) for code, weight in plan.weights)
    if not any(weight for _, weight in found):
        raise Refused("simulation.weights", "Isi bobot di atas 0 untuk paling sedikit satu desa.", field="weights")
    return found


def _places(district: District, pledged: Mapping[str, int]) -> tuple[tuple[str, int, int, int], ...]:
    """Code, eligible, active, pledged; nobody can be pledged who is not uncovered."""
    return tuple(
        (p.village.code, p.bpu.eligible, p.bpu.active, min(pledged.get(p.village.code, 0), max(0, p.bpu.uncovered)))
        for p in district.desa
    )


@lru_cache(maxsize=64)
def _read(places: tuple[tuple[str, int, int, int], ...], weights: tuple[tuple[str, float], ...]) -> Villages:
    """The villages as the allocation reads them; kept, since a slider asks for the same ones again and again."""
    # pandas takes half a second to import, and only these pages need it.
    import pandas as pd  # noqa: PLC0415

    from domain.allocation.inputs import read_villages  # noqa: PLC0415

    needs = pd.DataFrame(places, columns=["village_code", "eligible", "active", "pledged_workers"])
    if weights:
        needs["weight"] = needs["village_code"].map(dict(weights)).fillna(0.0)
    return read_villages(needs)


def _by_rule(places: Sequence[VillagePicture], villages: Villages, plan: RegencyPlan, unit: Rupiah) -> Division:
    from domain.allocation.inputs import affordable_workers, read_matching, read_target  # noqa: PLC0415  pandas
    from domain.allocation.reasons import sentences  # noqa: PLC0415
    from domain.allocation.rules import Task, hand_out  # noqa: PLC0415

    target = matching = None
    if plan.rule == "most_villages_to_target":
        if plan.target_points is None:
            raise Refused("simulation.target", "Aturan ini perlu target. Isi target, misalnya 60%.", field="target")
        target = read_target(Decimal(plan.target_points) / 10_000)
    if plan.rule == "matching":
        k = decimal_of(plan.per_pledged, "per_pledged", "Tambahan per pekerja yang dijanjikan")
        matching = read_matching({"per_pledged": k, "cap": plan.cap})
    if plan.rule == "weighted" and villages.weight is None:
        raise Refused("simulation.weights", "Isi bobot di atas 0 untuk paling sedikit satu desa.", field="weights")
    count = affordable_workers(unit, plan.budget_rupiah)
    task = Task(cast("Rule", plan.rule), villages, count, target, matching)
    given = hand_out(task)
    spent = int(given.sum()) * unit
    outcomes = tuple(
        Outcome(place.village.code, place.village.name, place.bpu, pledged, workers)
        for place, pledged, workers in zip(
            places,
            villages.in_table_order(villages.pledged).tolist(),
            villages.in_table_order(given).tolist(),
            strict=True,
        )
    )

    def reasons() -> list[str]:
        texts = dict(zip(villages.order.tolist(), sentences(task, given), strict=True))
        return [texts[row] for row in range(len(places))]

    return Division(plan, outcomes, unit, Rupiah(spent), Rupiah(plan.budget_rupiah - spent), _sentences=reasons)
