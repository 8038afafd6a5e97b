"""A what-if is saved under a link, and shown again as it was answered; the next steps stand under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from components import scenario_basket
from components.database import clock, database
from components.decisions import record_link
from components.frame import SAMPLE_BADGE
from components.markup import badge, headline, notice, source_line
from components.scenario_basket import asked_ids, basket, wants_comparison
from components.scenario_facts import (
    Column,
    column_of,
    facts_of,
    facts_table,
    links,
    said,
    saved_label,
    title_of,
)
from db.engine import DatabaseUnavailable
from domain.plan import Plan, VillagePlan
from domain.refusal import Refused
from domain.scenario import LONGEST_NAME
from services.district import District, View
from services.scenarios import SaveScenario, Scenario, open_scenario, save
from services.village_pledge import newest_pledges

__all__ = ["actions", "asked_ids", "opened", "opened_from_address", "wants_comparison"]

_NAME, _SAVED, _REFUSAL = (f"simulasi.scenario.{name}" for name in ("name", "saved", "refusal"))
FROZEN = "Hasil ini dibekukan saat disimpan; tautannya selalu menunjukkan hasil yang sama."
OTHER_REGENCY = "Simulasi ini untuk kabupaten lain daripada yang sedang ditampilkan."
OTHER_ANSWER = "Simulasi yang sama sudah pernah disimpan dengan hasil lain; tautannya menunjukkan hasil yang pertama."


@dataclass(frozen=True, slots=True)
class Saved:
    """What this session saved last, and whether its stored answer is the one that was on the screen."""

    id: str
    plan: Plan
    name: str
    is_same: bool


def actions(plan: Plan, result: Mapping[str, Any], seen: View, district: District, pledged: Mapping[str, int]) -> None:
    """Save what is shown under a link, collect it for comparing, take it along as a commitment draft."""
    command = SaveScenario(plan, result, replace(seen, district=district), dict(pledged))
    with st.container(key="simulasi.scenario.save_row", horizontal=True, vertical_alignment="bottom"):
        st.text_input("Nama simulasi (boleh kosong)", key=_NAME, max_chars=LONGEST_NAME, autocomplete="off", width=360)
        st.button("Simpan simulasi", key="simulasi.scenario.save", on_click=_save, args=(command,))
    if reason := st.session_state.pop(_REFUSAL, ""):
        st.html(notice("error", reason))
    saved: Saved | None = st.session_state.get(_SAVED)
    if saved and saved.plan == plan:
        _saved(saved, command.seen)


def _saved(saved: Saved, seen: View) -> None:
    named = f"Simulasi “{saved.name}” tersimpan." if saved.name else "Simulasi tersimpan."
    st.html(notice("success", f"{named} Tautan ini selalu menunjukkan hasil yang sama:"))
    st.code(scenario_basket.address_of(saved.id), language=None, wrap_lines=True)
    if not saved.is_same:
        st.html(notice("info", OTHER_ANSWER))
    _say_of_basket()
    with st.container(key="simulasi.scenario.next", horizontal=True, vertical_alignment="center"):
        st.button(_compare_label(), key="simulasi.scenario.compare", on_click=scenario_basket.show)
        _draft_link(saved.id, saved.plan)
        if seen.district:
            record_link(saved.id, saved.plan, seen, dataset_id=str(seen.district.dataset.id))


def _save(command: SaveScenario) -> None:
    typed = st.session_state.get(_NAME) or ""
    try:
        kept = save(replace(command, name=typed), database(), clock())
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        return
    st.session_state[_SAVED] = Saved(kept.id, command.plan, kept.name, kept.result == dict(command.result))
    scenario_basket.add(kept.id)


def opened_from_address() -> Scenario | None:
    """The scenario that ``?s=`` names; where it cannot be opened, a sentence on the page and None."""
    try:
        return open_scenario(database(), asked_ids()[0] if asked_ids() else "")
    except (Refused, DatabaseUnavailable) as refusal:
        st.html(notice("error", str(refusal)))
        return None


def opened(
    scenario: Scenario,
    seen: View,
    *,
    recompute: Callable[[Plan], dict[str, Any]] | None,
    on_edit: Callable[[Plan], None],
) -> None:
    """A saved scenario as it was answered; where today's data are others, that, and today's answer on request."""
    page_is_marked = seen.district is not None and seen.district.dataset.is_sample
    mark = badge(SAMPLE_BADGE) if scenario.is_sample and not page_is_marked else ""
    st.html(f'<div class="rb-status">{source_line(f"Simulasi tersimpan · {saved_label(scenario)}")}{mark}</div>')
    st.html(headline([title_of(scenario)]))
    if sentence := said(scenario.result, "sentence"):
        st.html(f'<div class="rb-scenario-said">{source_line(sentence)}</div>')
    st.html(source_line(f"{scenario.content.dataset.label}. {FROZEN}"))
    is_here = seen.district is not None and seen.district.regency_code == scenario.content.regency_code
    if not is_here:
        st.html(notice("info", OTHER_REGENCY))
    columns = _today(scenario, seen, recompute) if is_here else [_answer(scenario)]
    with st.container(key="simulasi.scenario.next", horizontal=True, vertical_alignment="center"):
        if is_here:
            st.button("Ubah simulasi ini", key="simulasi.scenario.edit", on_click=_edit, args=(on_edit, scenario.plan))
        st.button("Bandingkan", key="simulasi.scenario.compare", on_click=_add_and_show, args=(scenario.id,))
        _draft_link(scenario.id, scenario.plan)
        record_link(scenario.id, scenario.plan, seen, dataset_id=scenario.content.dataset.id)
    st.html(facts_table(columns, label="Hasil simulasi"))
    st.code(scenario_basket.address_of(scenario.id), language=None, wrap_lines=True)


def _answer(scenario: Scenario) -> Column:
    return replace(column_of(scenario), title="Hasil", under="", is_sample=False)


def _today(scenario: Scenario, seen: View, recompute: Callable[[Plan], dict[str, Any]] | None) -> list[Column]:
    """What has changed since, and the columns to show: the stored answer, and today's where it is wanted."""
    pledged = {pledge.village_code: pledge.new_bpu_workers for pledge in newest_pledges(database(), seen)}
    changes = scenario.changes_since(seen, pledged)
    if not changes:
        return [_answer(scenario)]
    st.html(notice("warning", f"Sejak disimpan ada yang berubah. {' '.join(changes)}"))
    if recompute is None or not st.toggle(
        "Tampilkan juga hasil dengan data sekarang", key=f"simulasi.scenario.again.{scenario.id}"
    ):
        return [_answer(scenario)]
    try:
        now = recompute(scenario.plan)
    except (Refused, DatabaseUnavailable) as refusal:
        st.html(notice("error", f"Dengan data sekarang simulasi ini tidak dapat dihitung. {refusal}"))
        return [_answer(scenario)]
    return [
        Column("Waktu disimpan", said(scenario.result, "sentence"), facts_of(scenario.result)),
        Column("Dengan data sekarang", said(now, "sentence"), facts_of(now)),
    ]


def _edit(on_edit: Callable[[Plan], None], plan: Plan) -> None:
    scenario_basket.leave()
    on_edit(plan)


def _add_and_show(scenario_id: str) -> None:
    scenario_basket.add(scenario_id)
    scenario_basket.show()


def _compare_label() -> str:
    count = len(basket())
    return f"Bandingkan ({count} simulasi)" if count > 1 else "Bandingkan dengan yang lain"


def _say_of_basket() -> None:
    if sentence := scenario_basket.take_said():
        st.html(notice("info", sentence))


def _draft_link(scenario_id: str, plan: Plan) -> None:
    if isinstance(plan, VillagePlan):
        st.html(links(("Jadikan rancangan komitmen", f"/komitmen?simulasi={scenario_id}")))
