"""Reminders to the villages: a link that opens WhatsApp with the text, and the text where that is not possible."""

from __future__ import annotations

import streamlit as st

from components.database import database, settings
from components.join import base_url
from components.markup import notice, source_line
from domain.meeting import Meeting
from domain.refusal import Refused
from domain.reminder import LONGEST_NOTE
from services.identity import FacilitatorCookie
from services.reminders import village_reminders

_NOTE, _VILLAGE = "reminder.note", "reminder.village"
ALL = "Semua desa (teks saja)"


def reminders_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """One village's text and its link, or the texts of all to copy; nothing before closing."""
    if meeting.state not in ("closed", "published"):
        return
    with st.expander("Pengingat untuk desa (WhatsApp)", key="reminders"):
        typed = st.text_input(
            "Catatan dari kantor, misalnya batas waktu (boleh kosong)", key=_NOTE, max_chars=LONGEST_NOTE
        )
        address = base_url() if settings().address else ""  # a laptop's address in the hall leads nowhere later
        try:
            found = village_reminders(meeting.id, database(), facilitator, note=typed, base_url=address)
        except Refused as refused:
            st.html(notice("error", refused.reason))
            return
        names = {one.village_code: one.village for one in found}
        code = st.selectbox("Desa", [*names, ""], key=_VILLAGE, format_func=lambda code: names.get(code, ALL))
        chosen = [one for one in found if not code or one.village_code == code]
        if len(chosen) == 1:
            st.link_button("Buka WhatsApp", chosen[0].link, key="reminder.open")
            st.html(source_line("Penerimanya dipilih di WhatsApp; program ini tidak menyimpan nomor telepon."))
        st.html(source_line("Tanpa WhatsApp di laptop ini: pilih teksnya, salin, lalu kirim dengan cara lain."))
        st.code("\n\n".join(one.text for one in chosen), language=None, wrap_lines=True)
