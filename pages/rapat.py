"""Rapat: the facilitator's desk; prepare, open, watch, close."""

from __future__ import annotations

import streamlit as st

from components import access, desk_meetings, desk_rooms, frame
from components.markup import headline, notice

facilitator = access.facilitator()
seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
st.html(headline(["Meja fasilitator"]))
if facilitator is None:
    st.html(notice("info", access.why_no_facilitator()))
    st.stop()

desk_meetings.show_refusal()
desk_meetings.meeting_list(seen.meeting)
has_data = seen.district is not None
if seen.meeting:
    desk_rooms.show(desk_rooms.choose(seen.meeting), seen.meeting, facilitator, has_data=has_data)
else:
    desk_meetings.new_meeting(facilitator, has_data=has_data)
desk_meetings.sign_out()
