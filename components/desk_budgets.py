"""The village budgets of a meeting: which ones it keeps to, and the press that takes newer ones."""

from __future__ import annotations

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from db.queries.enrollment import Dataset
from domain.meeting import Meeting
from domain.refusal import Refused
from services.change_meeting import take_new_budgets
from services.identity import FacilitatorCookie
from services.village_funds import MeetingBudgets, meeting_budgets

_SAID = "desk.budgets.said"
NO_BUDGETS = "Pagu desa belum diimpor: komitmen tidak diperiksa terhadap pagu."


def budgets(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """What a draft will open on, or what an open meeting keeps to; and where there are newer ones, the way to them."""
    said: tuple[bool, str] | None = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice("success" if said[0] else "error", said[1]))
    now = meeting_budgets(database(), meeting)
    st.html(source_line(_text(meeting, now)))
    if meeting.state != "open" or not now.is_behind or now.newest is None:
        return
    st.html(
        notice(
            "info",
            f"Ada pagu desa yang lebih baru: {_label(now.newest)}. Bila dipakai, formulir yang sudah terbuka minta "
            "diperiksa lagi; komitmen yang sudah tercatat tidak berubah.",
        )
    )
    st.button("Pakai pagu terbaru", key="desk.budgets.take", on_click=_take, args=(meeting, facilitator))


def _text(meeting: Meeting, now: MeetingBudgets) -> str:
    if meeting.state == "draft":
        return f"Saat dibuka, rapat ini memakai pagu desa {_label(now.newest)}." if now.newest else NO_BUDGETS
    if now.kept:
        return f"Pagu desa rapat ini: {_label(now.kept)}."
    return "Rapat ini dibuka tanpa pagu desa: komitmen tidak diperiksa terhadap pagu." if now.newest else NO_BUDGETS


def _label(data: Dataset) -> str:
    return f"data {data.month.label} · {data.source_label}"


def _take(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    try:
        take_new_budgets(meeting.id, database(), clock(), facilitator, revision=meeting.revision)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_SAID] = (False, str(refusal))
        return
    st.session_state[_SAID] = (True, "Rapat memakai pagu desa terbaru.")
