"""A kept simulation, or a decision, as the hall's screen shows it: today, with the pledges, and with this."""

from __future__ import annotations

from typing import Any

from db.engine import Connection, Database
from db.queries.commitments import latest_commitments
from db.queries.decisions import meeting_decisions
from domain.coverage import percent_label
from domain.decided_division import DecidedDivision
from domain.decision import require_standing
from domain.plan import RegencyPlan
from domain.projection import DECISION, SCENARIO
from domain.refusal import Refused
from services.decided_scenario import kept_division
from services.district import District, View
from services.scenarios import open_scenario
from services.simulation import unit_cost

_GONE = "Simulasi atau keputusan itu tidak ada. Muat ulang, lalu pilih lagi."


def plan_shown(database: Database, seen: View, plan: str) -> dict[str, Any]:
    """The figures of a plan, as plain JSON with its texts made.

    Args:
        plan: ``decision:<number>`` or ``scenario:<id>``.

    Raises:
        Refused: there is none, it does not stand any more, or it was reckoned on other data than the screen shows.
    """
    district = seen.district
    if district is None or seen.meeting is None:
        raise Refused("projection.plan", _GONE, field="plan")
    with database.reading() as connection:
        pledged = sum(row.new_workers for row in latest_commitments(connection, seen.meeting.id))
        if plan.startswith(DECISION):
            title, division = _decision(connection, seen, plan.removeprefix(DECISION))
        elif plan.startswith(SCENARIO):
            title, division = _scenario(connection, database, district, plan.removeprefix(SCENARIO))
        else:
            raise Refused("projection.plan", _GONE, field="plan")
    if division.dataset_id != str(district.dataset.id):
        raise Refused(
            "projection.dataset", f"Itu dihitung pada data lain; layar memakai data {district.dataset.month.label}."
        )
    return _shown(title, division, district, pledged)


def _decision(connection: Connection, seen: View, number: str) -> tuple[str, DecidedDivision]:
    assert seen.meeting is not None
    if not number.isdecimal():
        raise Refused("projection.plan", _GONE, field="plan")
    found = require_standing(meeting_decisions(connection, seen.meeting.id), int(number))
    assert found.division is not None, "a decision that stands has its division"
    return f"Keputusan {found.number}", found.division


def _scenario(
    connection: Connection, database: Database, district: District, scenario_id: str
) -> tuple[str, DecidedDivision]:
    scenario = open_scenario(database, scenario_id)
    desa = {place.village.code: place.bpu for place in district.desa}
    plan = scenario.plan
    if scenario.content.regency_code != district.regency_code or not isinstance(plan, RegencyPlan):
        raise Refused("projection.plan", _GONE, field="plan")
    return "Simulasi", kept_division(connection, scenario, desa, unit_cost(scenario.rates, plan))


def _shown(title: str, division: DecidedDivision, district: District, pledged: int) -> dict[str, Any]:
    counts = district.counts
    steps = [
        ("hari ini", counts.share),
        ("dengan komitmen, bila dibayar", counts.share_if_paid(pledged)),
        ("dengan ini, bila dibayar", counts.share_if_paid(pledged + division.workers)),
    ]
    if not pledged:
        del steps[1]
    return {
        "title": title,
        "name": division.title,
        "rule": division.rule_label,
        "amount": division.amount_text,
        "workers": division.workers_text,
        "villages": division.villages_text,
        "steps": [{"label": label, "share": share, "percent": percent_label(share)} for label, share in steps],
        "new_workers": {village.code: village.workers for village in division.villages},
    }
