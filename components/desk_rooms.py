"""The rooms of the facilitator's desk: one is drawn at a time, so that a press in one waits for none of the others."""

from __future__ import annotations

import streamlit as st

from components import (
    addenda,
    audit_room,
    decisions,
    desk,
    desk_attendance,
    desk_meetings,
    desk_people,
    desk_print,
    desk_screen,
    desk_settings,
    follow_up,
    meetings_room,
    minutes_desk,
    reminders,
)
from domain.meeting import Meeting
from services.identity import FacilitatorCookie

PLEDGES, PRESENT, MEETING, CARDS, PEOPLE = "komitmen", "hadir", "rapat", "kartu", "orang"
ROOMS = {
    PLEDGES: "Komitmen",
    PRESENT: "Hadir",
    decisions.ROOM: "Keputusan",
    desk_screen.ROOM: "Layar",
    MEETING: "Rapat",
    CARDS: "Kartu",
    PEOPLE: "Fasilitator",
    audit_room.ROOM: "Catatan",
}
ROOM, IN_ADDRESS = "desk.room", "bagian"
_SHOWN_FOR = "desk.room.shown_for"


def choose(meeting: Meeting) -> str:
    """The room that is shown: the one in the address, which a reload keeps, else the one with the pledges."""
    state = st.session_state
    if ROOM not in state:
        asked = st.query_params.get(IN_ADDRESS, PLEDGES)
        state[ROOM] = asked if asked in ROOMS else PLEDGES
    elif state.get(_SHOWN_FOR) != meeting.id and state[ROOM] == MEETING:
        state[ROOM] = PLEDGES  # a meeting that was just made or chosen there goes on with its pledges
    state[_SHOWN_FOR] = meeting.id
    shown = st.segmented_control(
        "Bagian meja",
        list(ROOMS),
        format_func=ROOMS.__getitem__,
        key=ROOM,
        required=True,
        on_change=_keep_in_address,
        label_visibility="collapsed",
        persist_state="session",
    )
    return shown or PLEDGES


def _keep_in_address() -> None:
    st.query_params[IN_ADDRESS] = st.session_state[ROOM]


def show(room: str, meeting: Meeting, facilitator: FacilitatorCookie, *, has_data: bool) -> None:
    """One room of a meeting."""
    if room == PLEDGES:
        follow_up.before_this_meeting(meeting)
        desk.meeting_desk(meeting, facilitator)
        desk_meetings.steps(meeting, facilitator)
    elif room == PRESENT:
        desk_attendance.attendance_room(meeting, facilitator)
    elif room == decisions.ROOM:
        decisions.decisions_room(meeting, facilitator)
    elif room == desk_screen.ROOM:
        desk_screen.screen_room(meeting, facilitator)
    elif room == MEETING:
        desk_settings.settings(meeting, facilitator)
        if meeting.state == "published":
            addenda.addenda_room(meeting, facilitator)
        minutes_desk.link(meeting)
        reminders.reminders_room(meeting, facilitator)
        meetings_room.meetings_room(meeting, facilitator, has_data=has_data)
    elif room == audit_room.ROOM:
        audit_room.audit_room(meeting, facilitator)
    elif room == CARDS:
        desk_print.print_room(meeting, facilitator)
        desk_meetings.cards(meeting, facilitator)
    else:
        desk_people.people_room(meeting, facilitator)
