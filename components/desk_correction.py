"""A pledge that stands is replaced or withdrawn only after it was shown, and with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components import desk_receipt
from components.database import clock, database
from components.desk_form import ENTRY, FIX, done, line_request, refused, usual_fields
from components.desk_words import ASKED_WAYS, line_text, months_of, standing_text
from components.markup import as_text, question, source_line
from db.engine import DatabaseUnavailable
from db.queries.commitments import Commitment
from domain.commitment import LONGEST_REASON, LineRequest
from domain.meeting import Meeting
from domain.refusal import Refused
from services.desk import Desk, DeskVillage, desk, needs_reason
from services.identity import FacilitatorCookie
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

_OPEN = "desk.correction"
_REASON = f"{FIX}.reason"


@dataclass(frozen=True, slots=True)
class Correction:
    """A pledge that is being corrected.

    Attributes:
        seen: the revision that is shown, and that is replaced only while it is the newest.
        at: which of its lines the typed one takes the place of; None: it comes beside them.
        key: of the revision that this correction makes.
        from_entry: begun by the entry line, which then waits for it.
    """

    seen: Commitment
    at: int | None
    key: str
    from_entry: bool

    def others(self) -> list[int]:
        """The lines that the typed one does not replace."""
        return [number for number in range(len(self.seen.lines)) if number != self.at]


def begin(row: DeskVillage, line: LineRequest | None = None, way: str = "") -> None:
    """Ask for the reason: with the line that was just typed, or with what stands, to be changed by hand."""
    assert row.pledge is not None
    lines = row.pledge.lines
    asked = line or lines[0].request
    at = next((number for number, old in enumerate(lines) if _is_alike(old.request, asked)), None)
    st.session_state[_OPEN] = Correction(row.pledge, at, secrets.token_urlsafe(16), from_entry=line is not None)
    came_by = way or row.pledge.way
    fields = {
        "workers": str(asked.workers),
        "nature": asked.nature,
        "months": asked.months,
        "start_month": str(asked.start_month),
        "source": asked.source,
        "way": came_by if came_by in ASKED_WAYS else ASKED_WAYS[0],
        "reason": "",
    }
    for name, value in fields.items():
        st.session_state[f"{FIX}.{name}"] = value
    desk_receipt.say("fix", "info", _what_happens(row, lines, at) if line else "")
    desk_receipt.move_to(_REASON if line else f"{FIX}.workers")


def _is_alike(old: LineRequest, asked: LineRequest) -> bool:
    return (old.nature, old.segment, old.group) == (asked.nature, asked.segment, asked.group)


def _what_happens(row: DeskVillage, lines: Sequence[object], at: int | None) -> str:
    name = row.village.title
    if at is None:
        return f"{name} sudah berkomitmen. Baris ini ditambahkan di sampingnya; tulis alasannya, lalu Enter."
    if len(lines) > 1:
        return f"{name} sudah berkomitmen. Baris yang sejenis diganti; tulis alasannya, lalu Enter."
    return f"{name} sudah berkomitmen. Untuk menggantinya tulis alasannya, lalu Enter."


def correction(now: Desk, facilitator: FacilitatorCookie) -> None:
    """The pledge as it stands, the line as it shall be, the reason; or nothing where nothing is being corrected."""
    fix: Correction | None = st.session_state.get(_OPEN)
    if fix is None or fix.seen.meeting_id != now.meeting.id:
        return
    row = now.of(fix.seen.village_code)
    _keep_fields_valid(now.meeting)
    with st.container(key="sheet.desk.fix"):
        st.html(question(f"Perbaiki atau tarik: {row.village.title}"))
        st.html(source_line(f"Sekarang: {standing_text(replace(row, pledge=fix.seen))}"))
        desk_receipt.show_said("fix")
        with st.form("desk.fix", border=False):
            with st.container(key="desk.fix.line", horizontal=True, vertical_alignment="bottom"):
                st.text_input("Jumlah pekerja", key=f"{FIX}.workers", max_chars=20, autocomplete="off")
                st.text_input(
                    "Alasan (wajib)",
                    key=_REASON,
                    max_chars=LONGEST_REASON,
                    autocomplete="off",
                    placeholder="misalnya salah dengar",
                )
            usual_fields(FIX, now.meeting)
            for number in fix.others():
                label = f"Tetap: {as_text(line_text(fix.seen.lines[number]))}"
                st.checkbox(label, value=True, key=_keep_key(fix, number))
            with st.container(key="desk.fix.buttons", horizontal=True, vertical_alignment="center"):
                args = (now.meeting, fix, facilitator)
                st.form_submit_button(
                    "Simpan perbaikan", key="desk.fix.save", type="primary", on_click=_save, args=args
                )
                st.form_submit_button("Tarik komitmen", key="desk.fix.withdraw", on_click=_withdraw, args=args)
                st.form_submit_button("Biarkan", key="desk.fix.leave", type="tertiary", on_click=_leave)


def _keep_fields_valid(meeting: Meeting) -> None:
    """A pledge of another budget year cannot be offered as a start."""
    if st.session_state.get(f"{FIX}.start_month") not in months_of(meeting.budget_year):
        st.session_state[f"{FIX}.start_month"] = months_of(meeting.budget_year)[0]


def _keep_key(fix: Correction, number: int) -> str:
    return f"{FIX}.keep.{fix.seen.receipt}.{number}"


def _save(meeting: Meeting, fix: Correction, facilitator: FacilitatorCookie) -> None:
    kept = {n: fix.seen.lines[n].request for n in fix.others() if st.session_state.get(_keep_key(fix, n), True)}
    try:
        line = line_request(FIX, None if fix.at is None else fix.seen.lines[fix.at].request)
        place = len(fix.seen.lines) if fix.at is None else fix.at
        lines = tuple(asked for _, asked in sorted({**kept, place: line}.items()))
        _require_change(fix, lines)
        command = _command(meeting, fix, lines)
        receipt = submit_commitment(command, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        _refused(meeting, fix, refusal, facilitator)
        return
    _done(meeting, fix, receipt)


def _require_change(fix: Correction, lines: Sequence[LineRequest]) -> None:
    if lines == tuple(old.request for old in fix.seen.lines):
        raise Refused("commitment.same", "Tidak ada yang berubah. Ubah angkanya, atau tekan Biarkan.", field="workers")


def _withdraw(meeting: Meeting, fix: Correction, facilitator: FacilitatorCookie) -> None:
    try:
        command = replace(_command(meeting, fix, ()), idempotency_key=f"{fix.key}-withdraw", withdraw=True)
        receipt = submit_commitment(command, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        _refused(meeting, fix, refusal, facilitator)
        return
    _done(meeting, fix, receipt)


def _command(meeting: Meeting, fix: Correction, lines: Sequence[LineRequest]) -> SubmitCommitment:
    return SubmitCommitment(
        meeting_id=meeting.id,
        village_code=fix.seen.village_code,
        lines=lines,
        idempotency_key=fix.key,
        replaces=fix.seen.revision,
        way=st.session_state[f"{FIX}.way"],
        reason=needs_reason(st.session_state[_REASON]),
        meeting_revision=meeting.revision,
    )


def _done(meeting: Meeting, fix: Correction, receipt: Receipt) -> None:
    st.session_state.pop(_OPEN, None)
    done(meeting, receipt, from_entry=fix.from_entry)


def _refused(meeting: Meeting, fix: Correction, refusal: Refused | DatabaseUnavailable, who: FacilitatorCookie) -> None:
    """What was typed stays; where somebody else was faster, what stands now is shown and seen by the next press."""
    refused("fix", FIX, refusal)
    if not isinstance(refusal, Refused) or refusal.code != "commitment.stale":
        return
    newest = desk(database(), who, meeting.id).of(fix.seen.village_code).pledge
    if newest is None:
        return
    if newest.is_withdrawn:
        st.session_state.pop(_OPEN, None)
        desk_receipt.say("entry", "error", f"{refusal.reason} Catat komitmennya lagi di baris di atas.")
        desk_receipt.move_to(f"{ENTRY}.workers")
        return
    was = fix.seen.lines[fix.at].request if fix.at is not None else None
    segment, group = (was.segment, was.group) if was else ("BPU", "")
    wanted = (st.session_state[f"{FIX}.nature"], segment, group)
    at = next((n for n, old in enumerate(newest.lines) if (old.nature, old.segment, old.group) == wanted), None)
    st.session_state[_OPEN] = Correction(newest, at, secrets.token_urlsafe(16), fix.from_entry)


def _leave() -> None:
    st.session_state.pop(_OPEN, None)
    desk_receipt.say("fix", "info", "")
    desk_receipt.move_to(f"{ENTRY}.village")
