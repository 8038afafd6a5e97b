"""Layar: the facilitator chooses what the hall's screen shows; it follows at once, on whichever machine it runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from components.asset_files import read_assets
from components.database import clock, database
from components.markup import notice, source_line
from components.scenario_facts import choice_label
from db.engine import DatabaseUnavailable
from domain.calendar import WIB, time_label
from domain.decision import Decision
from domain.meeting import Meeting
from domain.projection import (
    DECISION,
    FONT_PERCENTS,
    LONGEST_MESSAGE,
    MOST_MINUTES,
    SCENARIO,
    SCENE_LABELS,
    Projection,
)
from domain.refusal import Refused
from services.identity import FacilitatorCookie
from services.projection import Steering, start_countdown, steer, steering

ROOM = "layar"
"""The name of this room in the desk's address (`?bagian=`)."""
_VILLAGE, _PLAN, _MESSAGE, _MINUTES, _UNDER = (
    f"desk.screen.{name}" for name in ("village", "plan", "message", "minutes", "under")
)
_FONT, _SCHEME, _SAID = "desk.screen.font", "desk.screen.scheme", "desk.screen.said"
_FONTS = dict(zip(FONT_PERCENTS, ("Biasa", "Besar", "Sangat besar"), strict=True))
_SCHEMES = {"light": "Terang", "dark": "Gelap"}
_AT_ONCE: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("progress", SCENE_LABELS["progress"], {"scene": "progress"}),
    ("map", SCENE_LABELS["map"], {"scene": "map"}),
    ("level", "Peringkat cakupan", {"scene": "ranking", "ranking_by": "level"}),
    ("gain", "Peringkat kenaikan", {"scene": "ranking", "ranking_by": "progress"}),
    ("join", SCENE_LABELS["join"], {"scene": "join"}),
)
_watch = st.components.v2.component("rembuk.screen_watch", js=read_assets("desk_watch.js"))


def _nothing() -> None:
    """A trigger is only delivered to a component that has a callback for it; the rerun itself is the answer."""


@st.fragment
def screen_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """What is shown now, and every other thing that could be; another facilitator's choice redraws it."""
    now = steering(meeting.id, database(), facilitator)
    act = partial(_steer, meeting, facilitator)
    st.html(_shown_now(now))
    if said := st.session_state.pop(_SAID, ""):
        st.html(notice("error", said))
    with st.container(key="desk.screen.scenes", horizontal=True):
        for key, label, changes in _AT_ONCE:
            is_shown = all(getattr(now.shown, name) == value for name, value in changes.items())
            st.button(
                label,
                key=f"desk.screen.show.{key}",
                type="primary" if is_shown else "secondary",
                on_click=act,
                args=(changes,),
            )
    left, right = st.columns(2, gap="large")
    with left:
        _village(now, act)
        _plan(now, act)
    with right:
        _message(now, act)
        _countdown(now, meeting, facilitator, act)
    _manner(now.shown, act)
    st.html(
        f'<p class="rb-source"><a href="/layar?rapat={meeting.id}" target="_blank">Buka layar proyektor</a> '
        "di mesin atau jendela yang tersambung ke proyektor; semua pilihan di sini langsung tampil di sana.</p>"
    )
    # In a list, for the reason that stands in components/tile_map.py.
    _watch(
        key="desk.screen.watch",
        data=[{"meeting": str(meeting.id), "revision": now.meeting.revision, "counter": now.counter}],
        on_changed_change=_nothing,
        height="content",
    )


def _shown_now(now: Steering) -> str:
    shown = now.shown
    parts = [SCENE_LABELS[shown.scene]]
    if shown.scene == "village":
        parts.append(dict(now.villages).get(shown.village_code, shown.village_code))
    if shown.is_hidden:
        parts.append("angka ditutup")
    if shown.ends_at:
        parts.append(f"hitung mundur sampai pukul {time_label(shown.ends_at.astimezone(WIB))} WIB")
    line = notice("info", "Di layar sekarang: " + " · ".join(parts))
    return line + (notice("error", f"Layar menampilkan kemajuan: {now.why_not}") if now.why_not else "")


def _village(now: Steering, act: partial[None]) -> None:
    titles = dict(now.villages)
    codes = list(titles)
    with st.container(key="desk.screen.village_line", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Satu desa",
            codes,
            index=None,
            format_func=titles.__getitem__,
            key=_VILLAGE,
            placeholder="Ketik nama desa",
            on_change=_show_village,
            args=(act,),
            persist_state="session",
        )
        following = _following(codes, now.shown)
        st.button(
            "Desa berikutnya",
            key="desk.screen.next_village",
            on_click=_show_village,
            args=(act, following),
            help=f"Lalu tampil: {titles[following]}" if following else None,
            disabled=following is None,
        )


