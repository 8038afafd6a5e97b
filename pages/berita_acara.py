"""Berita Acara: the record of a meeting; to look at, to take along, and to check by its hash."""

from __future__ import annotations

import streamlit as st

from components import access, frame, minutes_desk, record_view
from components.annexes import annexes_downloads
from components.markup import headline, notice, source_line
from components.workbook_button import workbook_downloads

asked = record_view.asked_hash()
if asked:
    st.html(headline(["Pemeriksaan berita acara"]))
    record_view.show_answer(asked)
    record_view.ask()
    st.stop()

facilitator = access.facilitator()
seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
st.html(headline(["Berita Acara"]))
if seen.meeting is None:
    st.html(notice("info", "Belum ada rapat. Berita acara dibuat dari hasil rapat yang sudah ditutup."))
    record_view.ask()
    st.stop()

record_view.show_published(seen.meeting)
with st.container(key="minutes.files"):
    st.subheader("Dokumen", anchor=False)
    if facilitator:
        minutes_desk.form(seen.meeting, facilitator)
    minutes_desk.downloads(seen.meeting, facilitator)
    st.html(source_line("Angka untuk diolah lagi:"))
    workbook_downloads(seen.meeting, facilitator)
    annexes_downloads(seen.meeting, facilitator)
if facilitator:
    minutes_desk.preview(seen.meeting, facilitator)
record_view.ask()
