"""The workbook of a closed meeting and its tables, to take along; each file is made when it is asked for."""

from __future__ import annotations

import streamlit as st

from components.database import database
from components.markup import source_line
from domain.meeting import Meeting
from services.export_workbook import all_files, workbook_file
from services.identity import FacilitatorCookie

_NOT_CLOSED = "Buku kerja dan CSV ada setelah rapat ditutup."
_NOT_PUBLISHED = "Buku kerja dan CSV ada setelah hasilnya diterbitkan."
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_downloads(meeting: Meeting, facilitator: FacilitatorCookie | None) -> None:
    """Two buttons, or one line that says when there will be some.

    Args:
        facilitator: None for everybody else; they may have what is published.
    """
    missing = _missing(meeting, facilitator)
    if missing:
        st.html(source_line(missing))
        return
    mark = "-DATA-CONTOH" if meeting.is_rehearsal else ""
    name = f"hasil-rapat-{meeting.held_on.isoformat()}{mark}"
    with st.container(key="workbook.files", horizontal=True):
        st.download_button(
            "Buku kerja (XLSX)",
            lambda: workbook_file(meeting.id, database(), facilitator),
            file_name=f"{name}.xlsx",
            mime=_XLSX,
            key="workbook.xlsx",
            on_click="ignore",
            help="Ringkasan, desa, baris, riwayat, keputusan, simulasi, parameter, tindak lanjut; dengan rumus hidup.",
        )
        st.download_button(
            "Semua tabel (ZIP)",
            lambda: all_files(meeting.id, database(), facilitator),
            file_name=f"{name}.zip",
            mime="application/zip",
            key="workbook.zip",
            on_click="ignore",
            help="Buku kerja, dan tiap tabel sebagai CSV; kepesertaan.csv dapat dimuat lagi.",
        )


def _missing(meeting: Meeting, facilitator: FacilitatorCookie | None) -> str:
    """Why there is nothing to take along yet; empty where there is."""
    if meeting.state not in ("closed", "published"):
        return _NOT_CLOSED
    return "" if meeting.state == "published" or facilitator else _NOT_PUBLISHED
