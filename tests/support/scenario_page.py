"""A page that puts the parts of the scenarios together, as AppTest opens it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from domain.calendar import Month
from domain.plan import PlanFund, RegencyPlan, VillagePlan
from services.district import view
from services.scenarios import SaveScenario, save
from tests.pages.conftest import VILLAGE, Hall
from tests.support.databases import clock

PLAN = VillagePlan(VILLAGE, 60, 0, 0, Month(2027, 1), 12)
REGENCY = RegencyPlan("equal_coverage", (PlanFund("APBD", 400_000_000),), Month(2027, 1), 12)
RESULT: dict[str, Any] = {
    "title": "60 pekerja", "sentence": "Rp 12.096.000 melindungi 60 pekerja.", "workers": 60, "amount_rupiah": 12_096_000,
    "left_rupiah": 0, "share_before": "40,0%", "share_if_paid": "47,5% bila dibayar", "facts": [["Bulan kosong", "tidak ada"]],
}  # fmt: skip


def page() -> None:
    import streamlit as st

    from components import compare_scenarios, frame, scenarios
    from domain.refusal import Refused

    seen = frame.seen_by_visitor()
    frame.status_line(seen.meeting, seen.district)

    def again(plan):
        if "test.refuse" in st.session_state:
            raise Refused("rate.missing", "Belum ada tarif.")
        return {"title": "baru", "workers": 77, "facts": [["Bulan kosong", "Juli"]]}

    def edit(plan):
        st.session_state["test.edited"] = plan

    if scenarios.wants_comparison():
        compare_scenarios.compare()
    elif scenarios.asked_ids():
        found = scenarios.opened_from_address()
        if found:
            scenarios.opened(found, seen, recompute=again, on_edit=edit)
    else:
        plan, result, pledged = (st.session_state[f"test.{name}"] for name in ("plan", "result", "pledged"))
        scenarios.actions(plan, result, seen, seen.district, pledged)


def start(plan: Any = PLAN, result: Any = None, pledged: Any = None, **query: str) -> AppTest:
    at = AppTest.from_function(page, default_timeout=60)
    at.session_state["test.plan"], at.session_state["test.result"] = plan, RESULT if result is None else result
    at.session_state["test.pledged"] = pledged or {}
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=f"simulasi.{key}").click().run()
    assert not at.exception
    return at


def address(at: AppTest) -> str:
    """What stands after `s=`; AppTest holds a value that the page has set as text, and one that came in as a list."""
    found = at.query_params["s"]
    return found if isinstance(found, str) else found[-1]


def stored(
    hall: Hall, plan: Any = PLAN, *, result: Any = None, pledged: Any = None, name: str = "", **change: Any
) -> str:
    seen = replace(view(hall.database), **change)
    return save(
        SaveScenario(plan, RESULT if result is None else result, seen, pledged or {}, name), hall.database, clock
    ).id
