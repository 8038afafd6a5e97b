"""Who is there for a village, asked lightly on the village's own phone; a pledge never waits for the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.attendance import LONGEST
from domain.refusal import Refused
from services.attendance import Arrival, join, own_people
from services.identity import CardCode, Credential
from services.pledge_form import PledgeForm

NAME, POSITION = "attendance.name", "attendance.position"
_ASKED = "attendance.asked"
_REFUSAL = "attendance.refusal"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What this session knows of a village's list, so that not every run of the page asks for it.

    Attributes:
        people: name and position of each, as a village reads its own.
        is_open: the question stands on the page.
    """

    meeting_id: UUID
    village_code: str
    people: tuple[str, ...]
    is_open: bool


def ask_presence(form: PledgeForm, credential: Credential) -> None:
    """Ask a village once who is there, with a way past it; afterwards one line says who is on the list.

    Whoever is not the village itself, and a meeting that has closed, are asked nothing.
    """
    if not isinstance(credential, CardCode) or form.meeting.state not in ("draft", "open"):
        return
    asked = _asked(form, credential)
    if asked.is_open:
        _question(form, credential)
        return
    text = f"Hadir dari desa ini: {', '.join(asked.people)}." if asked.people else "Daftar hadir belum diisi."
    with st.container(key="attendance.line", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(source_line(text), width="stretch")
        label = "Tambah orang" if asked.people else "Isi daftar hadir"
        st.button(label, key="attendance.more", type="tertiary", on_click=_open, args=(True,))


def _asked(form: PledgeForm, card: CardCode) -> _Asked:
    """As this session knows it; a village whose people are on the list already is not asked again."""
    asked: _Asked | None = st.session_state.get(_ASKED)
    if asked is None or (asked.meeting_id, asked.village_code) != (form.meeting.id, form.village.code):
        there = own_people(database(), card, form.meeting.id, form.village.code)
        people = tuple(f"{one.name} ({one.position})" for one in there if one.name)
        asked = _Asked(form.meeting.id, form.village.code, people, is_open=not people)
        st.session_state[_ASKED] = asked
    return asked


def _question(form: PledgeForm, card: CardCode) -> None:
    with st.form("attendance.form"):
        st.html('<h2 class="rb-attendance-question">Siapa yang hadir?</h2>')
        st.text_input("Nama", key=NAME, max_chars=LONGEST, autocomplete="name", placeholder="misalnya Siti Aminah")
        st.text_input(
            "Jabatan", key=POSITION, max_chars=LONGEST, autocomplete="off", placeholder="misalnya Kepala Desa"
        )
        if reason := st.session_state.get(_REFUSAL):
            st.html(notice("error", reason))
        with st.container(key="attendance.buttons", horizontal=True):
            st.form_submit_button("Hadir", key="attendance.join", on_click=_join, args=(form, card))
            st.form_submit_button("Lewati", key="attendance.skip", type="tertiary", on_click=_open, args=(False,))
        st.html(source_line("Hanya untuk berita acara; tidak tampil di layar."))


def _open(is_open: bool) -> None:  # noqa: FBT001  a button hands it over by its place
    st.session_state[_ASKED] = replace(st.session_state[_ASKED], is_open=is_open)
    st.session_state.pop(_REFUSAL, None)


def _join(form: PledgeForm, card: CardCode) -> None:
    arrival = Arrival(
        form.meeting.id, form.village.code, name=st.session_state[NAME], position=st.session_state[POSITION]
    )
    try:
        join(arrival, database(), clock(), card)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        return
    for key in (_ASKED, _REFUSAL, NAME, POSITION):
        st.session_state.pop(key, None)
