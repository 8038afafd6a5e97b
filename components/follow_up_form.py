"""Record a step of the follow-up: a village for itself, a facilitator for any; and correct or take back one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.follow_up_steps import recorded_steps
from components.markup import Kind, as_text, notice, source_line
from db.engine import DatabaseUnavailable
from domain.calendar import Month
from domain.commitment import parse_workers
from domain.follow_up import Step
from domain.follow_up_status import LineState
from domain.follow_up_step import KINDS, LONGEST_TEXT, StepRequest, kind_label
from domain.follow_up_words import line_words, next_words, sentence
from domain.money import format_number, format_rupiah, parse_rupiah
from domain.refusal import Refused
from services.follow_up import FollowUp, VillageFollowUp, village_steps
from services.identity import CardCode, FacilitatorCookie
from services.record_follow_up import RecordStep, WithdrawStep, record_step, withdraw_step

_VILLAGE, _DRAFT, _SAID, _SENT = (f"follow_up.{name}" for name in ("village", "draft", "said", "sent"))
_WITH_AMOUNT = ("planned", "budgeted", "paid")


@dataclass(frozen=True, slots=True)
class Draft:
    """A step that is being typed, under a key made when its form was shown.

    Attributes:
        corrects: the step whose place it takes.
        seen: the village's newest step when the form was shown; None: whatever is newest when it is drawn again.
    """

    meeting_id: UUID
    village_code: str
    key: str
    seen: int | None
    corrects: Step | None = None

    def field(self, name: str) -> str:
        """The key of a widget; another draft has others, so that its fields begin empty."""
        return f"follow_up.{name}.{self.key}"


def for_any(found: FollowUp, facilitator: FacilitatorCookie) -> None:
    """For whoever runs meetings: choose the village first."""
    titles = {village.code: village.title for village in found.villages}
    if st.session_state.get(_VILLAGE) not in titles:
        asked = st.query_params.get("desa")
        st.session_state[_VILLAGE] = asked if asked in titles else None
    is_chosen = st.session_state[_VILLAGE] is not None
    with st.container(key="follow_up.entry"), st.expander("Catat langkah sebuah desa", expanded=is_chosen):
        code = st.selectbox(
            "Desa",
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            key=_VILLAGE,
            placeholder="Ketik nama desa",
            persist_state="session",
        )
        village = found.find(code)
        if village:
            _entry(found, village, facilitator)


def for_own(found: FollowUp, card: CardCode, village_code: str) -> None:
    """For a village with its card: its own pledge, nothing to choose."""
    village = found.find(village_code)
    if village is None:
        st.html(notice("info", "Desa pada kartu ini tidak berkomitmen dalam rapat ini."))
        return
    st.subheader(as_text(f"Catat langkah Desa {village.name}"), anchor=False)
    with st.container(key="follow_up.entry"):
        _entry(found, village, card)


def _entry(found: FollowUp, village: VillageFollowUp, who: FacilitatorCookie | CardCode) -> None:
    # It stays until the next press: a double click draws the page twice.
    said: tuple[str, Kind, str] | None = st.session_state.get(_SAID)
    if said and said[0] == village.code:
        st.html(notice(*said[1:]))
    steps = village_steps(database(), who, found.meeting.id, village.code)
    draft = _draft(found, village, steps)
    line = _ask_line(village, draft)
    so_far = (sentence(words) for words in (line_words(line), next_words(line)) if words)
    st.html(source_line(f"{'. '.join(so_far)}."))
    _fields(found, line, _ask_kind(line, draft), draft, who)
    recorded_steps(steps, draft.corrects, _begin_correction)


def _draft(found: FollowUp, village: VillageFollowUp, steps: list[Step]) -> Draft:
    kept: Draft | None = st.session_state.get(_DRAFT)
    newest = steps[-1].number if steps else 0
    if kept is None or (kept.meeting_id, kept.village_code) != (found.meeting.id, village.code):
        kept = Draft(found.meeting.id, village.code, secrets.token_urlsafe(16), newest)
    made = replace(kept, seen=newest) if kept.seen is None else kept
    st.session_state[_DRAFT] = made
    return made


def _ask_line(village: VillageFollowUp, draft: Draft) -> LineState:
    lines = {line.pledged.number: line for line in village.state.lines}
    number = next(iter(lines))
    if len(lines) > 1:
        _usual(draft.field("line"), draft.corrects.said.line if draft.corrects else number)
        number = st.selectbox(
            "Baris komitmen",
            list(lines),
            format_func=lambda one: f"{one}. {lines[one].pledged.line.text}",
            key=draft.field("line"),
        )
    return lines[number]


def _ask_kind(line: LineState, draft: Draft) -> str:
    usual = _kind_of(draft.corrects) if draft.corrects else next_kind(line)
    key = f"{draft.field('kind')}.{line.pledged.number}"
    _usual(key, usual)
    return str(st.selectbox("Apa yang terjadi", list(KINDS), format_func=kind_label, key=key))


def next_kind(line: LineState) -> str:
    """What is probably to be recorded next: the next payment while money is due, else the next stage."""
    until = line.paid_until
    if until and until < line.pledged.months[-1]:
        return "paid"
    stage = line.next_stage or "paid"
    due = line.deadlines.get(stage)
    is_change = due is not None and due.document.startswith("Perubahan")
    return next(kind for kind, value in KINDS.items() if value == (stage, is_change))


def _kind_of(step: Step) -> str:
    return next(kind for kind, value in KINDS.items() if value == (step.said.stage, step.said.is_change))


def _usual(key: str, value: Any) -> None:
    st.session_state.setdefault(key, value)


def _fields(found: FollowUp, line: LineState, kind: str, draft: Draft, who: FacilitatorCookie | CardCode) -> None:
    past = draft.corrects.said if draft.corrects else None
    if draft.corrects:
        st.html(notice("info", f"Memperbaiki langkah nomor {draft.corrects.number}: {draft.corrects.text}."))
    with st.form(f"follow_up.form.{draft.key}", border=False):
        _usual(draft.field("date"), past.happened_on if past else found.today)
        st.date_input("Tanggal", key=draft.field("date"), format="DD/MM/YYYY", max_value=found.today)
        _numbers(line, KINDS[kind][0], draft, past)
        _text(draft, "document", "Nomor dokumen (Perdes, SK, bukti setor)", past and past.document)
        _text(draft, "note", "Catatan (perlu bila tanpa nomor, atau bila 0)", past and past.note)
        args = (draft, line.pledged.number, kind, who)
        st.form_submit_button("Simpan langkah", key=draft.field("save"), type="primary", on_click=_save, args=args)
        if draft.corrects:
            _text(draft, "why", "Atau langkah ini tidak pernah terjadi, karena", None)
            st.form_submit_button(
                "Tarik langkah ini", key=draft.field("withdraw"), on_click=_withdraw, args=(draft, who)
            )
            st.form_submit_button("Batal memperbaiki", key=draft.field("cancel"), on_click=_cancel)


def _numbers(line: LineState, stage: str, draft: Draft, past: StepRequest | None) -> None:
    pledged = line.pledged.line
    left, right = st.columns(2)
    with left:
        _text(draft, "workers", f"Pekerja (dijanjikan {format_number(pledged.workers)})", past and past.workers)
    if stage in _WITH_AMOUNT:
        pledged_words = f"dijanjikan {format_number(pledged.amount_rupiah)}"
        with right:
            what = "Rupiah pembayaran ini" if stage == "paid" else f"Rupiah ({pledged_words})"
            _text(draft, "amount", what, past and past.amount_rupiah)
    if stage == "paid":
        st.html(source_line(f"Iuran {format_rupiah(pledged.unit_rupiah)} sebulan seorang pada bulan pertama."))
        _months(line, draft, past)


def _text(draft: Draft, name: str, label: str, past: object) -> None:
    key = draft.field(name)
    _usual(key, "" if past is None else str(past))
    st.text_input(label, key=key, max_chars=LONGEST_TEXT)


def _months(line: LineState, draft: Draft, past: StepRequest | None) -> None:
    pledged = line.pledged.months
    months = [str(pledged[0].plus(offset)) for offset in range(-12, max(24, len(pledged) + 12))]
    following = line.paid_until.plus(1) if line.paid_until else pledged[0]
    first = str(past.paid_from) if past and past.paid_from else str(following)
    last = str(past.paid_until) if past and past.paid_until else None
    fields = (("from", "Dari bulan", first), ("until", "Sampai bulan", last))
    for column, (name, label, usual) in zip(st.columns(2), fields, strict=True):
        _usual(draft.field(name), usual if usual in months else None)
        column.selectbox(
            label,
            months,
            index=None,
            format_func=lambda text: Month.parse(text).label,
            key=draft.field(name),
            placeholder="Pilih bulan",
        )


def _begin_correction(step: Step) -> None:
    kept: Draft = st.session_state[_DRAFT]
    st.session_state.pop(_SAID, None)
    st.session_state[_DRAFT] = replace(kept, key=secrets.token_urlsafe(16), corrects=step)


def _cancel() -> None:
    st.session_state.pop(_DRAFT, None)


def _save(draft: Draft, line: int, kind: str, who: FacilitatorCookie | CardCode) -> None:
    # One call, one transaction; a second click finds the draft sent.
    def send() -> tuple[str, ...]:
        request = _request(draft, line, kind)
        command = RecordStep(draft.meeting_id, request, draft.key, draft.seen)
        receipt = record_step(command, database(), clock(), who)
        return (f"Tersimpan: {receipt.step.text}.", *receipt.warnings)

    _send(draft, send)


def _withdraw(draft: Draft, who: FacilitatorCookie | CardCode) -> None:
    def send() -> tuple[str, ...]:
        assert draft.corrects is not None
        reason = str(st.session_state.get(draft.field("why"), ""))
        command = WithdrawStep(draft.meeting_id, draft.village_code, draft.corrects.number, reason, draft.key)
        withdraw_step(command, database(), clock(), who)
        return (f"Langkah nomor {draft.corrects.number} ditarik.",)

    _send(draft, send)


def _send(draft: Draft, send: Callable[[], tuple[str, ...]]) -> None:
    state = st.session_state
    if state.get(_SENT) == draft.key:
        return
    try:
        said = send()
    except (Refused, DatabaseUnavailable) as refusal:
        state[_SAID] = (draft.village_code, "error", str(refusal))
        if isinstance(refusal, Refused) and refusal.code == "follow_up.stale":
            state[_DRAFT] = replace(draft, seen=None)  # what came between is shown now; pressing again is meant
        return
    state[_SENT] = draft.key
    state.pop(_DRAFT, None)
    state[_SAID] = (draft.village_code, "warning" if len(said) > 1 else "success", " ".join(said))


def _request(draft: Draft, line: int, kind: str) -> StepRequest:
    state = st.session_state

    def typed(name: str) -> str:
        return str(state.get(draft.field(name)) or "").strip()

    stage, is_change = KINDS[kind]
    happened_on = state.get(draft.field("date"))
    if not isinstance(happened_on, date):
        raise Refused("follow_up.date", "Isi tanggal langkah ini.", field="date")
    first, last = typed("from") if stage == "paid" else "", typed("until") if stage == "paid" else ""
    return StepRequest(
        village_code=draft.village_code,
        line=line,
        stage=stage,
        is_change=is_change,
        happened_on=happened_on,
        workers=parse_workers(typed("workers")) if typed("workers") else None,
        amount_rupiah=_rupiah(typed("amount")) if typed("amount") and stage in _WITH_AMOUNT else None,
        paid_from=Month.parse(first) if first else None,
        paid_until=Month.parse(last) if last else None,
        document=typed("document"),
        note=typed("note"),
        corrects=draft.corrects.number if draft.corrects else None,
    )


def _rupiah(text: str) -> int:
    try:
        return parse_rupiah(text)
    except ValueError as error:
        raise Refused("follow_up.amount", str(error), field="amount") from error
