"""What the desk's forms keep between two presses: the pledge under way, and the fields of a line."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from uuid import UUID

import streamlit as st

from components import desk_receipt
from components.desk_words import ASKED_WAYS, NATURES, SHORT_WAYS, month_label, months_of
from db.engine import DatabaseUnavailable
from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, LineRequest, parse_workers
from domain.meeting import Meeting
from domain.refusal import Refused
from services.submit_commitment import Receipt

ENTRY, FIX = "desk.entry", "desk.fix"
FIELDS = ("village", "workers", "nature", "months", "start_month", "source", "reason")
_FORM = "desk.entry.form"


@dataclass(frozen=True, slots=True)
class Form:
    """One filling of the entry line: its meeting, and the key of the pledge that it makes."""

    meeting_id: UUID
    key: str


def form_of(meeting: Meeting) -> Form:
    """The filling that is under way; a new one for each pledge and each meeting."""
    form: Form | None = st.session_state.get(_FORM)
    if form is None or form.meeting_id != meeting.id:
        form = Form(meeting.id, secrets.token_urlsafe(16))
        st.session_state[_FORM] = form
        if st.session_state.get(f"{ENTRY}.start_month") not in months_of(meeting.budget_year):
            clear(meeting)
    return form


def set_defaults(meeting: Meeting) -> None:
    """What a line usually says, where nothing is chosen yet."""
    for key, value in {**_usual(meeting), f"{ENTRY}.source": "ADD", f"{ENTRY}.way": "spoken"}.items():
        st.session_state.setdefault(key, value)


def clear(meeting: Meeting) -> None:
    """Ready for the next village: what one of them said must not slip into the next; source and way stay."""
    for key, value in {**_usual(meeting), f"{ENTRY}.village": None, f"{ENTRY}.workers": ""}.items():
        st.session_state[key] = value


def _usual(meeting: Meeting) -> dict[str, str | int]:
    start = str(Month(meeting.budget_year, 1))
    return {f"{ENTRY}.nature": "new", f"{ENTRY}.months": 12, f"{ENTRY}.start_month": start}


def done(meeting: Meeting, receipt: Receipt, *, from_entry: bool = True) -> None:
    """Show the receipt and make room for the next village; what stands in the entry line for another one stays."""
    if from_entry:
        st.session_state.pop(_FORM, None)
        clear(meeting)
    desk_receipt.keep(receipt)
    desk_receipt.move_to(f"{ENTRY}.village")


def usual_fields(prefix: str, meeting: Meeting) -> None:
    """Kind of workers, months, start, source and way, in one row."""

    def key(name: str) -> str:
        return f"{prefix}.{name}"

    with st.container(key=key("usual"), horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Pekerja", list(NATURES), format_func=NATURES.__getitem__, key=key("nature"), filter_mode=None)
        st.number_input("Bulan", 1, 12, step=1, key=key("months"))
        months = months_of(meeting.budget_year)
        st.selectbox("Mulai", months, format_func=month_label, key=key("start_month"), filter_mode=None)
        st.selectbox("Sumber dana", list(FUNDING_SOURCES), key=key("source"), filter_mode=None)
        st.selectbox("Cara", ASKED_WAYS, format_func=SHORT_WAYS.__getitem__, key=key("way"), filter_mode=None)


def line_request(prefix: str, old: LineRequest | None = None) -> LineRequest:
    """The line that the fields of a form ask for; what they do not ask is as it was in the line that it replaces.

    Raises:
        Refused: the number is none.
    """
    values = {name: st.session_state[f"{prefix}.{name}"] for name in ("nature", "months", "start_month", "source")}
    asked = LineRequest(
        nature=values["nature"],
        workers=parse_workers(st.session_state[f"{prefix}.workers"] or ""),
        months=int(values["months"] or 0),
        start_month=Month.parse(values["start_month"]),
        source=values["source"] or "",
    )
    if old is None:
        return asked
    kept = {name: getattr(old, name) for name in ("programmes", "segment", "group", "wage_rupiah")}
    return replace(asked, **kept)


def refused(part: str, prefix: str, refusal: Refused | DatabaseUnavailable) -> None:
    """Why nothing was stored; what was typed stays, and the hand goes to the field."""
    desk_receipt.refuse(part, refusal)
    field = refusal.field if isinstance(refusal, Refused) and refusal.field in FIELDS else "workers"
    desk_receipt.move_to(f"{prefix}.{field}")
