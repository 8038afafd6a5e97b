"""Simulations of regency funds as the page keeps them, and decisions made from them."""

from __future__ import annotations

from typing import Any

from db.engine import Database
from domain.calendar import Month
from domain.decision import DecisionRequest
from domain.meeting import Meeting
from domain.plan import PlanFund, RegencyPlan
from services.clock import Clock
from services.decisions import (
    DecisionReceipt,
    RecordDecision,
    WithdrawDecision,
    record_decision,
    withdraw_decision,
)
from services.district import view
from services.identity import CommandLine, Credential
from services.scenarios import SaveScenario, Scenario, save
from services.what_if_answer import answer_to

AT_THE_MACHINE = CommandLine()
UNIT = 12 * 16_800
JANUARY = Month(2027, 1)


def plan_with(*amounts: int, rule: str = "equal_coverage", groups: tuple[str, ...] | None = None) -> RegencyPlan:
    """Twelve months of 2027; the first fund may pay only `groups`, where they are given."""
    names = ("APBD", "CSR", "DBH Sawit")
    funds = [PlanFund(name, amount) for name, amount in zip(names, amounts, strict=False)]
    if groups:
        funds[0] = PlanFund(funds[0].name, funds[0].amount_rupiah, groups)
    return RegencyPlan(rule, tuple(funds), JANUARY, 12)


def keep(
    database: Database,
    clock: Clock,
    plan: RegencyPlan | None = None,
    *,
    name: str = "",
    pledged: dict[str, int] | None = None,
    result: dict[str, Any] | None = None,
) -> Scenario:
    """A simulation with the answer that the page would show, or another one."""
    seen, asked = view(database), plan or plan_with(290 * UNIT)
    assert seen.district
    answer = answer_to(database, seen.district, seen.rates, pledged or {}, asked) if result is None else result
    return save(SaveScenario(asked, answer, seen, pledged or {}, name), database, clock)


def decide(
    database: Database,
    clock: Clock,
    meeting: Meeting,
    scenario: Scenario | str,
    *,
    key: str = "decision-1",
    decided_by: str = "Bupati Sukamara",
    note: str = "",
    replaces: int | None = None,
    credential: Credential = AT_THE_MACHINE,
) -> DecisionReceipt:
    scenario_id = scenario if isinstance(scenario, str) else scenario.id
    request = DecisionRequest(scenario_id, decided_by, note, replaces)
    return record_decision(RecordDecision(meeting.id, request, key), database, clock, credential)


def withdraw(
    database: Database,
    clock: Clock,
    meeting: Meeting,
    number: int,
    *,
    reason: str = "Dana batal",
    credential: Credential = AT_THE_MACHINE,
) -> DecisionReceipt:
    return withdraw_decision(WithdrawDecision(meeting.id, number, reason), database, clock, credential)
