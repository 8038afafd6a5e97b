"""Komitmen: a village head pledges on a phone; imports no data frames and no charts."""

from __future__ import annotations

import streamlit as st

from components import access, pledge, pledge_draft
from components.database import database
from components.markup import notice
from components.meeting_watch import wait_for_next_step
from domain.refusal import Refused
from services.pledge_form import pledge_form

card = access.card()
if card is None:
    pledge.ask_for_code()
    st.stop()
try:
    form = pledge_form(database(), card)
except Refused as refusal:
    pledge.ask_for_code(refusal.reason)
    st.stop()

pledge.heading(form)
if form.meeting.state != "open":
    pledge.show_receipt(form)
    pledge.show_refusal()
    st.html(notice("info", pledge.STATE_NOTICES[form.meeting.state]))
    pledge.history(form)
    pledge.other_card()
    if form.meeting.state == "draft":
        wait_for_next_step(form.meeting)
    st.stop()
pledge_draft.prefill(form)
request = pledge.ask(form)
pledge.preview_and_send(form, card, request)
pledge.history(form)
pledge.other_card()
