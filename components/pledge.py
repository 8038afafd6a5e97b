"""The pledge on a phone: who, how many, for how long, from what; then review, confirm, receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from components import access, pledge_fields, pledge_line
from components.database import database
from components.frame import SAMPLE_BADGE, asked_meeting, seen_by_visitor, status_line
from components.markup import badge, headline, notice, source_line
from components.pledge_review import preview_and_send, show_receipt, show_refusal
from domain.calendar import time_label
from domain.ceiling import check_ceilings
from domain.commitment import LineRequest, make_lines
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah
from domain.pledge_rules import MOST_LINES
from domain.refusal import Refused
from services.pledge_form import PledgeForm, meeting_elsewhere

__all__ = [
    "STATE_NOTICES",
    "ask",
    "ask_for_code",
    "heading",
    "history",
    "other_meeting",
    "preview_and_send",
    "show_receipt",
    "show_refusal",
]

STATE_NOTICES = {
    "draft": "Rapat belum dibuka. Biarkan halaman ini terbuka: formulirnya tampil sendiri begitu rapat dibuka.",
    "closed": "Rapat sudah ditutup; hasilnya dibekukan. Untuk perubahan, hubungi fasilitator.",
    "published": "Hasil rapat sudah diterbitkan. Untuk perubahan, hubungi fasilitator.",
}
CARD_CODE = "commitment.card_code"


def ask_for_code(refused: str = "") -> None:
    """The one question to a visitor without a card: the code on the card; or why the card was not taken."""
    seen = seen_by_visitor()
    status_line(seen.meeting, seen.district)
    st.html(headline(["Masukkan kode kartu desa"]))
    st.html(
        source_line(
            "Delapan huruf dan angka di kartu desa; tidak ada angka 0 dan 1, tidak ada huruf O dan I. "
            "Huruf besar atau kecil dan tanda hubung tidak masalah."
        )
    )
    with st.form("commitment.code_form", border=False):
        st.text_input(
            "Kode kartu",
            key=CARD_CODE,
            max_chars=64,
            placeholder="XXXX-XXXX",
            autocomplete="off",
        )
        st.form_submit_button("Masuk", type="primary", width="stretch", key="commitment.enter", on_click=_enter)
    if reason := refused or access.card_refusal():
        st.html(notice("error", reason))


def _enter() -> None:
    access.enter_card(st.session_state[CARD_CODE])


def heading(form: PledgeForm) -> None:
    """Which meeting, which village, and how it stands today."""
    mark = badge(SAMPLE_BADGE) if form.meeting.is_rehearsal else ""
    st.html(f'<div class="rb-status">{source_line(f"{form.meeting.title} · {form.meeting.state_label}")}{mark}</div>')
    st.html(headline([form.village.title]))
    counts = form.counts
    if form.month_label:
        st.html(
            source_line(
                f"{format_number(counts.eligible)} pekerja mandiri (BPU) berhak · "
                f"{format_number(counts.active)} aktif · {format_number(counts.uncovered)} belum terlindungi · "
                f"data {form.month_label} · {form.source_label}"
            )
        )


def other_meeting(form: PledgeForm) -> None:
    """Say that the card is for another meeting than the one that is held, or that the address asks for."""
    held = meeting_elsewhere(database(), form.meeting, asked_meeting())
    if held:
        own = f"Kartu ini untuk rapat lain: {form.meeting.title} ({form.meeting.state_label})."
        st.html(notice("warning", f"{own} Untuk {held.title} ({held.state_label}), minta kartunya kepada fasilitator."))


def ask(form: PledgeForm) -> Sequence[LineRequest] | None:
    """The questions of every line; None while an answer is missing or wrong: then the reason stands at its field."""
    pledge_fields.begin(form)
    numbers = range(1, pledge_fields.count() + 1)
    asked, fault = _read(form, numbers)
    for number in numbers:
        with st.container(key="commitment.card" if number == 1 else f"sheet.commitment.{number}"):
            pledge_line.ask(form, number, fault)
            if number > 1:
                name = pledge_fields.key(number, "remove")
                st.button("Hapus baris ini", key=name, on_click=pledge_fields.remove, args=(number,), type="tertiary")
    if len(numbers) < MOST_LINES:
        label = "Tambah baris: lanjutan, kelompok, atau dana lain"
        st.button(label, key="commitment.add", on_click=pledge_fields.add, icon=":material/add:", type="tertiary")
    if fault and fault.field is None:
        st.html(notice("error", fault.reason))
    missing = [str(number) for number in numbers if number > 1 and pledge_fields.is_empty(number)]
    if missing and fault is None:
        st.html(source_line(f"Baris {', '.join(missing)} belum diisi: isi jumlah pekerjanya, atau hapus baris itu."))
    return asked if fault is None and len(asked) == len(numbers) else None


def _read(form: PledgeForm, numbers: Iterable[int]) -> tuple[list[LineRequest], Refused | None]:
    """What the fields say, and the first thing that is wrong with it."""
    asked: list[LineRequest] = []
    try:
        for number in numbers:
            line = pledge_fields.read(form, number)
            asked += [line] if line else []
        if asked:
            lines = make_lines(asked, form.situation)
            if form.meeting.over_ceiling == "refuse":
                check_ceilings(lines, form.ceilings, over_ceiling="refuse", reason="")
    except Refused as refusal:
        return asked, refusal
    return asked, None


def other_card() -> None:
    """The way out for whoever holds another village's phone; and a code that was typed here is kept for a reload."""
    st.html('<p class="rb-source"><a href="/kartu-lain" target="_self">Bukan desa ini? Pakai kartu lain</a></p>')
    access.keep_card()


def history(form: PledgeForm) -> None:
    """What this village has pledged so far, the newest first; earlier revisions are kept."""
    if not form.history:
        return
    st.subheader("Riwayat komitmen desa ini", anchor=False)
    rows: Sequence[str] = [
        f"Revisi {past.revision} · {time_label(past.created_at)} · {past.text} · {format_rupiah(past.amount_rupiah)} · "
        f"tanda terima {past.receipt}"
        for past in form.history
    ]
    for row in rows:
        st.html(source_line(row))
    if_paid = form.counts.share_if_paid(form.history[0].new_bpu_workers)
    st.html(
        source_line(
            f"Cakupan pekerja mandiri hari ini {percent_label(form.counts.share)}, "
            f"{percent_label(if_paid)} bila dibayar."
        )
    )