def _following(codes: list[str], shown: Projection) -> str | None:
    """The village after the one in the spotlight; the first one where none is; round again after the last."""
    if not codes:
        return None
    is_one = shown.scene == "village" and shown.village_code in codes
    return codes[(codes.index(shown.village_code) + 1) % len(codes)] if is_one else codes[0]


def _show_village(act: partial[None], code: str | None = None) -> None:
    if code:
        st.session_state[_VILLAGE] = code
    chosen = st.session_state.get(_VILLAGE)
    if chosen:
        act({"scene": "village", "village_code": chosen})


def _plan(now: Steering, act: partial[None]) -> None:
    labels = {f"{DECISION}{one.number}": _decision_label(one) for one in now.decisions}
    labels |= {f"{SCENARIO}{one.id}": choice_label(one) for one in now.scenarios}
    if not labels:
        st.html(source_line("Sebelum → sesudah: simpan dulu simulasi di Simulasi → Kabupaten, lalu pilih di sini."))
        return
    if st.session_state.get(_PLAN) not in labels:
        st.session_state[_PLAN] = None
    st.selectbox(
        "Simulasi atau keputusan, sebelum → sesudah",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=_PLAN,
        placeholder="Pilih",
        on_change=_show_plan,
        args=(act,),
        persist_state="session",
    )


def _decision_label(decision: Decision) -> str:
    return f"Keputusan {decision.number} · {decision.division.summary}" if decision.division else ""


def _show_plan(act: partial[None]) -> None:
    if chosen := st.session_state.get(_PLAN):
        act({"scene": "plan", "plan": chosen})


def _message(now: Steering, act: partial[None]) -> None:
    with st.container(key="desk.screen.message_line", horizontal=True, vertical_alignment="bottom"):
        st.text_input("Pesan", key=_MESSAGE, max_chars=LONGEST_MESSAGE, placeholder="Istirahat sampai pukul 10.30")
        st.button(
            "Tampilkan pesan",
            key="desk.screen.show.message",
            type="primary" if now.shown.scene == "message" else "secondary",
            on_click=lambda: act({"scene": "message", "message": st.session_state[_MESSAGE]}),
        )


def _countdown(now: Steering, meeting: Meeting, facilitator: FacilitatorCookie, act: partial[None]) -> None:
    with st.container(key="desk.screen.clock_line", horizontal=True, vertical_alignment="bottom"):
        st.number_input("Menit", 1, MOST_MINUTES, value=5, key=_MINUTES, persist_state="session")
        st.text_input("Di bawah angkanya", key=_UNDER, max_chars=LONGEST_MESSAGE, placeholder="Isi komitmen desa Anda")
        st.button("Mulai hitung mundur", key="desk.screen.start", on_click=_start, args=(meeting, facilitator))
    if now.shown.ends_at:
        st.button("Hentikan hitung mundur", key="desk.screen.stop", on_click=_stop, args=(now.shown, act))


def _start(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    _try(
        lambda: start_countdown(meeting.id, state[_MINUTES] or 0, state[_UNDER], database(), clock(), facilitator),
    )


def _stop(shown: Projection, act: partial[None]) -> None:
    act({"ends_at": None} | ({"scene": "progress"} if shown.scene == "countdown" else {}))


def _manner(shown: Projection, act: partial[None]) -> None:
    st.session_state[_FONT], st.session_state[_SCHEME] = shown.font_percent, shown.scheme
    with st.container(key="desk.screen.manner", horizontal=True, vertical_alignment="bottom"):
        st.button(
            "Buka angka" if shown.is_hidden else "Tutup angka",
            key="desk.screen.cover",
            type="primary" if shown.is_hidden else "secondary",
            on_click=act,
            args=({"is_hidden": not shown.is_hidden},),
            help="Semua angka di layar ditutup sampai Anda membukanya.",
        )
        st.segmented_control(
            "Huruf",
            list(_FONTS),
            format_func=_FONTS.__getitem__,
            key=_FONT,
            required=True,
            on_change=lambda: act({"font_percent": st.session_state[_FONT]}),
        )
        st.segmented_control(
            "Warna",
            list(_SCHEMES),
            format_func=_SCHEMES.__getitem__,
            key=_SCHEME,
            required=True,
            on_change=lambda: act({"scheme": st.session_state[_SCHEME]}),
        )


def _steer(meeting: Meeting, facilitator: FacilitatorCookie, changes: Mapping[str, Any]) -> None:
    _try(lambda: steer(meeting.id, changes, database(), clock(), facilitator))


def _try(act: Any) -> None:
    """Do it; what is refused is said at the next drawing, and the screen stays as it was."""
    try:
        act()
    except (Refused, DatabaseUnavailable) as refused:
        st.session_state[_SAID] = str(refused)
