"""The form that records a decision: a kept simulation is chosen, shown as it would be stored, and confirmed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.decision_markup import division_facts
from components.markup import notice, source_line
from components.scenario_facts import choice_label, links
from db.engine import DatabaseUnavailable
from domain.decision import LONGEST_DECIDED_BY, LONGEST_NOTE, Decision, DecisionRequest
from domain.meeting import Meeting
from domain.refusal import Refused
from services.decided_scenario import decidable_scenarios
from services.decisions import RecordDecision, ReviewedDecision, record_decision, review_decision
from services.identity import FacilitatorCookie
from services.scenarios import Scenario, open_scenario

SAID = "desk.decision.said"
IN_ADDRESS = "simulasi"
NO_SCENARIO = (
    "Belum ada simulasi dana kabupaten pada data rapat ini. Hitung di Simulasi → Kabupaten, "
    "tekan “Simpan simulasi”, lalu kembali ke sini."
)
_SCENARIO, _DECIDED_BY, _NOTE, _REPLACES = (
    f"desk.decision.{name}" for name in ("scenario", "decided_by", "note", "replaces")
)
_REVIEW, _ASKED = "desk.decision.reviewed", "desk.decision.asked"


@dataclass(frozen=True, slots=True)
class Review:
    """A decision as it was shown before storing, under a key made when it was shown."""

    meeting_id: UUID
    seen: ReviewedDecision
    key: str


def show(meeting: Meeting, stands: tuple[Decision, ...], facilitator: FacilitatorCookie) -> None:
    """The form, or what it would store with the question whether that is right."""
    review: Review | None = st.session_state.get(_REVIEW)
    if review and review.meeting_id == meeting.id:
        _confirm(review, facilitator)
    else:
        _form(meeting, stands, facilitator)


def _form(meeting: Meeting, stands: tuple[Decision, ...], facilitator: FacilitatorCookie) -> None:
    labels = {scenario.id: choice_label(scenario) for scenario in _offered(meeting)}
    if not labels:
        st.html(notice("info", NO_SCENARIO))
        st.html(links(("Buka Simulasi", "/simulasi")))
        return
    _preselect(labels)
    numbers = [decision.number for decision in stands]
    if st.session_state.get(_REPLACES) not in numbers:
        st.session_state[_REPLACES] = None
    st.subheader("Catat keputusan", anchor=False)
    with st.form("desk.decision", border=False):
        st.selectbox(
            "Simulasi yang diputuskan",
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            key=_SCENARIO,
            placeholder="Pilih simulasi yang tersimpan",
            persist_state="session",
        )
        st.text_input(
            "Siapa yang memutuskan (jabatan atau forum, bukan nama orang)",
            key=_DECIDED_BY,
            max_chars=LONGEST_DECIDED_BY,
            placeholder="misalnya Bupati Sukamara, atau forum rapat",
            persist_state="session",
        )
        st.text_input("Catatan (boleh kosong)", key=_NOTE, max_chars=LONGEST_NOTE, persist_state="session")
        if numbers:
            st.selectbox(
                "Menggantikan keputusan yang sudah ada?",
                numbers,
                index=None,
                format_func="Ya, menggantikan keputusan {}".format,
                key=_REPLACES,
                placeholder="Tidak, ini keputusan tambahan",
                persist_state="session",
            )
        st.form_submit_button(
            "Tinjau keputusan", key="desk.decision.review", on_click=_begin, args=(meeting.id, facilitator)
        )


def _offered(meeting: Meeting) -> list[Scenario]:
    """The simulations to choose from; one that the address asks for is among them, and says itself why it cannot."""
    found = decidable_scenarios(database(), meeting)
    asked = st.query_params.get(IN_ADDRESS, "")
    if asked and asked not in {scenario.id for scenario in found}:
        try:
            found.insert(0, open_scenario(database(), asked, regency_code=meeting.regency_code))
        except Refused as refusal:
            st.html(notice("error", refusal.reason))
    return found


def _preselect(labels: dict[str, str]) -> None:
    """Choose what the address asks for, once: afterwards the choice is the facilitator's."""
    state, asked = st.session_state, st.query_params.get(IN_ADDRESS, "")
    if asked in labels and state.get(_ASKED) != asked:
        state[_ASKED] = state[_SCENARIO] = asked
    if state.get(_SCENARIO) not in labels:
        state[_SCENARIO] = None


def _begin(meeting_id: UUID, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    if not state.get(_SCENARIO):
        state[SAID] = (False, "Pilih simulasi yang diputuskan.")
        return
    request = DecisionRequest(
        state[_SCENARIO], state.get(_DECIDED_BY) or "", state.get(_NOTE) or "", state.get(_REPLACES)
    )
    try:
        seen = review_decision(meeting_id, request, database(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        state[SAID] = (False, str(refusal))
        return
    state[_REVIEW] = Review(meeting_id, seen, secrets.token_urlsafe(16))


def _confirm(review: Review, facilitator: FacilitatorCookie) -> None:
    asked = review.seen.request
    about = f"Diputuskan oleh {asked.decided_by}"
    about += f" · menggantikan keputusan {asked.replaces}" if asked.replaces else ""
    about += f" · {asked.note}" if asked.note else ""
    facts = division_facts(review.seen.division)
    st.html(f'<div class="rb-decision rb-decision-review"><h3>Benar begini?</h3>{facts}{source_line(about)}</div>')
    for warning in review.seen.warnings:
        st.html(notice("warning", warning))
    st.html(
        source_line(
            "Setelah dicatat, keputusan tampil di layar (tanpa nama yang memutuskan) dan masuk hasil rapat. "
            "Selama rapat terbuka ia dapat ditarik atau diganti."
        )
    )
    store, back = st.columns(2)
    store.button(
        "Catat keputusan",
        key="desk.decision.store",
        type="primary",
        on_click=_store,
        args=(RecordDecision(review.meeting_id, asked, review.key), facilitator),
        width="stretch",
    )
    back.button("Ubah dulu", key="desk.decision.back", on_click=_back, width="stretch")


def _store(command: RecordDecision, facilitator: FacilitatorCookie) -> None:
    # One call, one transaction: a second click finds the same key.
    state = st.session_state
    try:
        receipt = record_decision(command, database(), clock(), facilitator)
    except DatabaseUnavailable as closed:  # the review stays: pressing again is the same decision, stored or not
        state[SAID] = (False, str(closed))
        return
    except Refused as refusal:
        state[SAID] = (False, refusal.reason)
        state.pop(_REVIEW, None)
        return
    state[SAID] = (True, f"Keputusan {receipt.decision.number} tercatat dan tampil di layar.")
    state.pop(_REVIEW, None)
    state[_SCENARIO], state[_NOTE], state[_REPLACES] = None, "", None
    st.query_params.pop(IN_ADDRESS, None)


def _back() -> None:
    st.session_state.pop(_REVIEW, None)
