"""What the desk answers: the receipt of the last entry with its way back, or why it was refused."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from components.asset_files import read_assets
from components.database import clock, database
from components.desk_words import amount_text, coverage_text, line_text
from components.markup import Kind, notice, source_line
from db.engine import DatabaseUnavailable
from domain.refusal import Refused
from services.desk import Desk, undo
from services.identity import FacilitatorCookie
from services.submit_commitment import Receipt

log = logging.getLogger(__name__)
_RECEIPT, _SAID, _FOCUS = (f"desk.{name}" for name in ("receipt", "said", "focus"))
VILLAGE, WORKERS = "desk.entry.village", "desk.entry.workers"
_focus = st.components.v2.component("rembuk.desk_focus", js=read_assets("desk_focus.js"))


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the desk, and the part of it that the sentence belongs to."""

    part: str
    kind: Kind
    text: str


def keep(receipt: Receipt) -> None:
    """The receipt to show from now on."""
    st.session_state[_RECEIPT] = receipt
    st.session_state.pop(_SAID, None)


def forget() -> None:
    """Nothing that was said before belongs to what is done now."""
    st.session_state.pop(_RECEIPT, None)
    st.session_state.pop(_SAID, None)


def say(part: str, kind: Kind, text: str) -> None:
    """A sentence to show in a part of the desk until the next press; an earlier receipt makes room."""
    st.session_state[_SAID] = Said(part, kind, text)
    st.session_state.pop(_RECEIPT, None)


def refuse(part: str, refusal: Refused | DatabaseUnavailable) -> None:
    """Why nothing was stored."""
    if isinstance(refusal, DatabaseUnavailable):
        log.error("the desk could not reach the database", exc_info=refusal)
    say(part, "error", str(refusal))


def show_said(part: str) -> None:
    """What was said to this part; its place is kept where nothing was, so that nothing below it is made anew."""
    said: Said | None = st.session_state.get(_SAID)
    st.html(notice(said.kind, said.text) if said and said.text and said.part == part else "<span></span>")


def move_to(field: str) -> None:
    """Where the next key is to be typed, after this press."""
    turn = st.session_state[_FOCUS][1] + 1 if _FOCUS in st.session_state else 1
    st.session_state[_FOCUS] = (field, turn)


def follow_focus() -> None:
    """Hand the keyboard to the field of :func:`move_to`, once, and from a chosen village on to its number.

    Draw it after all fields.
    """
    field, turn = st.session_state.get(_FOCUS, ("", 0))
    moves = {"field": class_of(field), "turn": turn, "from": class_of(VILLAGE), "to": class_of(WORKERS)}
    # In a list, for the reason that stands in components/tile_map.py.
    _focus(key="desk.focus_mover", data=[moves], height="content")


def class_of(key: str) -> str:
    """What Streamlit makes of a key in its class names."""
    return key.replace(".", "-")


def last_receipt(desk: Desk, facilitator: FacilitatorCookie) -> None:
    """The receipt of the last entry in full, and one press that takes it back."""
    receipt: Receipt | None = st.session_state.get(_RECEIPT)
    if receipt is None or receipt.commitment.meeting_id != desk.meeting.id:
        return
    kept = receipt.commitment
    row = desk.of(kept.village_code)
    if kept.is_withdrawn:
        text = f"{receipt.village_name}: komitmen ditarik (revisi {kept.revision}). Desa ini kembali belum berkomitmen."
    else:
        said = "sudah tercatat sebelumnya" if receipt.repeated else "tercatat"
        what = "; ".join(map(line_text, kept.lines))
        text = f"{receipt.village_name} {said}: {what}. {amount_text(kept.amount_rupiah)}."
    is_newest = row.pledge is not None and row.pledge.receipt == kept.receipt
    with st.container(key="desk.receipt_line"):
        st.html(notice("success", text))
        with st.container(key="desk.receipt_more", horizontal=True, vertical_alignment="center"):
            coverage = "" if kept.is_withdrawn else coverage_text(row, kept.new_bpu_workers)
            reason = f"Alasan: {kept.reason}." if kept.reason else ""
            more = " ".join(part for part in (coverage, f"Tanda terima {kept.receipt}.", reason) if part)
            st.html(source_line(more), width="stretch")
            if is_newest:
                st.button("Batalkan", key="desk.undo", on_click=_undo, args=(receipt, facilitator))
        for warning in () if kept.is_withdrawn else receipt.warnings:
            st.html(notice("warning", f"{warning.text} Dasar: {warning.basis}."))


def _undo(receipt: Receipt, facilitator: FacilitatorCookie) -> None:
    try:
        done = undo(receipt.commitment, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        refuse("entry", refusal)
        return
    kept = done.commitment
    stands = "desa ini kembali belum berkomitmen" if kept.is_withdrawn else f"berlaku lagi {kept.text}"
    say("entry", "success", f"{done.village_name} dibatalkan: {stands} (revisi {kept.revision}).")
    move_to(VILLAGE)
