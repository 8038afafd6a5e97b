"""Entries from paper on the desk: compared with their sheets by another facilitator than the one who typed them."""

from __future__ import annotations

import logging
from html import escape

import streamlit as st

from components import desk_correction
from components.database import clock, database
from components.desk_words import amount_text, line_text
from components.markup import Kind, notice, source_line
from db.engine import DatabaseUnavailable
from domain.calendar import time_label
from domain.meeting import Meeting
from domain.money import format_number
from domain.refusal import Refused
from services.desk import Desk, DeskVillage
from services.identity import FacilitatorCookie
from services.paper_checks import confirm_paper, unchecked_papers

log = logging.getLogger(__name__)
UNCHECKED = "kertas, belum diperiksa"
_SAID, _CONFIRMED = "desk.paper.said", "desk.paper.confirmed"


def closing_label(meeting: Meeting, facilitator: FacilitatorCookie) -> str:
    """What is ticked before closing; it names the sheets that only one person has read."""
    left = unchecked_papers(database(), facilitator, meeting.id)
    label = "Semua desa sudah selesai; bekukan hasilnya"
    return f"{label} ({format_number(left)} lembar kertas belum diperiksa orang kedua)" if left else label


def unchecked(now: Desk, facilitator: FacilitatorCookie) -> bool:
    """The sheets that wait for a second pair of eyes, as they were typed.

    Returns whether the page around them has to follow: one was confirmed, or is to be corrected.
    """
    confirmed = bool(st.session_state.pop(_CONFIRMED, False))
    said: tuple[Kind, str] | None = st.session_state.get(_SAID)
    st.html(notice(*said) if said else "<span></span>")
    if not now.unchecked:
        return confirmed
    count = f"{format_number(len(now.unchecked))} lembar kertas belum diperiksa orang kedua"
    if now.meeting.state != "open":
        st.html(source_line(f"{count}."))
        return confirmed
    with st.expander(count, key="desk.paper.list"):
        st.html(source_line("Ambil lembarnya dan bandingkan. Yang memeriksa bukan yang mengetik."))
        pressed = [_sheet(now.meeting, row, facilitator) for row in now.unchecked]
    return confirmed or any(pressed)


def _sheet(meeting: Meeting, row: DeskVillage, facilitator: FacilitatorCookie) -> bool:
    pledge = row.pledge
    assert pledge is not None
    code = row.village.code
    lines = "".join(f"<li>{escape(line_text(line))}</li>" for line in pledge.lines)
    about = f"{row.village.title} · diketik {time_label(pledge.created_at)} · revisi {pledge.revision}"
    with st.container(key=f"desk.paper.sheet.{code}"):
        st.html(
            f'<p class="rb-paper-village">{escape(about)}</p><ul class="rb-paper-lines">{lines}</ul>'
            f'<p class="rb-paper-amount">{escape(amount_text(pledge.amount_rupiah))}</p>'
        )
        with st.container(key=f"desk.paper.buttons.{code}", horizontal=True):
            args = (meeting, row, facilitator)
            st.button("Cocok dengan kertas", key=f"desk.paper.confirm.{code}", on_click=_confirm, args=args)
            return st.button("Perbaiki", key=f"desk.paper.fix.{code}", type="tertiary", on_click=_correct, args=(row,))


def _correct(row: DeskVillage) -> None:
    st.session_state.pop(_SAID, None)
    desk_correction.begin(row)


def _confirm(meeting: Meeting, row: DeskVillage, facilitator: FacilitatorCookie) -> None:
    assert row.pledge is not None
    try:
        confirm_paper(meeting.id, row.pledge.receipt, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        if isinstance(refusal, DatabaseUnavailable):
            log.exception("the desk could not reach the database")
        st.session_state[_SAID] = ("error", str(refusal))
        return
    st.session_state[_CONFIRMED] = True
    st.session_state[_SAID] = ("success", f"{row.village.title}: cocok dengan kertas.")
