"""What a facilitator may change of a meeting: target, stage, limits of a pledge; and reopening it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import desk_budgets
from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.commitment import LONGEST_REASON
from domain.meeting import Meeting, Settings
from domain.refusal import Refused
from services.change_meeting import change_settings, reopen_meeting
from services.identity import FacilitatorCookie

STAGES = {"APBDes": "APBDes (murni)", "Perubahan": "Perubahan APBDes"}
_SHOWN_FOR, _SAID, _TYPED = (f"desk.settings.{name}" for name in ("shown_for", "said", "typed"))
_TARGET, _STAGE, _MIN, _MAX, _OVER, _REASON = (
    f"desk.settings.{name}" for name in ("target", "stage", "min", "max", "over_ceiling", "reason")
)
OVER_CEILING = {"refuse": "ditolak", "reason": "boleh dengan alasan"}
OPEN_FORMS = (
    "Formulir yang sudah terbuka di ponsel akan minta diperiksa lagi. Komitmen yang sudah tercatat tidak berubah."
)


def settings(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The settings of a meeting that has not closed; for a closed one, the way to open it again."""
    if st.session_state.get(_SHOWN_FOR) != (meeting.id, meeting.revision) or _STAGE not in st.session_state:
        _show(meeting)
    said: tuple[bool, str] | None = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice("success" if said[0] else "error", said[1]))
    if meeting.state in ("draft", "open"):
        _settings_form(meeting, facilitator)
        desk_budgets.budgets(meeting, facilitator)
    elif meeting.state == "closed":
        _reopen_form(meeting, facilitator)


def _show(meeting: Meeting) -> None:
    """Let the fields say what is so, but for those that were typed when somebody else's change came between.

    Another meeting, or another revision of it, has other answers; and fields that were not drawn have none.
    """
    state = st.session_state
    state[_SHOWN_FOR] = (meeting.id, meeting.revision)
    meant_for, typed = state.pop(_TYPED, (None, {}))
    state.update(_values(meeting) | (typed if meant_for == meeting.id else {}))


def _values(meeting: Meeting) -> dict[str, Any]:
    """What each field says of a meeting, by its key."""
    return {
        _TARGET: None if meeting.target_points is None else meeting.target_points / 100,
        _STAGE: meeting.stage,
        _MIN: meeting.min_workers,
        _MAX: meeting.max_workers,
        _OVER: meeting.over_ceiling,
    }


def _settings_form(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    with st.expander("Ubah pengaturan rapat"), st.form("desk.settings", border=False):
        if meeting.state == "open":
            st.html(source_line(OPEN_FORMS))
        st.number_input("Target cakupan (%), kosong bila belum ditetapkan", 0.01, 100.0, step=1.0, key=_TARGET)
        st.segmented_control("Tahap anggaran", list(STAGES), format_func=STAGES.__getitem__, key=_STAGE, required=True)
        left, right = st.columns(2)
        left.number_input("Pekerja paling sedikit per desa", 1, step=1, key=_MIN, placeholder="tidak dibatasi")
        right.number_input("Pekerja paling banyak per desa", 1, step=1, key=_MAX, placeholder="tidak dibatasi")
        st.segmented_control(
            "Komitmen di atas pagu", list(OVER_CEILING), format_func=OVER_CEILING.__getitem__, key=_OVER, required=True
        )
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
        over_ceiling=state[_OVER],
    )
    try:
        change_settings(meeting.id, wanted, database(), clock(), facilitator, revision=meeting.revision)
    except (Refused, DatabaseUnavailable) as refusal:
        state[_SAID] = (False, str(refusal))
        seen = _values(meeting)
        state[_TYPED] = (meeting.id, {key: state[key] for key in seen if state[key] != seen[key]})
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
