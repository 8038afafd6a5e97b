"""Addenda to a published result: read by everybody, added on the desk after a look at what will be stored."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.addendum import KIND_LABELS, LONGEST_DECIDED_BY, LONGEST_TEXT, Addendum, AddendumRequest, require_published
from domain.calendar import WIB, date_label, time_label
from domain.meeting import Meeting
from domain.refusal import Refused
from services.addenda import AddAddendum, AddendumReceipt, add_addendum, count_addenda, desa_names, meeting_addenda
from services.identity import FacilitatorCookie

_KIND, _VILLAGE, _TEXT, _DECIDED_BY = (f"desk.addendum.{name}" for name in ("kind", "village", "text", "decided_by"))
_REVIEW, _SAID = "desk.addendum.reviewed", "desk.addendum.said"


@dataclass(frozen=True, slots=True)
class Review:
    """An addendum as it was shown before storing, under a key made when it was shown."""

    meeting_id: UUID
    request: AddendumRequest
    key: str


def published_addenda(meeting: Meeting | None) -> None:
    """On a public page: that a published result has addenda, and what they say."""
    number = count_addenda(database(), meeting) if meeting else 0
    if meeting and number:
        with st.expander(f"Hasil rapat diterbitkan · {number} adendum"):
            _list(meeting)


def addenda_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """All addenda of a meeting and the form for one more; before publishing, why there is none."""
    try:
        require_published(meeting.state)
    except Refused as refusal:
        st.html(notice("info", refusal.reason))
        return
    said: tuple[bool, str] | None = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice("success" if said[0] else "error", said[1]))
    _list(meeting)
    review: Review | None = st.session_state.get(_REVIEW)
    if review and review.meeting_id == meeting.id:
        _confirm(meeting, review, facilitator)
    else:
        _form(meeting)


def _list(meeting: Meeting) -> None:
    found = meeting_addenda(database(), meeting.id)
    if not found:
        st.html(source_line("Belum ada adendum: hasilnya masih seperti diterbitkan."))
        return
    names = desa_names(database(), meeting.regency_code)
    st.html("".join(_markup(addendum, names.get(addendum.village_code or "", "")) for addendum in found))


def _markup(addendum: Addendum, village: str) -> str:
    day = addendum.created_at.astimezone(WIB).date()
    about = f" · {escape(village)}" if village else ""
    text = "<br>".join(escape(line) for line in addendum.text.split("\n"))
    return (
        f'<div class="rb-addendum"><b>Adendum {addendum.number} · {escape(addendum.label)}{about}</b>'
        f'<p>{text}</p><p class="rb-source">Diputuskan oleh {escape(addendum.decided_by)} · '
        f"dicatat {escape(date_label(day))} {time_label(addendum.created_at)}</p></div>"
    )


def _form(meeting: Meeting) -> None:
    names = desa_names(database(), meeting.regency_code)
    with st.form("desk.addendum", border=False):
        st.segmented_control(
            "Jenis adendum", list(KIND_LABELS), format_func=KIND_LABELS.__getitem__, key=_KIND, persist_state="session"
        )
        st.selectbox(
            "Desa (catatan boleh tanpa desa)",
            list(names),
            index=None,
            format_func=names.__getitem__,
            key=_VILLAGE,
            placeholder="Pilih desa",
            persist_state="session",
        )
        st.text_area("Apa yang berubah", key=_TEXT, max_chars=LONGEST_TEXT, persist_state="session")
        st.text_input(
            "Diputuskan oleh (lembaga atau jabatan)",
            key=_DECIDED_BY,
            max_chars=LONGEST_DECIDED_BY,
            persist_state="session",
        )
        st.form_submit_button("Tinjau adendum", key="desk.addendum.review", on_click=_begin, args=(meeting.id,))


def _begin(meeting_id: UUID) -> None:
    state = st.session_state
    request = AddendumRequest(state[_KIND] or "", state[_TEXT], state[_DECIDED_BY], state[_VILLAGE])
    try:
        state[_REVIEW] = Review(meeting_id, request.tidied(), secrets.token_urlsafe(16))
    except Refused as refusal:
        state[_SAID] = (False, refusal.reason)


def _confirm(meeting: Meeting, review: Review, facilitator: FacilitatorCookie) -> None:
    asked = review.request
    village = desa_names(database(), meeting.regency_code).get(asked.village_code or "", "")
    about = f" · {village}" if village else ""
    st.html(notice("info", f"{KIND_LABELS[asked.kind]}{about}: {asked.text} Diputuskan oleh {asked.decided_by}."))
    st.html(source_line("Setelah disimpan, adendum tidak dapat diubah atau dihapus, dan terbuka untuk umum."))
    command = AddAddendum(meeting.id, asked, review.key)
    store, back = st.columns(2)
    store.button(
        "Simpan adendum",
        key="desk.addendum.store",
        type="primary",
        on_click=_store,
        args=(command, facilitator),
        width="stretch",
    )
    back.button("Ubah dulu", key="desk.addendum.back", on_click=_back, width="stretch")


def _store(command: AddAddendum, facilitator: FacilitatorCookie) -> None:
    # One call, one transaction: a second click finds the same key.
    try:
        receipt = add_addendum(command, database(), clock(), facilitator)
    except DatabaseUnavailable as closed:  # the review stays: pressing again is the same addendum, stored or not
        st.session_state[_SAID] = (False, str(closed))
        return
    except Refused as refusal:
        st.session_state[_SAID] = (False, refusal.reason)
        st.session_state.pop(_REVIEW, None)
        return
    _stored(receipt)


def _stored(receipt: AddendumReceipt) -> None:
    state = st.session_state
    state[_SAID] = (True, f"Adendum {receipt.addendum.number} tersimpan.")
    state.pop(_REVIEW, None)
    state[_TEXT] = ""


def _back() -> None:
    st.session_state.pop(_REVIEW, None)
