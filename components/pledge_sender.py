"""Who fills in the pledge form: a village with its card, or a facilitator for a village that speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from components import access
from components.ceilings import REASON, ask_over_reason
from components.database import database
from components.desk_words import ASKED_WAYS, SHORT_WAYS
from components.frame import seen_by_visitor
from components.markup import notice, source_line
from components.pledge_review import Sender
from domain.ceiling import over_ceilings
from domain.commitment import LONGEST_REASON, Line, LineRequest, Way, make_lines
from services.identity import CardCode, FacilitatorCookie
from services.pledge_form import PledgeForm, pledge_form

_WAY = "commitment.way"


def present() -> CardCode | FacilitatorCookie | None:
    """A facilitator where the address names a village (``/komitmen?desa=62.08.01.2005``), else the card."""
    return (access.facilitator() if _village() else None) or access.card()


def _village() -> str:
    return st.query_params.get("desa", "").strip()[:20]


def form_of(credential: CardCode | FacilitatorCookie) -> PledgeForm:
    """The form that they may fill in.

    Raises:
        Refused: a wrong code, no such village, or no meeting.
    """
    if isinstance(credential, CardCode):
        return pledge_form(database(), credential)
    meeting = seen_by_visitor().meeting
    return pledge_form(database(), credential, meeting_id=meeting.id if meeting else None, village_code=_village())


def ask(
    form: PledgeForm, credential: CardCode | FacilitatorCookie, asked: Sequence[LineRequest] | None
) -> Sender | None:
    """Who sends, with the reason where one is needed; None while that is missing.

    A pledge above its ceiling needs one where the meeting takes it at all; so does a facilitator who changes a pledge.
    """
    lines = make_lines(asked, form.situation) if asked else ()
    if isinstance(credential, CardCode):
        reason = ask_over_reason(form, lines)
        return None if _is_over(form, lines) and not reason else Sender(credential, reason=reason)
    needs_reason = bool(form.history) or _is_over(form, lines)
    with st.container(key="sheet.commitment.desk"):
        st.html(notice("info", f"Anda mengisi untuk {form.village.title}, sebagai fasilitator."))
        way = st.segmented_control(
            "Disampaikan lewat", ASKED_WAYS, format_func=SHORT_WAYS.__getitem__, key=_WAY, default=ASKED_WAYS[0],
            required=True, width="stretch",
        )  # fmt: skip
        reason = ""
        if needs_reason:
            reason = st.text_input("Alasan (wajib)", key=REASON, max_chars=LONGEST_REASON, live=True).strip()
            if not reason:
                why = "Desa ini sudah berkomitmen" if form.history else "Komitmen ini di atas pagu"
                st.html(source_line(f"{why}; tulis alasannya sebelum meninjau."))
        st.html('<p class="rb-source"><a href="/rapat" target="_self">Kembali ke meja fasilitator</a></p>')
    return None if needs_reason and not reason else Sender(credential, cast("Way", way), reason)


def _is_over(form: PledgeForm, lines: Sequence[Line]) -> bool:
    return form.meeting.over_ceiling == "reason" and bool(over_ceilings(lines, form.ceilings))
