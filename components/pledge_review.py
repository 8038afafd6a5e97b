"""Review, confirm and receipt: a pledge is sent once, however often the button is pressed."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.ceilings import show_ceilings
from components.database import clock, database
from components.markup import bar, figure, notice, source_line
from db.engine import DatabaseUnavailable
from domain.commitment import (
    Line,
    LineRequest,
    Way,
    make_lines,
    total_rupiah,
    total_workers,
    warnings_for,
)
from domain.coverage import percent_label
from domain.money import format_rupiah, in_words
from domain.rates import explain
from domain.refusal import Refused
from services.identity import Credential
from services.pledge_form import PledgeForm
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

log = logging.getLogger(__name__)
_REVIEW = "pledge.review"
_RECEIPT = "pledge.receipt"
_REFUSAL = "pledge.refusal"
ALREADY_PLEDGED = "Komitmen ini sudah tercatat. Ubah angkanya bila ingin memperbaiki."
BENEFIT_NOTE = "Santunan kematian (JKM) Rp 42 juta dibayar penuh mulai bulan ke-4, selama iuran dibayar."


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and what a facilitator adds for a village that speaks: by which way, and why it is changed."""

    credential: Credential
    way: Way | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What was shown before confirming; sent as shown, under a key made when it was shown.

    `meeting_revision` is the meeting's when it was shown: what the facilitator has changed since, nobody has read.
    """

    requests: tuple[LineRequest, ...]
    replaces: int
    meeting_revision: int
    key: str


def preview_and_send(form: PledgeForm, sender: Sender | None, asked: Sequence[LineRequest] | None) -> None:
    """What the pledge costs and does; then review and confirm, once all is answered and it is known who sends."""
    show_refusal()
    if asked is None:
        st.button("Tinjau komitmen", key="commitment.submit", disabled=True, width="stretch", type="primary")
        return
    requests, meeting = tuple(asked), form.meeting
    lines = make_lines(requests, form.situation)
    st.html(_preview(form, lines))
    show_ceilings(form, lines)
    for warning in warnings_for(requests, form.situation):
        said = f"{warning.text} Dasar: {warning.basis}."
        # It is so of nearly every pledge: said, but not cried out.
        st.html(source_line(said) if warning.code == "active_unfunded" else notice("warning", said))
    review: Review | None = st.session_state.get(_REVIEW)
    if sender is None or review is None or review.requests != requests:
        st.html(source_line(BENEFIT_NOTE))
        is_same = bool(form.history) and form.history[0].lines == lines
        if is_same and not show_receipt(form):
            st.html(notice("info", f"{ALREADY_PLEDGED} Tanda terima {form.history[0].receipt}."))
        st.button(
            "Tinjau komitmen",
            key="commitment.submit",
            on_click=_begin_review,
            args=(requests, form.newest_revision, meeting.revision),
            width="stretch",
            type="primary",
            disabled=is_same or sender is None,
        )
        return
    _confirm(form, sender, review, lines)


def _begin_review(requests: tuple[LineRequest, ...], replaces: int, meeting_revision: int) -> None:
    st.session_state[_REVIEW] = Review(requests, replaces, meeting_revision, secrets.token_urlsafe(16))
    st.session_state.pop(_RECEIPT, None)
    st.session_state.pop(_REFUSAL, None)


def _confirm(form: PledgeForm, sender: Sender, review: Review, lines: Sequence[Line]) -> None:
    verb = "mengganti komitmen sebelumnya dengan" if review.replaces else "berkomitmen"
    st.html(
        notice(
            "info",
            f"{form.village.title} {verb} {'; '.join(line.text for line in lines)}, "
            f"mulai {min(line.start_month for line in lines).label}: "
            f"{format_rupiah(total_rupiah(lines))}, dianggarkan mulai APBDes {form.meeting.budget_year}. Sudah benar?",
        )
    )
    command = SubmitCommitment(
        meeting_id=form.meeting.id,
        village_code=form.village.code,
        lines=review.requests,
        idempotency_key=review.key,
        replaces=review.replaces,
        meeting_revision=review.meeting_revision,
        way=sender.way,
        reason=sender.reason,
    )
    st.button(
        "Ya, kirim komitmen",
        key="commitment.confirm",
        on_click=_send,
        args=(command, sender.credential),
        width="stretch",
        type="primary",
    )
    st.button("Ubah dulu", key="commitment.back", on_click=_drop_review, width="stretch")


def _send(command: SubmitCommitment, credential: Credential) -> None:
    # One call, one transaction, no session state in between: a second click finds the same key.
    try:
        receipt = submit_commitment(command, database(), clock(), credential)
    except Refused as refusal:
        st.session_state[_REFUSAL] = refusal.reason
        st.session_state.pop(_REVIEW, None)
        return
    except DatabaseUnavailable as closed:
        # The review and its key stay: pressing again is the same pledge, stored or not.
        log.exception("a pledge could not be stored")
        st.session_state[_REFUSAL] = str(closed)
        return
    st.session_state[_RECEIPT] = receipt
    st.session_state.pop(_REVIEW, None)


def _drop_review() -> None:
    st.session_state.pop(_REVIEW, None)


def show_refusal() -> None:
    """Why the last sending was refused; its place is kept where nothing was, so that nothing below it moves."""
    reason = st.session_state.get(_REFUSAL)
    st.html(notice("error", reason) if reason else "<span></span>")


def _preview(form: PledgeForm, lines: Sequence[Line]) -> str:
    now, target = form.counts.share, form.meeting.target_share
    if_paid = form.counts.share_if_paid(total_workers(lines, "new", "BPU"))
    made = (explain(line.workers, line.months, line.unit_rupiah, line.programmes) for line in lines)
    return (
        '<div class="rb-pledge-total">'
        f"{figure('Anggaran yang dijanjikan', format_rupiah(total_rupiah(lines)), 'plain')}"
        f"{source_line(in_words(total_rupiah(lines)))}"
        f"{source_line(' + '.join(made))}"
        f"{figure('Cakupan pekerja mandiri', f'{percent_label(now)} → {percent_label(if_paid)} bila dibayar', 'plain')}"
        f"{bar(now, if_paid, target)}</div>"
    )


def show_receipt(form: PledgeForm) -> bool:
    """The receipt of what this session has just sent, where the thumb pressed; returns whether there is one."""
    receipt: Receipt | None = st.session_state.get(_RECEIPT)
    if receipt is None or receipt.commitment.village_code != form.village.code:
        return False
    kept = receipt.commitment
    said = "Komitmen ini sudah tercatat sebelumnya" if receipt.repeated else "Komitmen tercatat"
    st.html(
        notice(
            "success",
            f"{said}: {kept.text}, {format_rupiah(kept.amount_rupiah)}. Tanda terima {kept.receipt}. "
            "Simpan nomor ini; komitmen dapat diperbaiki sampai rapat ditutup.",
        )
    )
    return True
