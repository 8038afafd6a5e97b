"""The facilitator's desk of one meeting: who is missing, the entry line, and what can be taken back."""

from __future__ import annotations

import streamlit as st

from components import desk_correction, desk_entry, desk_receipt, desk_table
from components.database import database
from components.desk_villages import village_list
from components.markup import notice, source_line
from domain.calendar import date_label
from domain.meeting import Meeting
from services.desk import desk
from services.identity import FacilitatorCookie

WHY_NO_ENTRY = {
    "draft": "Rapat belum dibuka, jadi komitmen belum dapat dicatat. Buka rapat dulu di bawah.",
    "closed": "Rapat sudah ditutup: komitmen tidak dicatat, diperbaiki, atau ditarik lagi. Ini hasilnya.",
    "published": "Hasil rapat sudah diterbitkan: komitmen tidak dicatat lagi. Perubahan sesudah ini menjadi adendum.",
}


def meeting_desk(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """What a facilitator does while the meeting is open; in every other state the villages and the reason why not."""
    now = desk(database(), facilitator, meeting.id)
    if now.meeting.state == "open":
        desk_entry.entry_line(now, facilitator)
        desk_receipt.last_receipt(now, facilitator)
        desk_correction.correction(now, facilitator)
        desk_table.all_at_once(now, facilitator)
        desk_receipt.follow_focus()
    else:
        st.html(notice("info", WHY_NO_ENTRY[now.meeting.state]))
    village_list(now.meeting, facilitator)
    st.html(
        source_line(f"{date_label(meeting.held_on)} · {meeting.stage} {meeting.budget_year}")
        + f'<p class="rb-source"><a href="/layar?rapat={meeting.id}" target="_blank">Buka layar proyektor</a></p>'
    )
