"""Scenarios that tests save: one plan of a village, one of the regency, and an answer made by hand."""

from __future__ import annotations

from typing import Any

from db.engine import Database
from domain.calendar import Month
from domain.plan import PlanFund, RegencyPlan, VillagePlan
from services.clock import Clock
from services.district import View, view
from services.scenarios import SaveScenario, Scenario, save
from tests.db.factories import KARTAMULIA

PLAN = VillagePlan(KARTAMULIA, 60, 0, 0, Month(2027, 1), 12)
FUND = RegencyPlan("equal_coverage", (PlanFund("APBD", 400_000_000),), Month(2027, 1), 12)
RESULT = {"title": "60 pekerja", "workers": 60, "amount_rupiah": 12_096_000, "facts": [["Sisa", "Rp 0"]]}


def seen_in(database: Database) -> View:
    return view(database)


def kept(database: Database, clock: Clock, plan: Any = PLAN, **more: Any) -> Scenario:
    values = {"result": RESULT, "seen": seen_in(database), "pledged": {}} | more
    return save(SaveScenario(plan, **values), database, clock)


def rows(database: Database) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT id, content, result, sha256 FROM scenarios")]
