"""Row W1: the computation of one what-if over the sample regency, as the pages ask for it, beside a plain loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Result, milliseconds, percentile
from bench.hall import prepare
from db.engine import open_database
from domain.calendar import Month
from domain.plan import PLAN_RULES, PlanFund, RegencyPlan, SourceCeiling, VillagePlan
from services.district import District, view
from services.group_needs import group_needs
from services.simulation import compare, evaluate
from services.village_plan import evaluate as evaluate_village
from tests.support.plain_allocation import Village, plain_allocate

MOST_MS, FUNDS_MS, ROUNDS = 5.0, 200.0, 60
BUDGET = 400_000_000


async def measure(folder: Path) -> list[Result]:
    """Every rule with its words, the rules side by side, one village over three years, several funds."""
    return await asyncio.to_thread(_measure, f"sqlite:///{folder}/w1.sqlite3")


def _measure(url: str) -> list[Result]:
    year = prepare(url).year
    database = open_database(url)
    seen = view(database)
    district, rates = seen.district, seen.rates
    assert district
    groups = group_needs(database, district.dataset.id)
    pledged = {picture.village.code: number for number, picture in enumerate(district.desa)}
    start = Month(year, 1)

    def regency(rule: str, amount: int, *conditional: PlanFund) -> RegencyPlan:
        weights = tuple((p.village.code, "1.5") for p in district.desa) if rule == "weighted" else ()
        money = (*conditional, PlanFund("APBD", amount))
        return RegencyPlan(rule, money, start, 12, target_points=6000, weights=weights, per_pledged="1.5", cap=40)

    def answer(rule: str, amount: int, *conditional: PlanFund) -> Any:
        return evaluate(district, rates, pledged, regency(rule, amount, *conditional), groups).to_json()

    results = [
        _result(
            f"{rule}, 29 villages, with its words",
            lambda amount, rule=rule: answer(rule, amount),
            **{"plain loop ms": _plain(district, pledged, rule)},
        )
        for rule in PLAN_RULES
    ]
    results.append(
        _result(
            "the rules side by side",
            lambda amount: compare(district, rates, pledged, regency("equal_coverage", amount)),
        )
    )
    sources = (SourceCeiling("ADD", 20_000_000), SourceCeiling("PBH", 5_000_000), SourceCeiling("PADes"))
    place = max(district.desa, key=lambda picture: picture.bpu.uncovered)
    village = VillagePlan(place.village.code, 100, 50, 0, start, 36, sources=sources, paid_until=start.plus(-1))
    results.append(
        _result(
            "a village, 36 months, 3 sources",
            lambda amount: evaluate_village(
                district, rates, pledged, replace(village, new_workers=amount // 1_000_000 % 100)
            ).to_json(),
        )
    )
    names = sorted({need.group_code for need in groups})
    bound = tuple(PlanFund(f"dana {n}", 60_000_000, (names[n],)) for n in range(5))
    # Not a rule but a linear program, with a limit of its own (R8).
    results.append(
        _result("6 funds with conditions", lambda amount: answer("equal_coverage", amount, *bound), limit=FUNDS_MS)
    )
    database.close()
    return results


def _result(what: str, work: Callable[[int], Any], *, limit: float = MOST_MS, **beside: Any) -> Result:
    """Each time with another amount, so that nothing that is kept answers for it."""
    seconds = []
    work(BUDGET)
    for turn in range(1, ROUNDS + 1):
        begin = time.perf_counter()
        work(BUDGET + turn * 1_000_000)
        seconds.append(time.perf_counter() - begin)
    beside = {"p95": milliseconds(percentile(seconds, 0.95)), **beside}
    return Result("W1", what, milliseconds(median(seconds)), "ms", limit, beside)


def _plain(district: District, pledged: dict[str, int], rule: str) -> float:
    """The same division by a loop that hands out one worker at a time, exactly."""
    villages = [
        Village(p.village.code, p.bpu.eligible, p.bpu.active, 1.5, pledged_workers=pledged[p.village.code])
        for p in district.desa
    ]
    begin = time.perf_counter()
    plain_allocate(rule, villages, BUDGET // 201_600, target=0.6, matching={"per_pledged": 1.5, "cap": 40}, exact=True)
    return milliseconds(time.perf_counter() - begin)
