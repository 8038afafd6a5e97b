"""Review, confirm and receipt: a pledge is sent once, however often the button is pressed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from components.database import clock, database
from components.markup import bar, figure, notice, source_line
from domain.commitment import (
    Line,
    LineRequest,
    Situation,
    make_lines,
    total_rupiah,
    total_workers,
    warnings_for,
)
from domain.coverage import percent_label
from domain.money import format_rupiah, in_words
from domain.rates import explain
from domain.refusal import Refused
from services.identity import CardCode
from services.pledge_form import PledgeForm
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

_REVIEW = "pledge.review"
_RECEIPT = "pledge.receipt"
_REFUSAL = "pledge.refusal"
ALREADY_PLEDGED = "Komitmen ini sudah tercatat. Ubah angkanya bila ingin memperbaiki."
BENEFIT_NOTE = "JKM Rp 42 juta berlaku penuh mulai bulan ke-4 kepesertaan. Berlaku bila iuran dibayar."


@dataclass(frozen=True, slots=True)
class Review:
    """What was shown before confirming; sent as shown, under a key made when it was shown."""

    request: LineRequest
    replaces: int
    key: str


def preview_and_send(form: PledgeForm, card: CardCode, request: LineRequest | None) -> None:
    """What the pledge costs and does; then review and confirm."""
    show_refusal()
    if request is None:
        st.button("Tinjau komitmen", key="commitment.submit", disabled=True, width="stretch", type="primary")
        return
    try:
        lines = make_lines([request], Situation(form.counts, form.meeting.budget_year, form.rates))
    except Refused as refusal:
        st.html(notice("error", refusal.reason))
        st.button("Tinjau komitmen", key="commitment.submit", width="stretch", type="primary")
        return
    st.html(_preview(form, lines[0]))
    for warning in warnings_for([request], form.meeting.budget_year):
        st.html(notice("warning", f"{warning.text} Dasar: {warning.basis}."))
    st.html(source_line(BENEFIT_NOTE))
    review: Review | None = st.session_state.get(_REVIEW)
    if review is None or review.request != request:
        is_same = bool(form.history) and form.history[0].lines == lines
        if is_same:
            st.html(notice("info", f"{ALREADY_PLEDGED} Tanda terima {form.history[0].receipt}."))
        st.button(
            "Tinjau komitmen",
            key="commitment.submit",
            on_click=_begin_review,
            args=(request, form.newest_revision),
            width="stretch",
            type="primary",
            disabled=is_same,
        )
        return
    _confirm(form, card, review, lines[0])


def _begin_review(request: LineRequest, replaces: int) -> None:
    st.session_state[_REVIEW] = Review(request, replaces, secrets.token_urlsafe(16))
    st.session_state.pop(_RECEIPT, None)
    st.session_state.pop(_REFUSAL, None)


def _confirm(form: PledgeForm, card: CardCode, review: Review, line: Line) -> None:
    verb = "mengganti komitmen sebelumnya dengan" if review.replaces else "berkomitmen"
    st.html(
        notice(
            "info",
            f"{form.village.title} {verb} {line.text}, mulai {line.start_month.label}: "
            f"{format_rupiah(line.amount_rupiah)} dari APBDes {form.meeting.budget_year}. Sudah benar?",
        )
    )
    command = SubmitCommitment(
        meeting_id=form.meeting.id,
        village_code=form.village.code,
        lines=(review.request,),
        idempotency_key=review.key,
        replaces=review.replaces,
    )
    st.button(
        "Ya, kirim komitmen",
        key="commitment.confirm",
        on_click=_send,
        args=(command, card),
        width="stretch",
        type="primary",
    )
    st.button("Ubah dulu", key="commitment.back", on_click=_drop_review, width="stretch")


def _send(command: SubmitCommitment, card: CardCode) -> None:
    # One call, one transaction, no session state in between: a second click finds the same key.
    try:
        receipt = submit_commitment(command, database(), clock(), card)
    except Refused as refusal:
        st.session_state[_REFUSAL] = refusal.reason
        st.session_state.pop(_REVIEW, None)
        return
    st.session_state[_RECEIPT] = receipt
    st.session_state.pop(_REVIEW, None)


def _drop_review() -> None:
    st.session_state.pop(_REVIEW, None)


def show_refusal() -> None:
    """Why the last sending was refused; its place is kept where nothing was, so that nothing below it moves."""
    reason = st.session_state.get(_REFUSAL)
    st.html(notice("error", reason) if reason else "<span></span>")


def _preview(form: PledgeForm, line: Line) -> str:
    now, target = form.counts.share, form.meeting.target_share
    if_paid = form.counts.share_if_paid(total_workers([line], "new"))
    return (
        '<div class="rb-pledge-total">'
        f"{figure('Anggaran yang dijanjikan', format_rupiah(total_rupiah([line])), 'plain')}"
        f"{source_line(in_words(line.amount_rupiah))}"
        f"{source_line(explain(line.workers, line.months, line.unit_rupiah, line.programmes))}"
        f"{figure('Cakupan pekerja mandiri', f'{percent_label(now)} → {percent_label(if_paid)} bila dibayar', 'plain')}"
        f"{bar(now, if_paid, target)}</div>"
    )


def show_receipt(form: PledgeForm) -> None:
    """The receipt of what this session has just sent."""
    receipt: Receipt | None = st.session_state.get(_RECEIPT)
    if receipt is None or receipt.commitment.village_code != form.village.code:
        return
    kept = receipt.commitment
    said = "Komitmen ini sudah tercatat sebelumnya" if receipt.repeated else "Komitmen tercatat"
    st.html(
        notice(
            "success",
            f"{said}: {kept.text}, {format_rupiah(kept.amount_rupiah)}. Tanda terima {kept.receipt}. "
            "Simpan nomor ini; komitmen dapat diperbaiki sampai rapat ditutup.",
        )
    )
