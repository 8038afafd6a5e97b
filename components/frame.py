"""What stands on every page: which meeting, which data, and whether it is only sample data."""

from __future__ import annotations

import re
from uuid import UUID

import streamlit as st

from components.database import database
from components.markup import badge, notice, source_line
from domain.meeting import Meeting
from services.district import District, View, view

_REGENCY = re.compile(r"[0-9]{2}\.[0-9]{2}")
_NO_REGENCY = "-"
SAMPLE_BADGE = "LATIHAN · DATA CONTOH"
UNKNOWN_REGENCY = "Kabupaten di alamat ini tidak dikenal, atau belum ada datanya. Hapus “kab” dari alamat."
NO_DATA = (
    "Belum ada data kepesertaan. Fasilitator memuatnya di halaman Data, atau dengan perintah "
    "“python -m db import BERKAS --kind enrollment --month 2026-10”."
)


def seen_by_visitor() -> View:
    """The meeting and district that the address asks for (``?rapat=``, ``?kab=``), else the present ones."""
    return view(database(), regency_code=_asked_regency(), meeting_id=asked_meeting())


def _asked_regency() -> str | None:
    """The regency that ``?kab=`` names; what has not the form of a code is no regency, and never reaches a query."""
    code = st.query_params.get("kab")
    return code if not code or _REGENCY.fullmatch(code) else _NO_REGENCY


def asked_meeting() -> UUID | None:
    """The meeting that ``?rapat=`` names; anything else in it is as good as nothing."""
    try:
        return UUID(st.query_params.get("rapat", ""))
    except ValueError:
        return None


def status_line(meeting: Meeting | None, district: District | None) -> None:
    """The meeting's title and state; the mark of sample data belongs to the data that are shown.

    A rehearsal that has closed leaves no mark on real data that came after it.
    """
    is_sample = district.dataset.is_sample if district else bool(meeting and meeting.is_rehearsal)
    text = f"{meeting.title} · {meeting.state_label}" if meeting else "Belum ada rapat"
    if meeting and district and meeting.state in ("closed", "published") and meeting.dataset_id != district.dataset.id:
        text = f"Rapat terakhir: {text}"
    mark = badge(SAMPLE_BADGE) if is_sample else ""
    st.html(f'<div class="rb-status">{source_line(text)}{mark}</div>')


def data_line(district: District, *more: str) -> None:
    """Where the figures above come from."""
    parts = [
        district.name,
        f"{len(district.desa)} desa dan {len(district.villages) - len(district.desa)} kelurahan",
        f"data {district.dataset.month.label}",
        district.dataset.source_label,
        *more,
    ]
    st.html(source_line(" · ".join(parts)))


def require_district(seen: View) -> District:
    """The district, or a sentence that says what is missing and the end of the page."""
    if seen.district is None:
        st.html(notice("info", UNKNOWN_REGENCY if st.query_params.get("kab") else NO_DATA))
        st.stop()
    return seen.district
