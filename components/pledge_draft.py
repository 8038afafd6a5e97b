"""The pledge form begun from a scenario (``/komitmen?simulasi=<id>``): filled in once, and nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components import pledge_fields
from components.database import database
from components.frame import SAMPLE_BADGE
from components.markup import Kind, notice
from db.engine import DatabaseUnavailable
from domain.plan import VillagePlan
from domain.pledge_draft import PledgeDraft, pledge_draft
from domain.refusal import Refused
from services.pledge_form import PledgeForm
from services.scenarios import Scenario, open_scenario

_BEGUN = "pledge.draft"
LONGEST_ID = 100
NOT_FILLED = "Formulir di bawah tidak diisi dari simulasi itu."
OTHER_VILLAGE = "Simulasi itu untuk desa lain."


@dataclass(frozen=True, slots=True)
class Begun:
    """Which scenario was taken into which form, and what the village reads about it."""

    key: tuple[Any, ...]
    kind: Kind
    text: str


def prefill(form: PledgeForm) -> None:
    """Fill the form from the scenario that the address names, once; call it before the form is drawn.

    A pledge that was sent since ends the notice: what is shown then is the pledge.
    """
    asked = st.query_params.get("simulasi", "").strip()[:LONGEST_ID]
    if not asked:
        return
    begun: Begun | None = st.session_state.get(_BEGUN)
    key = (asked, form.meeting.id, form.village.code)
    if begun is None or begun.key[:3] != key:
        begun = _begin(asked, form, (*key, form.newest_revision))
        st.session_state[_BEGUN] = begun
    if begun.key[3] == form.newest_revision:
        st.html(notice(begun.kind, begun.text))


def _begin(asked: str, form: PledgeForm, key: tuple[Any, ...]) -> Begun:
    try:
        scenario = open_scenario(database(), asked)
        draft = _draft_for(scenario, form)
    except (Refused, DatabaseUnavailable) as refusal:
        return Begun(key, "warning", f"{refusal} {NOT_FILLED}")
    pledge_fields.fill(form, draft.lines)
    return Begun(key, "info", _said(scenario, draft))


def _draft_for(scenario: Scenario, form: PledgeForm) -> PledgeDraft:
    plan = scenario.plan
    if isinstance(plan, VillagePlan) and plan.village_code != form.village.code:
        raise Refused("scenario.other_village", OTHER_VILLAGE)
    officials = next((code for code, group in form.situation.groups.items() if group.segment == "PU"), "")
    return pledge_draft(plan, form.meeting.budget_year, official_group=officials)


def _said(scenario: Scenario, draft: PledgeDraft) -> str:
    name = f" “{scenario.name}”" if scenario.name else ""
    said = [
        f"Rancangan dari simulasi{name}: belum ada yang dikirim.",
        "Periksa angkanya; biaya dihitung ulang dengan tarif rapat ini.",
    ]
    if draft.left_out:
        said.append(f"Tidak terbawa: {'; '.join(draft.left_out)}.")
    if scenario.is_sample:
        said.append(f"Simulasi itu memakai {SAMPLE_BADGE}.")
    return " ".join(said)
