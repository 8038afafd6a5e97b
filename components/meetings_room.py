"""All meetings on the desk: how far each is, which one is shown, one more like it, and a new one."""

from __future__ import annotations

from datetime import date
from html import escape
from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.desk_meetings import attempt, new_meeting, steps
from components.markup import as_text, source_line
from components.one_press import id_of_next, made_now
from domain.calendar import WIB, date_label
from domain.meeting import Meeting
from domain.money import format_number, format_rupiah
from services.copy_meeting import CopyMeeting, copy_meeting
from services.identity import FacilitatorCookie
from services.meetings_overview import MeetingLine, meetings_overview

SHOWN_AT_FIRST = 12
_COPY = "desk.copy"
_COPY_FOR, _DATE, _YEAR = (f"{_COPY}.{name}" for name in ("for", "date", "year"))


def meetings_room(shown: Meeting | None, facilitator: FacilitatorCookie, *, has_data: bool) -> None:
    """Every meeting with what it gathered; of the one that is shown the next step, and a copy; and a new one."""
    lines = meetings_overview(database())
    if lines:
        _list(lines, shown)
    if shown:
        st.subheader(as_text(shown.title), anchor=False)
        steps(shown, facilitator)
        if has_data:
            _copy_form(shown, facilitator)
    new_meeting(facilitator, has_data=has_data)


def _list(lines: list[MeetingLine], shown: Meeting | None) -> None:
    st.subheader("Semua rapat", anchor=False)
    is_long = len(lines) > SHOWN_AT_FIRST
    everything = is_long and st.toggle(f"Tampilkan semua ({len(lines)})", key="desk.meetings.all")
    with st.container(key="desk.meetings"):
        for line in lines if everything else lines[:SHOWN_AT_FIRST]:
            _row(line, is_shown=shown is not None and line.meeting.id == shown.id)


def _row(line: MeetingLine, *, is_shown: bool) -> None:
    found = line.meeting
    key = f"desk.meeting.{found.id}"
    with st.container(key=key, horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.html(_row_markup(line, is_shown=is_shown), width="stretch")
        st.button(
            "Ditampilkan" if is_shown else "Pilih",
            key=f"desk.pick.{found.id}",
            type="tertiary",
            width="content",
            disabled=is_shown,
            on_click=_pick,
            args=(found.id,),
        )


def _row_markup(line: MeetingLine, *, is_shown: bool) -> str:
    found, totals = line.meeting, line.totals
    return (
        f'<div class="rb-meeting{" rb-meeting-shown" if is_shown else ""}">'
        f'<span class="rb-meeting-title">{escape(found.title)}</span>'
        f'<span class="rb-meeting-day">{escape(date_label(found.held_on))}'
        f"<span>{escape(found.stage)} {found.budget_year}</span></span>"
        f'<span class="rb-meeting-state">{escape(found.state_label)}</span>'
        f"<span>{totals.villages} dari {totals.of} desa</span>"
        f"<span>{format_number(totals.workers)} pekerja</span>"
        f'<span class="rb-meeting-amount">{format_rupiah(totals.amount_rupiah)}</span></div>'
    )


def _pick(meeting_id: UUID) -> None:
    st.query_params["rapat"] = str(meeting_id)


def _copy_form(shown: Meeting, facilitator: FacilitatorCookie) -> None:
    today = clock()().astimezone(WIB).date()
    state = st.session_state
    if state.get(_COPY_FOR) != shown.id or _YEAR not in state:
        in_range = today.year <= shown.budget_year <= today.year + 5
        state[_COPY_FOR], state[_DATE] = shown.id, today
        state[_YEAR] = shown.budget_year if in_range else today.year + 1
    id_of_next(_COPY)
    with st.expander("Buat rapat serupa"), st.form(_COPY, border=False):
        st.html(source_line("Judul dan pengaturannya sama. Kartunya baru, dan belum ada komitmen di dalamnya."))
        st.date_input("Tanggal rapat serupa", key=_DATE, format="DD/MM/YYYY")
        st.number_input("Tahun anggaran rapat serupa", today.year, today.year + 5, key=_YEAR)
        st.form_submit_button("Buat rapat serupa", key="desk.copy.make", on_click=_copy, args=(shown.id, facilitator))


def _copy(source_id: UUID, facilitator: FacilitatorCookie) -> None:
    held_on: date = st.session_state[_DATE]
    command = CopyMeeting(source_id, id_of_next(_COPY), held_on, int(st.session_state[_YEAR]))
    attempt(_make, command, facilitator)


def _make(command: CopyMeeting, facilitator: FacilitatorCookie) -> Meeting:
    made = copy_meeting(command, database(), clock(), facilitator)
    made_now(_COPY)
    return made
