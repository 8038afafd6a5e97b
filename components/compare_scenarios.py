"""Bandingkan: up to four scenarios as columns of one table; which is best is for people to say."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import scenario_basket
from components.database import database
from components.markup import headline, notice, source_line
from components.scenario_facts import column_of, facts_table
from db.engine import DatabaseUnavailable
from domain.refusal import Refused
from domain.scenario import LONGEST_PASTED, MOST_COMPARED, read_ids
from services.scenarios import Scenario, have_same_rates, open_scenario

_PASTED, _REFUSAL = "simulasi.compare.link", "simulasi.compare.refusal"
_MARKS = "ABCD"
EMPTY = "Belum ada simulasi untuk dibandingkan. Simpan simulasi, atau tempel tautannya di bawah."
ALONE = "Baru satu simulasi. Tambahkan satu lagi untuk membandingkan."
OTHER_DATA = "Data berbeda: jangan dibandingkan langsung. Baris “Data” menunjukkan data tiap simulasi."
OTHER_RATES = "Tarif iuran berbeda: jangan dibandingkan langsung. Hitung ulang dulu dengan tarif yang sama."
OTHER_PLEDGES = "Komitmen yang ikut dihitung berbeda; sebagian selisih berasal dari situ."


def compare() -> None:
    """The scenarios of ``?s=a,b``, else those that this session has collected; add, remove, share."""
    st.html(headline(["Bandingkan simulasi"]))
    wanted = _wanted()
    shown = _open(wanted)
    if len(shown) < len(wanted):  # what cannot be opened is said once more at each run, and never shared further
        scenario_basket.put([scenario.id for scenario in shown])
    if sentence := scenario_basket.take_said():
        st.html(notice("info", sentence))
    if not shown:
        st.html(notice("info", EMPTY))
    else:
        _table(shown)
    _add_field()
    if shown:
        _remove_buttons(shown)
    if scenario_basket.wants_comparison():
        st.button("Tutup perbandingan", key="simulasi.compare.leave", on_click=scenario_basket.leave)


def _wanted() -> tuple[str, ...]:
    """What the address names becomes what the session compares, so that saving one more adds to it."""
    if scenario_basket.wants_comparison() and scenario_basket.asked_ids() != scenario_basket.basket():
        scenario_basket.put(scenario_basket.asked_ids())
    return scenario_basket.basket()


def _open(ids: Sequence[str]) -> list[Scenario]:
    found = []
    for scenario_id in ids:
        try:
            found.append(open_scenario(database(), scenario_id))
        except (Refused, DatabaseUnavailable) as refusal:
            st.html(notice("error", str(refusal)))
    return found


def _table(shown: Sequence[Scenario]) -> None:
    for warning in _differences(shown):
        st.html(notice("warning", warning))
    columns = [column_of(scenario, mark) for scenario, mark in zip(shown, _MARKS, strict=False)]
    st.html(facts_table(columns, label="Simulasi berdampingan"))
    if len(shown) == 1:
        st.html(source_line(ALONE))
        return
    st.html(source_line("Tautan perbandingan ini selalu menunjukkan hasil yang sama:"))
    st.code(scenario_basket.address_of(*(scenario.id for scenario in shown)), language=None, wrap_lines=True)


def _differences(shown: Sequence[Scenario]) -> list[str]:
    found = []
    if len({scenario.content.dataset.id for scenario in shown}) > 1:
        found.append(OTHER_DATA)
    if not have_same_rates(shown):
        found.append(OTHER_RATES)
    # A village's scenario counts only its own pledge, so pledges are compared among the same kind and place.
    counted: dict[object, set[object]] = {}
    for scenario in shown:
        place = (scenario.content.kind, getattr(scenario.plan, "village_code", ""))
        counted.setdefault(place, set()).add(scenario.content.pledged)
    if any(len(pledges) > 1 for pledges in counted.values()):
        found.append(OTHER_PLEDGES)
    return found


def _add_field() -> None:
    with st.container(key="simulasi.compare.add_row", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Tambah simulasi: tempel tautannya",
            key=_PASTED,
            max_chars=LONGEST_PASTED,
            placeholder="…/simulasi?s=…",
            autocomplete="off",
            width=420,
        )
        st.button("Tambahkan", key="simulasi.compare.add", on_click=_add)
    if reason := st.session_state.pop(_REFUSAL, ""):
        st.html(notice("error", reason))


def _add() -> None:
    try:
        ids = read_ids(st.session_state.get(_PASTED) or "")
        for scenario_id in ids[:MOST_COMPARED]:
            open_scenario(database(), scenario_id)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        return
    st.session_state[_PASTED] = ""
    scenario_basket.put([*scenario_basket.basket(), *ids])
    scenario_basket.show()


def _remove_buttons(shown: Sequence[Scenario]) -> None:
    with st.container(key="simulasi.compare.remove_row", horizontal=True):
        for scenario, mark in zip(shown, _MARKS, strict=False):
            st.button(
                f"Keluarkan {mark}", key=f"simulasi.compare.drop.{scenario.id}", on_click=_drop, args=(scenario.id,)
            )


def _drop(scenario_id: str) -> None:
    scenario_basket.put([kept for kept in scenario_basket.basket() if kept != scenario_id])
    scenario_basket.show()
