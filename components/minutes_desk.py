"""Making the minutes: their number and place, the office's template, the two files, and how they look."""

from __future__ import annotations

import streamlit as st

from components.all_documents import offer_all
from components.database import clock, database, settings
from components.join import base_url
from components.markup import notice, source_line
from components.minutes_preview import minutes_markup
from db.engine import DatabaseUnavailable
from domain.meeting import Meeting
from domain.minutes import LONGEST, MinutesForm
from domain.refusal import Refused
from exports.minutes_docx import LARGEST_BYTES, Template, check_template, default_template
from services.identity import FacilitatorCookie
from services.minutes import MinutesOrder, minutes_document, minutes_preview, office_template
from services.minutes_details import minutes_details, write_minutes_details

_NUMBER, _PLACE = "minutes.number", "minutes.place"
_FOR, _REFUSED = "minutes.for", "minutes.refused"
_UPLOAD, _TEMPLATE, _SAID = "minutes.upload", "minutes.template", "minutes.said"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOT_CLOSED = "Berita acara (DOCX, PDF) ada setelah rapat ditutup. Tutup rapat dulu di meja Rapat."
_NOT_PUBLISHED = "Berita acara (DOCX, PDF) ada setelah hasilnya diterbitkan."


def form(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The number and the place that stand on the minutes, kept with the meeting; and a template of the office."""
    written = minutes_details(database(), meeting.id)
    if st.session_state.get(_FOR) != meeting.id:
        st.session_state[_FOR], st.session_state[_REFUSED] = meeting.id, ""
        st.session_state[_NUMBER], st.session_state[_PLACE] = written.number, written.place
    with st.form("minutes.form", border=False):
        number, place = st.columns(2)
        number.text_input("Nomor berita acara", key=_NUMBER, max_chars=LONGEST, persist_state="session")
        place.text_input("Tempat rapat", key=_PLACE, max_chars=LONGEST, persist_state="session")
        st.form_submit_button(
            "Simpan nomor dan tempat", key="minutes.apply", on_click=_write, args=(meeting, facilitator)
        )
    if refused := st.session_state[_REFUSED]:
        st.html(notice("error", refused))
    with st.expander("Templat kantor (DOCX)"):
        st.file_uploader(
            "Templat untuk DOCX, dipakai selama halaman ini terbuka",
            type="docx",
            key=_UPLOAD,
            max_upload_size=LARGEST_BYTES // 1_000_000,
            on_change=_take_template,
        )
        said: str = st.session_state.get(_SAID, "")
        if said:
            st.html(notice("error", said))
        st.download_button(
            "Unduh templat bawaan",
            lambda: default_template().content,
            file_name="templat-berita-acara.docx",
            mime=_DOCX,
            key="minutes.default_template",
            on_click="ignore",
            help="Ubah salinannya di pengolah kata: kop surat, susunan, huruf. Isian {{ }} dan {% %} tetap ada.",
        )


def _write(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    state[_REFUSED] = ""
    try:
        kept = write_minutes_details(
            meeting.id, MinutesForm(state[_NUMBER], state[_PLACE]), database(), clock(), facilitator
        )
    except (Refused, DatabaseUnavailable) as refused:
        state[_REFUSED] = refused.reason if isinstance(refused, Refused) else str(refused)
    else:
        state[_NUMBER], state[_PLACE] = kept.number, kept.place


def _take_template() -> None:
    """Keep the upload if it can be filled; else say what is wrong, and keep the one before."""
    state = st.session_state
    uploaded = state[_UPLOAD]
    state[_SAID] = ""
    if uploaded is None:
        state.pop(_TEMPLATE, None)
        return
    found = Template(uploaded.name, uploaded.getvalue())
    try:
        check_template(found)
    except Refused as refused:
        state[_SAID] = refused.reason
        state.pop(_TEMPLATE, None)
        return
    state[_TEMPLATE] = found


def downloads(meeting: Meeting, facilitator: FacilitatorCookie | None) -> None:
    """The minutes as DOCX and PDF, or one line that says when there will be some.

    Args:
        facilitator: None for everybody else; they may have what is published, without names.
    """
    if meeting.state not in ("closed", "published"):
        st.html(source_line(_NOT_CLOSED))
        return
    if meeting.state != "published" and facilitator is None:
        st.html(source_line(_NOT_PUBLISHED))
        return
    try:
        order = _order(meeting, facilitator)  # the template that the settings name may be gone
    except Refused as refused:
        st.html(notice("error", refused.reason))
        return
    name = f"berita-acara-{meeting.held_on.isoformat()}{'-DATA-CONTOH' if meeting.is_rehearsal else ''}"
    with st.container(key="minutes.buttons", horizontal=True):
        st.download_button(
            "Berita acara (DOCX)",
            lambda: minutes_document(order, "docx", database(), facilitator),
            file_name=f"{name}.docx",
            mime=_DOCX,
            key="minutes.docx",
            on_click="ignore",
        )
        st.download_button(
            "Berita acara (PDF)",
            lambda: minutes_document(order, "pdf", database(), facilitator),
            file_name=f"{name}.pdf",
            mime="application/pdf",
            key="minutes.pdf",
            on_click="ignore",
        )
    if facilitator:
        offer_all(meeting, order, facilitator)
    st.html(source_line(_what_stands_in_it(order) if facilitator else "Salinan umum: tanpa nama orang yang hadir."))


def _what_stands_in_it(order: MinutesOrder) -> str:
    written = minutes_details(database(), order.meeting_id)
    number, place = written.number or "titik-titik", written.place or "titik-titik"
    template = order.template.name if order.template else "bawaan program"
    return f"Nomor: {number} · Tempat: {place} · Templat DOCX: {template} · Dengan nama yang hadir."


def _order(meeting: Meeting, facilitator: FacilitatorCookie | None) -> MinutesOrder:
    uploaded: Template | None = st.session_state.get(_TEMPLATE) if facilitator else None
    return MinutesOrder(meeting.id, None, base_url(), uploaded or office_template(settings()))


def preview(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """How the minutes read; before closing with DRAF across them. Without names: this page may be projected."""
    try:
        found = minutes_preview(_order(meeting, facilitator), database(), facilitator)
    except Refused as refused:
        st.html(notice("error", refused.reason))
        return
    st.subheader("Pratinjau", anchor=False)
    st.html(minutes_markup(found))


def link(meeting: Meeting) -> None:
    """From the desk to the minutes and the other files of a meeting."""
    st.page_link(
        "pages/berita_acara.py", label="Berita acara dan berkas hasil rapat", query_params={"rapat": str(meeting.id)}
    )
