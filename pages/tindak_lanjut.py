"""Tindak Lanjut: what became of the pledges of a closed meeting, step by step, and what is open."""

from __future__ import annotations

import streamlit as st

from components import access, follow_up, follow_up_form, frame
from components.markup import headline, notice

seen = frame.seen_by_visitor()
facilitator, card = access.facilitator(), access.card()
own = follow_up.own(card)
found = follow_up.choose(seen, own)
if found is None:
    frame.status_line(seen.meeting, seen.district)
    st.html(headline(["Belum ada rapat yang ditutup"]))
    st.html(notice("info", follow_up.NOTHING_YET))
    st.stop()

frame.status_line(found.meeting, None)
st.html(headline(follow_up.finding(found)))
follow_up.other_meeting(seen, found)
follow_up.figures(found)
if not found.villages:
    st.html(notice("info", follow_up.NO_PLEDGE))
    st.stop()

if facilitator:
    follow_up_form.for_any(found, facilitator)
elif card and own and own[0] == found.meeting.id:
    follow_up_form.for_own(found, card, own[1])
follow_up.listing(found, follow_up.choose_filter(found))
follow_up.agenda(found)
follow_up.calendar(found)
