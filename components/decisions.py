"""Keputusan: what the meeting decides about regency funds, recorded on the desk from a kept simulation."""

from __future__ import annotations

import streamlit as st

from components import access, decision_form
from components.database import clock, database
from components.decision_markup import decision_card, gone_line
from components.markup import notice, source_line
from components.scenario_facts import links
from db.engine import DatabaseUnavailable
from domain.decision import LONGEST_REASON, Decision, require_deciding, standing, taken_back_by
from domain.meeting import Meeting
from domain.plan import Plan, RegencyPlan
from domain.refusal import Refused
from services.decisions import WithdrawDecision, decision_history, withdraw_decision
from services.district import View
from services.identity import FacilitatorCookie

ROOM = "keputusan"
"""The name of this room in the desk's address (`?bagian=`)."""
_REASON, _WITHDRAWN = "desk.decision.reason", "desk.decision.withdrawn"


def decisions_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The decisions that stand, each to be withdrawn with a reason, and the form for one more while it is open."""
    said: tuple[bool, str] | None = st.session_state.pop(decision_form.SAID, None)
    if said:
        st.html(notice("success" if said[0] else "error", said[1]))
    rows = decision_history(database(), meeting.id)
    stands = standing(rows)
    _list(meeting, stands, facilitator)
    _gone(rows, stands)
    try:
        require_deciding(meeting.state)
    except Refused as refusal:
        st.html(notice("info", refusal.reason))
        return
    decision_form.show(meeting, stands, facilitator)


def record_link(scenario_id: str, plan: Plan, seen: View, *, dataset_id: str) -> None:
    """Beside a kept simulation of regency funds: the way to record it, for the facilitator of the open meeting.

    Args:
        dataset_id: the data that the simulation was asked on; others than the meeting's cannot be decided.
    """
    meeting = seen.meeting
    if not isinstance(plan, RegencyPlan) or meeting is None or meeting.state != "open":
        return
    if str(meeting.dataset_id) != dataset_id or access.facilitator() is None:
        return
    address = f"/rapat?bagian={ROOM}&rapat={meeting.id}&{decision_form.IN_ADDRESS}={scenario_id}"
    st.html(links(("Catat sebagai keputusan rapat", address)))


def _list(meeting: Meeting, stands: tuple[Decision, ...], facilitator: FacilitatorCookie) -> None:
    if not stands:
        st.html(source_line("Belum ada keputusan tentang dana kabupaten dalam rapat ini."))
    for decision in stands:
        with st.container(key=f"desk.decision.row.{decision.number}"):
            st.html(decision_card(decision))
            if meeting.state == "open":
                _withdrawal(meeting, decision, facilitator)


def _withdrawal(meeting: Meeting, decision: Decision, facilitator: FacilitatorCookie) -> None:
    """A button that asks for the reason, and then withdraws."""
    named = (meeting.id, decision.number)
    if st.session_state.get(_WITHDRAWN) != named:
        key = f"desk.decision.withdraw.{decision.number}"
        st.button("Tarik keputusan ini", key=key, on_click=_ask_reason, args=(named,))
        return
    with st.form("desk.decision.withdrawal", border=False):
        st.text_input("Alasan keputusan ini ditarik", key=_REASON, max_chars=LONGEST_REASON)
        gone, back = st.columns(2)
        gone.form_submit_button(
            "Tarik keputusan",
            key="desk.decision.withdraw_now",
            type="primary",
            width="stretch",
            on_click=_withdraw,
            args=(meeting, decision.number, facilitator),
        )
        back.form_submit_button("Batal", key="desk.decision.keep", width="stretch", on_click=_keep)


def _ask_reason(named: object) -> None:
    st.session_state[_WITHDRAWN] = named


def _keep() -> None:
    st.session_state.pop(_WITHDRAWN, None)


def _withdraw(meeting: Meeting, number: int, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    command = WithdrawDecision(meeting.id, number, state.get(_REASON) or "")
    try:
        withdraw_decision(command, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        state[decision_form.SAID] = (False, str(refusal))
        return
    state[decision_form.SAID] = (True, f"Keputusan {number} ditarik; tidak lagi tampil di layar.")
    state.pop(_WITHDRAWN, None)


def _gone(rows: list[Decision], stands: tuple[Decision, ...]) -> None:
    """What was decided and no longer stands, so that nobody wonders where it went."""
    gone = [(row, later) for row in rows if row.division and (later := taken_back_by(rows, row.number))]
    if gone:
        with st.expander(f"Tidak berlaku lagi: {len(gone)} keputusan", expanded=not stands):
            st.html("".join(gone_line(row, later) for row, later in gone))
