"""What a workbook says beside the frozen result: simulations kept until the closing, and recorded steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db.engine import Connection
from db.queries.follow_up import meeting_steps
from db.queries.scenarios import StoredScenario, scenarios_until
from domain.follow_up_status import steps_of_lines
from domain.plan import RegencyPlan
from domain.refusal import Refused
from exports.workbook_beside import MOST_SCENARIOS
from exports.workbook_content import FollowedLine, KeptScenario
from services.division import RULE_NAMES
from services.follow_up import pledged_lines
from services.scenarios import checked


def kept_scenarios(
    connection: Connection, regency_code: str, until: datetime, names: Mapping[str, str]
) -> tuple[list[KeptScenario], bool]:
    """The newest simulations of a regency, and whether there are older ones that are left out.

    One that is not as it was stored is left out: nothing in it can be believed.

    Args:
        names: of the villages, by code.
    """
    rows = scenarios_until(connection, regency_code, until, MOST_SCENARIOS + 1)
    found = [one for row in rows[:MOST_SCENARIOS] if (one := _kept(row, names))]
    return found, len(rows) > MOST_SCENARIOS


def followed_lines(connection: Connection, meeting_id: UUID, result: Mapping[str, Any]) -> list[FollowedLine]:
    """Every pledged line of a frozen result with its standing steps."""
    lines = steps_of_lines(pledged_lines(result), meeting_steps(connection, meeting_id))
    return [FollowedLine(line, steps) for line, steps in lines]


def _kept(row: StoredScenario, names: Mapping[str, str]) -> KeptScenario | None:
    try:
        scenario = checked(row)
    except Refused:
        return None
    plan, answer, data = scenario.plan, scenario.result, scenario.content.dataset
    place, rule, budget = "", "", None
    if isinstance(plan, RegencyPlan):
        place, budget = "Kabupaten", int(plan.budget_rupiah)
        rule = RULE_NAMES[plan.rule][0] if plan.is_simple else "dana bersyarat"
    else:
        place = f"Desa {names.get(plan.village_code, plan.village_code)}"
    return KeptScenario(
        id=scenario.id,
        name=scenario.name,
        title=_text(answer, "title"),
        place=place,
        rule=rule,
        start_month=plan.start_month,
        months=plan.months,
        programmes=tuple(plan.programmes),
        budget_rupiah=budget,
        amount_rupiah=_number(answer, "amount_rupiah"),
        left_rupiah=_number(answer, "left_rupiah"),
        workers=_number(answer, "workers"),
        share_before=_text(answer, "share_before"),
        share_if_paid=_text(answer, "share_if_paid"),
        pledged=sum(workers for _, workers in scenario.content.pledged),
        data_label=data.label,
        is_sample=data.is_sample,
        created_at=scenario.created_at,
    )


def _text(answer: Mapping[str, Any], key: str) -> str:
    found = answer.get(key)
    return found if isinstance(found, str) else ""


def _number(answer: Mapping[str, Any], key: str) -> int | None:
    found = answer.get(key)
    return found if type(found) is int else None
