"""Answer any what-if as it is kept: the same words and figures that the page showed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.engine import Database
from domain.plan import Plan, VillagePlan
from domain.rates import RateTable
from services import simulation, village_plan
from services.district import District
from services.group_needs import group_needs


def answer_to(
    database: Database, district: District, rates: RateTable, pledged: Mapping[str, int], plan: Plan
) -> dict[str, Any]:
    """The answer's JSON values on these data, rates and pledges.

    Raises:
        Refused: the plan cannot be on these data; says why.
    """
    if isinstance(plan, VillagePlan):
        return village_plan.evaluate(district, rates, pledged, plan).to_json()
    groups = group_needs(database, district.dataset.id)
    return simulation.evaluate(district, rates, pledged, plan, groups).to_json()
