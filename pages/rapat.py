"""Rapat: the facilitator's desk; prepare, open, watch, close."""

from __future__ import annotations

import streamlit as st

from components import access, desk, desk_meetings, desk_settings, frame
from components.markup import headline, notice

facilitator = access.facilitator()
seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
st.html(headline(["Meja fasilitator"]))
if facilitator is None:
    st.html(
        notice(
            "info",
            "Halaman ini untuk fasilitator. Buka tautan fasilitator yang dicetak di jendela tempat program dijalankan.",
        )
    )
    st.stop()

desk_meetings.show_refusal()
desk_meetings.meeting_list(seen.meeting)
if seen.meeting:
    desk.meeting_desk(seen.meeting, facilitator)
    desk_meetings.steps(seen.meeting, facilitator)
    desk_settings.settings(seen.meeting, facilitator)
    desk_meetings.cards(seen.meeting, facilitator)
desk_meetings.new_meeting(facilitator, has_data=seen.district is not None)
desk_meetings.sign_out()
