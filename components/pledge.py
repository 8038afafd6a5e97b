"""The pledge on a phone: who, how many, for how long, from what; then review, confirm, receipt."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import access
from components.frame import SAMPLE_BADGE, seen_by_visitor, status_line
from components.markup import badge, headline, notice, question, source_line
from components.pledge_review import preview_and_send, show_receipt, show_refusal
from domain.calendar import Month, time_label
from domain.commitment import FUNDING_SOURCES, LineRequest, parse_workers
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah
from domain.refusal import Refused
from services.identity import UNKNOWN_CODE
from services.pledge_form import PledgeForm

__all__ = [
    "STATE_NOTICES",
    "ask",
    "ask_for_code",
    "heading",
    "history",
    "preview_and_send",
    "show_receipt",
    "show_refusal",
]

STATE_NOTICES = {
    "draft": "Rapat belum dibuka. Biarkan halaman ini terbuka: formulirnya tampil sendiri begitu rapat dibuka.",
    "closed": "Rapat sudah ditutup; hasilnya dibekukan. Untuk perubahan, hubungi fasilitator.",
    "published": "Hasil rapat sudah diterbitkan. Untuk perubahan, hubungi fasilitator.",
}
QUICK = (10, 25, 50, 100)
NATURES = {"new": "Pekerja baru", "continued": "Lanjutan (sudah aktif)"}
WORKERS, NATURE, MONTHS, START, SOURCE = (
    f"commitment.{name}" for name in ("workers", "nature", "months", "start_month", "source")
)


def ask_for_code(refused: str = "") -> None:
    """The one question to a visitor without a card: the code on the card."""
    seen = seen_by_visitor()
    status_line(seen.meeting, seen.district)
    st.html(headline(["Masukkan kode kartu desa"]))
    st.html(
        source_line("Delapan huruf dan angka di kartu desa. Huruf besar atau kecil dan tanda hubung tidak masalah.")
    )
    with st.form("commitment.code_form", border=False):
        typed = st.text_input(
            "Kode kartu",
            key="commitment.card_code",
            max_chars=64,
            placeholder="XXXX-XXXX",
            autocomplete="off",
        )
        sent = st.form_submit_button("Masuk", type="primary", width="stretch", key="commitment.enter")
    if sent and typed.strip():
        access.remember_card(typed.strip())
        st.rerun()
    if sent or refused:
        st.html(notice("error", refused or UNKNOWN_CODE))


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


def ask(form: PledgeForm) -> LineRequest | None:
    """The questions; None while an answer is missing or wrong, and then the reason stands at the field."""
    _set_defaults(form)
    with st.container(key="commitment.card"):
        nature = st.segmented_control(
            "Untuk siapa?",
            list(NATURES),
            format_func=NATURES.__getitem__,
            key=NATURE,
            required=True,
            width="stretch",
        )
        label = (
            "Berapa pekerja baru yang akan dilindungi?" if nature == "new" else "Berapa pekerja aktif yang dilanjutkan?"
        )
        st.html(question(label))
        with st.container(key="commitment.stepper", horizontal=True, vertical_alignment="bottom", wrap=False):
            st.button("−", key="commitment.less", on_click=_step, args=(-1,), help="kurangi satu")
            st.text_input(
                label,
                key=WORKERS,
                live=True,
                max_chars=20,
                autocomplete="off",
                type="phone",
                placeholder="0",
                label_visibility="collapsed",
            )
            st.button("+", key="commitment.more", on_click=_step, args=(1,), help="tambah satu")
        most = form.counts.uncovered if nature == "new" else form.counts.active
        _quick_choices(most)
        st.number_input("Selama berapa bulan?", 1, 12, step=1, key=MONTHS)
        st.selectbox(
            "Mulai bulan",
            [str(Month(form.meeting.budget_year, number)) for number in range(1, 13)],
            format_func=lambda value: Month.parse(value).label,
            key=START,
            filter_mode=None,
        )
        st.pills("Sumber dana", list(FUNDING_SOURCES), key=SOURCE, required=True, help=_sources_help())
    return _request()


def _set_defaults(form: PledgeForm) -> None:
    first = form.history[0].lines[0] if form.history and form.history[0].lines else None
    defaults = {
        NATURE: first.nature if first else "new",
        WORKERS: str(first.workers) if first else "",
        MONTHS: first.months if first else 12,
        START: str(first.start_month) if first else str(Month(form.meeting.budget_year, 1)),
        SOURCE: first.source if first else "ADD",
    }
    for key, value in defaults.items():
        st.session_state.setdefault(key, value)


def _sources_help() -> str:
    return "  \n".join(FUNDING_SOURCES.values())


def _quick_choices(most: int) -> None:
    with st.container(key="commitment.quick", horizontal=True, gap="small"):
        for number in QUICK:
            if number <= most:
                st.button(str(number), key=f"commitment.quick.{number}", on_click=_choose, args=(number,))
        if most > 0:
            st.button("semua", key="commitment.quick.all", on_click=_choose, args=(most,))


def _choose(number: int) -> None:
    st.session_state[WORKERS] = str(number)


def _step(by: int) -> None:
    try:
        now = parse_workers(st.session_state[WORKERS] or "0")
    except Refused:
        now = 0
    st.session_state[WORKERS] = str(max(0, now + by))


def _request() -> LineRequest | None:
    typed = st.session_state[WORKERS]
    if not typed.strip():
        return None
    try:
        workers = parse_workers(typed)
    except Refused as refusal:
        st.html(notice("error", refusal.reason))
        return None
    return LineRequest(
        nature=st.session_state[NATURE] or "new",
        workers=workers,
        months=int(st.session_state[MONTHS]),
        start_month=Month.parse(st.session_state[START]),
        source=st.session_state[SOURCE] or "",
    )


def other_card() -> None:
    """The way out for whoever holds another village's phone."""
    st.html('<p class="rb-source"><a href="/kartu-lain" target="_self">Bukan desa ini? Pakai kartu lain</a></p>')


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
    if_paid = form.counts.share_if_paid(form.history[0].new_workers)
    st.html(
        source_line(
            f"Cakupan pekerja mandiri hari ini {percent_label(form.counts.share)}, "
            f"{percent_label(if_paid)} bila dibayar."
        )
    )
