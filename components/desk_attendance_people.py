"""The people behind a village or an organisation on the desk: naming, removing, and erasing the names at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from uuid import UUID

import streamlit as st

from components import desk_receipt
from components.database import clock, database
from components.markup import Kind, notice, question, source_line
from db.engine import DatabaseUnavailable
from db.queries.attendance import Attendee
from domain.attendance import LONGEST, require_erasable, same
from domain.calendar import time_label
from domain.meeting import Meeting
from domain.money import format_number
from domain.refusal import Refused
from services.attendance import Arrival, Attendance, erase_names, mark_present, remove
from services.identity import FacilitatorCookie

_SAID, _OPEN = "desk.here.said", "desk.here.open"
SHEET, OTHER, SURE = "desk.here.sheet", "desk.here.other", "desk.here.sure"
_MARKED_BY = {"village": "lewat kartu desa", "facilitator": "oleh fasilitator"}


def people_text(people: Sequence[Attendee], *, names: bool) -> str:
    """How many are there, or who they are where names are shown."""
    named = [f"{one.name} ({one.position})" for one in people if one.name]
    if names and named:
        return ", ".join(named)
    return f"{format_number(len(people))} orang" if named or any(one.erased_at for one in people) else "tanpa nama"


def show_said() -> None:
    """What the last press came to; its place is kept, so that nothing below it is made anew."""
    said: tuple[Kind, str] | None = st.session_state.get(_SAID)
    st.html(notice(*said) if said else "<span></span>")


def _try(act: Callable[[], str]) -> bool:
    """Do one act and keep what is to be said about it; whether it was done."""
    try:
        st.session_state[_SAID] = ("success", act())
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_SAID] = ("error", str(refusal))
        return False
    return True


def mark(arrival: Arrival, title: str, facilitator: FacilitatorCookie) -> bool:
    """Put somebody on the list; the answer names the village or organisation, never the person."""

    def act() -> str:
        marked = mark_present(arrival, database(), clock(), facilitator)
        return f"{title} sudah tercatat hadir." if marked.repeated else f"{title} hadir."

    return _try(act)


def open_sheet(village_code: str | None, organisation: str) -> None:
    """Show the people of a village, or of an organisation; the hand goes there, however far up the page it is."""
    st.session_state[_OPEN] = (village_code, organisation)
    st.session_state.pop(_SAID, None)
    _empty(SHEET)
    desk_receipt.move_to(f"{SHEET}.name")


def _close() -> None:
    st.session_state.pop(_OPEN, None)
    st.session_state.pop(_SAID, None)


def _empty(form: str) -> None:
    for name in ("organisation", "name", "position"):
        st.session_state.pop(f"{form}.{name}", None)


def sheet(now: Attendance, facilitator: FacilitatorCookie, *, can_change: bool) -> None:
    """The people of the village or organisation that was opened: one removed by a press, another one added."""
    opened: tuple[str | None, str] | None = st.session_state.get(_OPEN)
    if opened is None or not can_change:
        return
    code, organisation = opened
    row = now.of(code) if code else None
    people = row.people if row else tuple(one for one in now.others if same(one.organisation, organisation))
    if code and row is None:
        return
    title = row.village.title if row else organisation
    with st.container(key="sheet.desk.here"):
        st.html(question(f"Hadir dari {title}"))
        for one in people:
            _person(now.meeting, one, title, facilitator)
        with st.form("desk.here.person", border=False):
            _person_fields(SHEET)
            with st.container(key="desk.here.person.buttons", horizontal=True):
                args = (now.meeting, code, organisation, title, facilitator)
                st.form_submit_button("Catat", key="desk.here.person.add", type="primary", on_click=_add, args=args)
                st.form_submit_button("Tutup", key="desk.here.person.close", type="tertiary", on_click=_close)


def _person(meeting: Meeting, one: Attendee, title: str, facilitator: FacilitatorCookie) -> None:
    who = f"{one.name} · {one.position}" if one.name else "Tanpa nama"
    text = f"{who} · {time_label(one.arrived_at)}, {_MARKED_BY[one.marked_by]}"
    with st.container(key=f"desk.here.one.{one.id}", horizontal=True, vertical_alignment="center", wrap=False):
        st.html(f'<p class="rb-here-one">{escape(text)}</p>', width="stretch")
        args = (meeting.id, one.id, title, facilitator)
        st.button("Hapus", key=f"desk.here.remove.{one.id}", type="tertiary", on_click=_remove, args=args)


def _person_fields(form: str) -> None:
    with st.container(key=f"{form}.fields", horizontal=True, vertical_alignment="bottom"):
        if form == OTHER:
            st.text_input(
                "Lembaga", key=f"{form}.organisation", max_chars=LONGEST, autocomplete="off",
                placeholder="misalnya BPJS Ketenagakerjaan",
            )  # fmt: skip
        st.text_input("Nama (boleh kosong)", key=f"{form}.name", max_chars=LONGEST, autocomplete="off")
        st.text_input(
            "Jabatan", key=f"{form}.position", max_chars=LONGEST, autocomplete="off",
            placeholder="misalnya Sekretaris Desa" if form == SHEET else "misalnya Kepala Cabang",
        )  # fmt: skip


def _typed(form: str, meeting: Meeting, code: str | None, organisation: str) -> Arrival:
    state = st.session_state
    return Arrival(meeting.id, code, organisation, state[f"{form}.name"], state[f"{form}.position"])


def _add(meeting: Meeting, code: str | None, organisation: str, title: str, facilitator: FacilitatorCookie) -> None:
    if mark(_typed(SHEET, meeting, code, organisation), title, facilitator):
        _empty(SHEET)


def _add_other(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    organisation = " ".join(st.session_state[f"{OTHER}.organisation"].split())
    if mark(_typed(OTHER, meeting, None, organisation), organisation, facilitator):
        _empty(OTHER)


def _remove(meeting_id: UUID, attendee_id: UUID, title: str, facilitator: FacilitatorCookie) -> None:
    def act() -> str:
        remove(meeting_id, attendee_id, database(), clock(), facilitator)
        return f"Satu orang dari {title} dihapus dari daftar hadir."

    _try(act)


def organisations(now: Attendance, facilitator: FacilitatorCookie, *, names: bool, can_change: bool) -> None:
    """Who came for no village: one row for each organisation, and the line that adds one."""
    st.subheader("Lembaga lain", anchor=False)
    by_name: dict[str, list[Attendee]] = {}
    for one in now.others:
        by_name.setdefault(one.organisation.casefold(), []).append(one)
    if not by_name:
        st.html(source_line("Belum ada yang tercatat, misalnya pemerintah kabupaten atau BPJS Ketenagakerjaan."))
    for number, people in enumerate(by_name.values()):
        title = people[0].organisation
        with st.container(
            key=f"desk.here.organisation.{number}", horizontal=True, vertical_alignment="center", wrap=False
        ):
            st.html(
                '<div class="rb-here-row rb-here"><span class="rb-desk-mark">✓ hadir</span>'
                f'<span class="rb-desk-name">{escape(title)}</span>'
                f'<span class="rb-here-people">{escape(people_text(people, names=names))}</span><span></span></div>',
                width="stretch",
            )
            if can_change:
                key = f"desk.here.others.{number}"
                st.button("Orang", key=key, type="tertiary", on_click=open_sheet, args=(None, title))
    if can_change:
        with st.form("desk.here.other.form", border=False):
            _person_fields(OTHER)
            args = (now.meeting, facilitator)
            st.form_submit_button("Catat hadir", key="desk.here.other.add", on_click=_add_other, args=args)


def erasing(now: Attendance, facilitator: FacilitatorCookie) -> None:
    """The way to take all names out, once the minutes no longer need them."""
    everybody = [*(one for row in now.villages for one in row.people), *now.others]
    if not any(one.name for one in everybody):
        if any(one.erased_at for one in everybody):
            st.html(notice("info", "Nama dan jabatan sudah dihapus dari rapat ini; jumlahnya tetap."))
        return
    try:
        require_erasable(now.meeting)
    except Refused as refusal:
        st.html(source_line(refusal.reason))
        return
    sure = st.checkbox("Berita acara sudah selesai; hapus semua nama dan jabatan untuk selamanya", key=SURE)
    args = (now.meeting.id, facilitator)
    st.button("Hapus nama", key="desk.here.erase", disabled=not sure, on_click=_erase, args=args)


def _erase(meeting_id: UUID, facilitator: FacilitatorCookie) -> None:
    def act() -> str:
        erased = erase_names(meeting_id, database(), clock(), facilitator)
        return f"Nama {format_number(erased)} orang dihapus."

    _try(act)
    st.session_state[SURE] = False
