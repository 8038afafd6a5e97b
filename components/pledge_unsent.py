"""What was filled in and not sent: brought back after a reload, kept with the village while it is being typed."""

from __future__ import annotations

import logging

import streamlit as st

from components import pledge_fields
from components.database import clock, database
from components.markup import notice
from db.engine import DatabaseUnavailable
from domain.calendar import time_label
from domain.refusal import Refused
from domain.unsent_pledge import TypedLine, typed_lines
from services.drafts import SaveDraft, save_draft, unsent_draft
from services.identity import CardCode, FacilitatorCookie
from services.pledge_form import PledgeForm

log = logging.getLogger(__name__)
_KEPT, _BROUGHT_BACK = "pledge.unsent", "pledge.unsent.since"


def bring_back(form: PledgeForm, credential: CardCode | FacilitatorCookie) -> None:
    """Fill the form, once in a session, with what its village had typed before; call it before the form is drawn."""
    if not isinstance(credential, CardCode) or _KEPT in st.session_state:
        return
    st.session_state[_KEPT] = ()
    found = unsent_draft(form.meeting.id, form.village.code, database(), credential)
    lines = typed_lines(found.content) if found else ()
    if found and lines:
        pledge_fields.fill_as_typed(form, lines)
        st.session_state[_KEPT] = lines
        st.session_state[_BROUGHT_BACK] = time_label(found.saved_at)


def say_so(form: PledgeForm) -> None:
    """That what stands in the form is no pledge yet, and the way back to what is one."""
    since = st.session_state.get(_BROUGHT_BACK)
    if since is None:
        return
    st.html(notice("warning", f"Isian terakhir Anda (pukul {since}) dipulihkan. Belum dikirim, jadi belum tercatat."))
    st.button("Buang isian ini", key="commitment.discard", on_click=_discard, args=(form,), type="tertiary")


def keep(form: PledgeForm, credential: CardCode | FacilitatorCookie) -> None:
    """Keep what is typed now, where it is neither what is kept nor what was pledged; call it after the form."""
    if not isinstance(credential, CardCode):
        return
    typed = pledge_fields.typed()
    wanted: tuple[TypedLine, ...] = () if typed == pledge_fields.standing(form) else typed
    if wanted == st.session_state.get(_KEPT, ()):
        return
    if not wanted:
        st.session_state.pop(_BROUGHT_BACK, None)
    try:
        draft = SaveDraft(form.meeting.id, form.village.code, wanted, form.newest_revision)
        save_draft(draft, database(), clock(), credential)
    except Refused:
        return  # the meeting has just closed, or the card was replaced: the form says so by itself
    except DatabaseUnavailable:
        log.exception("a draft could not be kept")  # a comfort, and no reason to stop somebody who is typing
        return
    st.session_state[_KEPT] = wanted


def _discard(form: PledgeForm) -> None:
    st.session_state.pop(_BROUGHT_BACK, None)
    pledge_fields.fill(form, [line.request for line in form.history[0].lines] if form.history else [])
