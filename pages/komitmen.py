"""Komitmen: a village head pledges on a phone; imports no data frames and no charts."""

from __future__ import annotations

import streamlit as st

from components import annexes, attendance, pledge, pledge_open, pledge_sender, room_total
from components.markup import notice
from components.meeting_watch import wait_for_next_step
from domain.refusal import Refused

credential = pledge_sender.present()
if credential is None:
    pledge.ask_for_code()
    st.stop()
try:
    form = pledge_sender.form_of(credential)
except Refused as refusal:
    pledge.ask_for_code(refusal.reason)
    st.stop()

pledge.heading(form)
pledge.other_meeting(form)
attendance.ask_presence(form, credential)
if form.meeting.state != "open":
    pledge.show_receipt(form)
    pledge.show_refusal()
    st.html(notice("info", pledge.STATE_NOTICES[form.meeting.state]))
    pledge.history(form)
    annexes.own_annexes(form, credential)
    pledge.other_card()
    if form.meeting.state == "draft":
        wait_for_next_step(form.meeting)
    st.stop()
pledge_open.open_form(form, credential)
room_total.show_total(form.meeting)
