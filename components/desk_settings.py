"""What a facilitator may change of a meeting: target, stage, limits of a pledge; and reopening it."""

from __future__ import annotations

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.commitment import LONGEST_REASON
from domain.meeting import Meeting, Settings, may_reopen
from domain.refusal import Refused
from services.change_meeting import change_settings, reopen_meeting
from services.identity import FacilitatorCookie

STAGES = {"APBDes": "APBDes (murni)", "Perubahan": "Perubahan APBDes"}
_SHOWN_FOR, _SAID = "desk.settings.shown_for", "desk.settings.said"
_TARGET, _STAGE, _MIN, _MAX, _REASON = (f"desk.settings.{name}" for name in ("target", "stage", "min", "max", "reason"))
OPEN_FORMS = (
    "Formulir yang sudah terbuka di ponsel akan minta diperiksa lagi. Komitmen yang sudah tercatat tidak berubah."
)


def settings(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The settings of a meeting that has not closed; for a closed one, the way to open it again."""
    if st.session_state.get(_SHOWN_FOR) != (meeting.id, meeting.revision):
        _show(meeting)
    said: tuple[bool, str] | None = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice("success" if said[0] else "error", said[1]))
    if meeting.state in ("draft", "open"):
        _settings_form(meeting, facilitator)
    elif may_reopen(meeting.state):
        _reopen_form(meeting, facilitator)


def _show(meeting: Meeting) -> None:
    """Let the fields say what is so; another meeting, or another revision of it, has other answers."""
    state = st.session_state
    state[_SHOWN_FOR] = (meeting.id, meeting.revision)
    state[_TARGET] = None if meeting.target_points is None else meeting.target_points / 100
    state[_STAGE], state[_MIN], state[_MAX] = meeting.stage, meeting.min_workers, meeting.max_workers


def _settings_form(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    with st.expander("Ubah pengaturan rapat"), st.form("desk.settings", border=False):
        if meeting.state == "open":
            st.html(source_line(OPEN_FORMS))
        st.number_input("Target cakupan (%), kosong bila belum ditetapkan", 0.01, 100.0, step=1.0, key=_TARGET)
        st.segmented_control("Tahap anggaran", list(STAGES), format_func=STAGES.__getitem__, key=_STAGE, required=True)
        left, right = st.columns(2)
        left.number_input("Pekerja paling sedikit per desa", 1, step=1, key=_MIN, placeholder="tidak dibatasi")
        right.number_input("Pekerja paling banyak per desa", 1, step=1, key=_MAX, placeholder="tidak dibatasi")
        st.form_submit_button(
            "Simpan pengaturan", key="desk.settings.save", on_click=_save, args=(meeting, facilitator)
        )


def _save(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    wanted = Settings(
        target_points=None if state[_TARGET] is None else round(state[_TARGET] * 100),
        stage=state[_STAGE],
        min_workers=state[_MIN],
        max_workers=state[_MAX],
    )
    try:
        change_settings(meeting.id, wanted, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        state[_SAID] = (False, str(refusal))
        return
    state[_SAID] = (True, "Pengaturan rapat tersimpan.")


def _reopen_form(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    with st.expander("Buka kembali rapat"), st.form("desk.reopen", border=False):
        st.html(
            source_line(
                "Hasil yang sudah dibekukan tetap tersimpan; penutupan berikutnya membekukan hasil baru di sampingnya."
            )
        )
        st.text_input("Alasan membuka kembali", key=_REASON, max_chars=LONGEST_REASON)
        st.form_submit_button("Buka kembali", key="desk.reopen.press", on_click=_reopen, args=(meeting, facilitator))


def _reopen(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    try:
        reopen_meeting(meeting.id, st.session_state[_REASON], database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_SAID] = (False, str(refusal))
        return
    st.session_state[_SAID] = (True, "Rapat dibuka kembali.")
