"""The entry line: a village says a number aloud, and village, number, Enter record it."""

from __future__ import annotations

import streamlit as st

from components import desk_correction, desk_receipt
from components.database import clock, database
from components.desk_form import ENTRY, done, form_of, line_request, refused, set_defaults, usual_fields
from components.desk_words import village_label
from db.engine import DatabaseUnavailable
from domain.commitment import LONGEST_REASON, LineRequest
from domain.meeting import Meeting
from domain.refusal import Refused
from services.desk import Desk, DeskVillage, desk
from services.identity import FacilitatorCookie
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

_OVER = "desk.entry.over_ceiling"


def entry_line(now: Desk, facilitator: FacilitatorCookie) -> None:
    """Village and number in one row, the rest below it as it usually is; Enter sends."""
    form = form_of(now.meeting)
    set_defaults(now.meeting)
    names = {row.village.code: village_label(row) for row in now.villages}
    with st.form("desk.entry", border=False):
        with st.container(key="desk.entry.line", horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                "Desa",
                list(names),
                index=None,
                format_func=lambda code: names.get(code, code),
                key=f"{ENTRY}.village",
                placeholder="Ketik nama desa",
            )
            st.text_input(
                "Jumlah pekerja", key=f"{ENTRY}.workers", max_chars=20, autocomplete="off", placeholder="misalnya 60"
            )
            args = (now.meeting, form.key, facilitator)
            st.form_submit_button("Catat", key="desk.entry.send", type="primary", on_click=_enter, args=args)
        usual_fields(ENTRY, now.meeting)
        if _over_ceiling()[0] == form.key:
            st.text_input("Alasan di atas pagu", key=f"{ENTRY}.reason", max_chars=LONGEST_REASON, autocomplete="off")
    desk_receipt.show_said("entry")


def _over_ceiling() -> tuple[str, str]:
    """The filling and the village that were refused without a reason; a reason is of this village and no other."""
    found: tuple[str, str] = st.session_state.get(_OVER, ("", ""))
    return found


def _asked_village() -> str:
    village: str | None = st.session_state[f"{ENTRY}.village"]
    if not village:
        raise Refused("commitment.village", "Pilih desanya dulu: ketik awal namanya, lalu Enter.", field="village")
    return village


def _enter(meeting: Meeting, key: str, facilitator: FacilitatorCookie) -> None:
    """Store it at once where nothing stands; where something does, nothing is replaced before the reason is told."""
    try:
        village, line, way = _asked_village(), line_request(ENTRY), st.session_state[f"{ENTRY}.way"]
        row = desk(database(), facilitator, meeting.id).of(village)
        if row.has_pledged:
            _stands_already(meeting, row, line, way)
            return
        command = SubmitCommitment(
            meeting_id=meeting.id,
            village_code=village,
            lines=(line,),
            idempotency_key=key,
            replaces=row.revision,
            way=way,
            reason=st.session_state.get(f"{ENTRY}.reason", "") if _over_ceiling() == (key, village) else "",
            meeting_revision=meeting.revision,
        )
        receipt = submit_commitment(command, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        if isinstance(refusal, Refused) and refusal.field == "reason":
            st.session_state[_OVER] = (key, st.session_state[f"{ENTRY}.village"])
        refused("entry", ENTRY, refusal)
        return
    done(meeting, receipt)


def _stands_already(meeting: Meeting, row: DeskVillage, line: LineRequest, way: str) -> None:
    """The same again is no change: a second press, or a village that says it twice."""
    assert row.pledge is not None
    if (line,) == tuple(kept.request for kept in row.pledge.lines):
        done(meeting, Receipt(row.pledge, row.village.name, repeated=True))
        return
    desk_correction.begin(row, line, way)
