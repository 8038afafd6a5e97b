"""Ceilings on the screens: what is left of each source, and whether a pledge takes more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.markup import notice, source_line, table
from domain.ceiling import Ceiling, ceiling_uses, over_ceilings
from domain.commitment import LONGEST_REASON, Line
from domain.meeting import OverCeiling
from domain.money import format_number
from services.pledge_form import PledgeForm
from services.village_funds import VillageFunds

REASON = "commitment.reason"
UNKNOWN = "belum diketahui"
_OVER = {
    "refuse": "Komitmen di atas pagu ditolak di rapat ini: kurangi, atau pilih sumber dana lain.",
    "reason": "Rapat ini menerimanya dengan alasan: tulis alasannya, atau kurangi.",
}


def show_ceilings(form: PledgeForm, lines: Sequence[Line]) -> None:
    """What a pledge takes from each of its sources beside the ceiling, and what becomes of it where that is more.

    Nothing is said where no ceiling is known at all; its place is kept, so that nothing below it is made anew.
    """
    st.html(ceiling_lines(lines, form.ceilings, form.meeting.over_ceiling) or "<span></span>")


def ceiling_lines(lines: Sequence[Line], ceilings: Sequence[Ceiling], over_ceiling: OverCeiling) -> str:
    """The same as HTML, a line a source; empty where no ceiling is known."""
    uses = ceiling_uses(lines, ceilings) if ceilings else ()
    return "".join(
        notice("warning", f"{use.text} {_OVER[over_ceiling]}") if use.over_rupiah else source_line(use.text)
        for use in uses
    )


def ask_over_reason(form: PledgeForm, lines: Sequence[Line]) -> str:
    """Why a pledge is above its ceiling, asked only where it is and the meeting takes it with a reason; else empty.

    The field has the key that a facilitator's form asks its reason under: draw only one of the two.
    """
    if form.meeting.over_ceiling != "reason" or not over_ceilings(lines, form.ceilings):
        return ""
    label = "Alasan di atas pagu (wajib)"
    return st.text_input(label, key=REASON, max_chars=LONGEST_REASON, live=True, autocomplete="off").strip()


def known_funds(funds: VillageFunds) -> str:
    """What is known of a village's budget: ceiling, planned and room by source, and where that comes from."""
    budget = f"{funds.stage} {funds.year}"
    if not funds.ceilings or funds.dataset is None:
        return source_line(f"Dana untuk jaminan sosial dalam {budget}: pagu belum diketahui.")
    rows = [
        (
            ceiling.source,
            format_number(ceiling.ceiling_rupiah),
            UNKNOWN if ceiling.planned_rupiah is None else format_number(ceiling.planned_rupiah),
            format_number(ceiling.room_rupiah),
        )
        for ceiling in funds.ceilings
    ]
    source = f"Pagu untuk jaminan sosial dalam {budget} · data {funds.dataset.month.label}"
    return table(("Sumber dana", "Pagu (Rp)", "Sudah dianggarkan (Rp)", "Sisa (Rp)"), rows) + source_line(
        f"{source} · {funds.dataset.source_label}. Sumber yang tidak disebut: pagu {UNKNOWN}."
    )
