"""The three views of Simulasi: one village, the regency's money, saved simulations side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import compare_scenarios, scenario_basket, scenarios, village_what_if, what_if
from components.database import database
from db.queries.commitments import Commitment
from domain.plan import Plan, RegencyPlan, VillagePlan
from services.district import District, View
from services.division import Division
from services.what_if_answer import answer_to

TABS = {"village": "Desa", "regency": "Kabupaten", "compare": "Bandingkan"}
_TAB, _LEAVE = "simulasi.mode", "simulasi.mode.leave"


def choose() -> str | None:
    """The view that is shown; None where the address opens a saved simulation, which belongs to none of them."""
    if scenario_basket.asked_ids() and not scenario_basket.wants_comparison():
        st.segmented_control(
            "Simulasi",
            list(TABS),
            format_func=TABS.__getitem__,
            key=_LEAVE,
            on_change=_leave,
            label_visibility="collapsed",
        )
        return None
    if scenario_basket.wants_comparison():
        st.session_state[_TAB] = "compare"
    return st.segmented_control(
        "Simulasi",
        list(TABS),
        format_func=TABS.__getitem__,
        key=_TAB,
        default="regency",
        required=True,
        on_change=scenario_basket.leave,
        label_visibility="collapsed",
        persist_state="session",
    )


def _leave() -> None:
    st.session_state[_TAB] = st.session_state[_LEAVE] or "regency"
    scenario_basket.leave()


def show(
    tab: str | None,
    seen: View,
    district: District,
    pledges: Sequence[Commitment],
    *,
    year: int,
    target_points: int | None,
) -> None:
    """Draw one view; a what-if that has an answer can be kept under a link."""
    pledged = {pledge.village_code: pledge.new_bpu_workers for pledge in pledges}
    if tab is None:
        _opened(seen, district, pledged)
    elif tab == "compare":
        compare_scenarios.compare()
    elif tab == "village":
        found = village_what_if.show(seen, district, pledges, year=year, target_points=target_points)
        if found:
            plan, answer = found
            scenarios.actions(plan, answer.to_json(), seen, district, pledged)
    else:

        def actions(plan: RegencyPlan, division: Division) -> None:
            scenarios.actions(plan, division.to_json(), seen, district, pledged)

        what_if.show(seen, district, pledges, year=year, target_points=target_points, actions=actions)


def _opened(seen: View, district: District, pledged: Mapping[str, int]) -> None:
    found = scenarios.opened_from_address()
    if found is None:
        return

    def again(plan: Plan) -> dict[str, Any]:
        return answer_to(database(), district, seen.rates, pledged, plan)

    scenarios.opened(found, seen, recompute=again, on_edit=_edit)


def _edit(plan: Plan) -> None:
    if isinstance(plan, VillagePlan):
        st.session_state[_TAB] = "village"
        village_what_if.fill(plan)
    else:
        st.session_state[_TAB] = "regency"
        what_if.fill(plan)
