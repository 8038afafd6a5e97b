"""The rooms of the facilitator's desk: one is drawn at a time, so that a press in one waits for none of the others."""

from __future__ import annotations

import streamlit as st

from components import desk, desk_meetings, desk_settings
from domain.meeting import Meeting
from services.identity import FacilitatorCookie

PLEDGES, MEETING, CARDS = "komitmen", "rapat", "kartu"
ROOMS = {PLEDGES: "Komitmen", MEETING: "Rapat", CARDS: "Kartu"}
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
    shown: str = st.segmented_control(
        "Bagian meja",
        list(ROOMS),
        format_func=ROOMS.__getitem__,
        key=ROOM,
        required=True,
        on_change=_keep_in_address,
        label_visibility="collapsed",
        persist_state="session",
    )
    return shown


def _keep_in_address() -> None:
    st.query_params[IN_ADDRESS] = st.session_state[ROOM]


def show(room: str, meeting: Meeting, facilitator: FacilitatorCookie, *, has_data: bool) -> None:
    """One room of a meeting."""
    if room == PLEDGES:
        desk.meeting_desk(meeting, facilitator)
        desk_meetings.steps(meeting, facilitator)
    elif room == MEETING:
        desk_settings.settings(meeting, facilitator)
        desk_meetings.new_meeting(facilitator, has_data=has_data)
    else:
        desk_meetings.cards(meeting, facilitator)
