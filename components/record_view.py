"""The record as everybody sees it: the published result in short, and whether a hash is that of a record here."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.database import database
from components.frame import SAMPLE_BADGE
from components.join import base_url, qr_image
from components.markup import badge, figure, notice, source_line
from domain.calendar import date_label
from domain.meeting import Meeting
from domain.minutes import check_address
from domain.money import format_number, format_rupiah
from domain.refusal import Refused
from services.records import Record, find_record, published_record

IN_ADDRESS = "periksa"
_LONGEST = 200
_TYPED = "record.hash"


def asked_hash() -> str:
    """What the address asks to be checked; the QR code of the minutes leads there."""
    return st.query_params.get(IN_ADDRESS, "")[:_LONGEST]


def ask() -> None:
    """A field for a hash, for whoever has the paper but no QR reader, or another address."""
    st.subheader("Periksa berita acara", anchor=False)
    with st.form("record.form", border=False):
        st.text_input("SHA-256 yang tertulis di berita acara", key=_TYPED, max_chars=_LONGEST)
        st.form_submit_button("Periksa", key="record.check", on_click=_put_in_address)


def _put_in_address() -> None:
    typed = st.session_state[_TYPED].strip()
    if typed:
        st.query_params[IN_ADDRESS] = typed
    else:
        st.query_params.pop(IN_ADDRESS, None)


def show_answer(asked: str) -> None:
    """Green: a record here has this hash, and which; red: none has. Both in words."""
    try:
        found = find_record(asked, database())
    except Refused as refused:
        st.html(notice("error", refused.reason))
        st.html(_hash_line("Yang diperiksa", asked))
        return
    if found.is_current:
        said = f"COCOK: ini hasil rapat “{found.title}”, {date_label(found.held_on)}."
        st.html(notice("success", f"{said} Bandingkan angka di bawah dengan yang tertulis di berita acara."))
    else:
        said = f"TIDAK BERLAKU LAGI: ini hasil lama rapat “{found.title}”, {date_label(found.held_on)}."
        st.html(notice("warning", f"{said} Rapat itu dibuka kembali; minta berita acara yang terbaru."))
    st.html(_facts(found))
    st.html(_hash_line("SHA-256", found.sha256))


def show_published(meeting: Meeting) -> None:
    """The published result in short with its hash; before publishing a line that says when there will be one."""
    try:
        found = published_record(meeting.id, database())
    except Refused as refused:
        st.html(notice("error", refused.reason))
        return
    if found is None:
        st.html(notice("info", _NOT_YET[meeting.state]))
        return
    st.html(_facts(found))
    st.html(
        f'<div class="rb-record-proof">{qr_image(check_address(base_url(), found.sha256))}'
        f"<div>{_hash_line('SHA-256', found.sha256)}"
        f"{source_line('Kode QR ini juga ada di berita acara; ia membuka pemeriksaannya.')}</div></div>"
    )


_NOT_YET = {
    "draft": "Rapat belum dibuka. Berita acara dibuat setelah rapat ditutup.",
    "open": "Rapat sedang berlangsung. Berita acara dibuat setelah rapat ditutup.",
    "closed": "Rapat sudah ditutup; hasilnya belum diterbitkan. Sampai itu berita acara hanya untuk fasilitator.",
}


def _facts(found: Record) -> str:
    villages = f"{format_number(found.villages_committed)} dari {format_number(found.villages_entitled)}"
    more = f" · {format_number(found.addenda)} adendum" if found.addenda else ""
    head = source_line(f"{found.title} · {date_label(found.held_on)} · {found.state_label}{more}")
    mark = badge(SAMPLE_BADGE) if found.is_rehearsal else ""
    return (
        f'<div class="rb-status">{head}{mark}</div><div class="rb-record">'
        f"{figure('Desa berkomitmen', villages)}{figure('Pekerja', format_number(found.workers), 'pledged')}"
        f"{figure('Jumlah komitmen', format_rupiah(found.amount_rupiah), 'pledged')}</div>"
    )


def _hash_line(label: str, text: str) -> str:
    return f'<p class="rb-source">{escape(label)}: <code class="rb-hash">{escape(text)}</code></p>'
