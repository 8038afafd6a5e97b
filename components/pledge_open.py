"""The pledge form of an open meeting: each letter typed draws the form alone, not the page around it."""

from __future__ import annotations

import streamlit as st

from components import pledge, pledge_draft, pledge_sender, pledge_unsent
from components.incident import show_incident
from domain.refusal import Refused
from services.identity import CardCode, FacilitatorCookie
from services.pledge_form import PledgeForm


def open_form(form: PledgeForm, credential: CardCode | FacilitatorCookie) -> None:
    """Ask, review, send, and what was pledged before.

    Args:
        form: as the page has just read it; what is drawn later reads it anew.
    """
    _draw(credential, [form])


@st.fragment
def _draw(credential: CardCode | FacilitatorCookie, just_read: list[PledgeForm]) -> None:
    try:
        form = just_read.pop() if just_read else _read(credential)
        _form(form, credential)
    except Exception as error:  # noqa: BLE001  as the router does; here its own handling does not reach
        show_incident(error)


def _read(credential: CardCode | FacilitatorCookie) -> PledgeForm:
    """The form as it stands now; where it is no longer one to fill in, the whole page says why."""
    try:
        form = pledge_sender.form_of(credential)
    except Refused:
        st.rerun()
    if form.meeting.state != "open":
        st.rerun()
    return form


def _form(form: PledgeForm, credential: CardCode | FacilitatorCookie) -> None:
    pledge_unsent.bring_back(form, credential)
    pledge_draft.prefill(form)
    pledge_unsent.say_so(form)
    asked = pledge.ask(form)
    pledge_unsent.keep(form, credential)
    sender = pledge_sender.ask(form, credential, asked)
    pledge.preview_and_send(form, sender, asked)
    pledge.history(form)
    pledge.other_card()
