"""Who is there: every village at the desk, marked by one press or by its name and Enter, followed live.

Names are hidden until they are asked for, because this screen may be projected.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

import streamlit as st

from components import desk_attendance_people as people_part
from components import desk_receipt
from components.asset_files import read_assets
from components.database import database
from components.markup import figure, notice
from domain.calendar import time_label
from domain.meeting import Meeting
from domain.money import format_number
from services.attendance import Arrival, Attendance, VillagePresence, attendance
from services.identity import FacilitatorCookie

VILLAGE, FILTER, NAMES = (f"desk.here.{name}" for name in ("village", "filter", "names"))
_SHOWN = {"all": "Semua", "absent": "Belum hadir", "present": "Hadir", "silent": "Hadir, belum berkomitmen"}
_EMPTY = {
    "all": "Tidak ada desa dalam rapat ini.",
    "absent": "Semua desa sudah hadir.",
    "present": "Belum ada desa yang hadir.",
    "silent": "Tidak ada: semua desa yang hadir sudah berkomitmen.",
}
_watch = st.components.v2.component("rembuk.attendance_watch", js=read_assets("desk_watch.js"))


def _nothing() -> None:
    """A trigger is only delivered to a component that has a callback for it; the rerun itself is the answer."""


@st.fragment
def attendance_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The list as it stands now; a press or somebody else's redraws only this, a step of the meeting the whole page."""
    now = attendance(database(), facilitator, meeting.id)
    can_change = now.meeting.state in ("draft", "open")
    st.html(_totals(now))
    if can_change:
        _quick_line(now, facilitator)
    people_part.show_said()
    people_part.sheet(now, facilitator, can_change=can_change)
    shown = _choices()
    rows = _rows(now, shown)
    if not rows:
        st.html(notice("info", _EMPTY[shown]))
    _groups(rows, now, facilitator, can_change=can_change)
    people_part.organisations(now, facilitator, names=_with_names(), can_change=can_change)
    if not can_change:
        people_part.erasing(now, facilitator)
    desk_receipt.follow_focus()
    # In a list, for the reason that stands in components/tile_map.py.
    _watch(
        key="desk.here.watch",
        data=[{"meeting": str(meeting.id), "revision": now.meeting.revision, "counter": now.counter}],
        on_changed_change=_nothing,
        height="content",
    )
    if now.meeting.revision != meeting.revision:
        st.rerun()


def _totals(now: Attendance) -> str:
    counted = now.presence
    return (
        f'<div role="status"><h2 class="rb-desk-count">Hadir {counted.villages} dari {counted.of} desa</h2></div>'
        '<div class="rb-figures rb-desk-figures">'
        f"{figure('Belum hadir', format_number(len(now.absent)))}"
        f"{figure('Orang', format_number(counted.people), 'exists')}"
        f"{figure('Hadir, belum berkomitmen', format_number(len(now.silent)))}</div>"
    )


def _quick_line(now: Attendance, facilitator: FacilitatorCookie) -> None:
    """The name of a village and Enter: it is there, and the next one may be typed."""
    labels = {row.village.code: f"{row.village.title} · {row.village.subdistrict}" for row in now.villages}
    st.selectbox(
        "Desa yang hadir",
        list(labels),
        index=None,
        format_func=lambda code: labels.get(code, code),
        key=VILLAGE,
        placeholder="Ketik nama desa, lalu Enter",
        on_change=_mark_chosen,
        args=(now.meeting, labels, facilitator),
    )


def _mark_chosen(meeting: Meeting, labels: dict[str, str], facilitator: FacilitatorCookie) -> None:
    code: str | None = st.session_state[VILLAGE]
    st.session_state[VILLAGE] = None
    if code:
        _mark(meeting, code, labels[code].split(" · ")[0], facilitator)
        desk_receipt.move_to(VILLAGE)


def _mark(meeting: Meeting, code: str, title: str, facilitator: FacilitatorCookie) -> None:
    people_part.mark(Arrival(meeting.id, code), title, facilitator)


def _choices() -> str:
    st.session_state.setdefault(FILTER, "all")
    with st.container(key="desk.here.top", horizontal=True, vertical_alignment="center"):
        shown = st.segmented_control(
            "Tampilkan",
            list(_SHOWN),
            format_func=_SHOWN.__getitem__,
            key=FILTER,
            required=True,
            label_visibility="collapsed",
        )
        st.toggle("Tampilkan nama (jangan di layar)", key=NAMES)
    return shown or "all"


def _with_names() -> bool:
    return bool(st.session_state.get(NAMES))


def _rows(now: Attendance, shown: str) -> tuple[VillagePresence, ...]:
    if shown == "absent":
        return now.absent
    if shown == "silent":
        return now.silent
    return tuple(row for row in now.villages if shown == "all" or row.is_present)


def _groups(
    rows: Iterable[VillagePresence], now: Attendance, facilitator: FacilitatorCookie, *, can_change: bool
) -> None:
    """The rows under their subdistricts."""
    with st.container(key="desk.here.groups"):
        for code, group in groupby(rows, key=lambda row: row.village.subdistrict_code):
            members = list(group)
            desa = [row for row in now.villages if row.village.subdistrict_code == code and row.village.is_desa]
            there = sum(row.is_present for row in desa)
            with st.container(key=f"desk.here.group.{code}"):
                st.html(
                    f'<h3 class="rb-desk-subdistrict">{escape(members[0].village.subdistrict)} '
                    f"<span>{there} dari {len(desa)} desa hadir</span></h3>"
                )
                for row in members:
                    _row(now.meeting, row, facilitator, can_change=can_change)


def _row(meeting: Meeting, row: VillagePresence, facilitator: FacilitatorCookie, *, can_change: bool) -> None:
    code = row.village.code
    with st.container(
        key=f"desk.here.row.{code}", horizontal=True, vertical_alignment="center", wrap=False, gap="small"
    ):
        st.html(_row_text(row, names=_with_names()), width="stretch")
        if not can_change:
            return
        if row.is_present:
            key = f"desk.here.people.{code}"
            st.button("Orang", key=key, type="tertiary", on_click=people_part.open_sheet, args=(code, ""))
        else:
            args = (meeting, code, row.village.title, facilitator)
            st.button("Hadir", key=f"desk.here.mark.{code}", type="tertiary", on_click=_mark, args=args)


def _row_text(row: VillagePresence, *, names: bool) -> str:
    name = escape(row.village.name if row.village.is_desa else row.village.title)
    if not row.is_present:
        return (
            '<div class="rb-here-row"><span class="rb-desk-mark">○ belum</span>'
            f'<span class="rb-desk-name">{name}</span><span></span><span></span></div>'
        )
    pledged = ("sudah berkomitmen" if row.has_pledged else "belum berkomitmen") if row.village.is_desa else ""
    who = escape(people_part.people_text(row.people, names=names))
    return (
        f'<div class="rb-here-row rb-here" title="sejak {time_label(row.people[0].arrived_at)}">'
        f'<span class="rb-desk-mark">✓ hadir</span><span class="rb-desk-name">{name}</span>'
        f'<span class="rb-here-people">{who}</span><span class="rb-here-pledge">{pledged}</span></div>'
    )
