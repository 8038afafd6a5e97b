"""Rates and benefits with their sources; for a facilitator, a new rate by its law."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from components.data_markup import rule_rows
from components.database import clock, database
from components.markup import notice, source_line, table
from domain.benefit_cases import ITEMS
from domain.calendar import WIB, Month
from domain.money import format_rupiah, parse_rupiah
from domain.new_rate import CONFIDENCE_LABELS, LONGEST_TEXT, parse_points, points_label, rate_label
from domain.rates import Programme, Rate
from domain.refusal import Refused
from domain.worker_groups import WORKER_GROUPS
from services.identity import FacilitatorCookie
from services.rule_book import RuleBook, add_rate, rule_book

_SAID = "data.rate_said"
_PERCENT, _FLAT = "persen", "rupiah tetap"
_MONTHS_AROUND = 36


def rules_room(facilitator: FacilitatorCookie | None) -> None:
    """Every row with its law, source and confidence; the form is the facilitator's."""
    st.subheader("Tarif dan manfaat", anchor=False)
    book = rule_book(database())
    with st.expander("Iuran dan sumbernya"), st.container(key="data.rates"):
        _rates(book)
    with st.expander("Manfaat dan sumbernya"), st.container(key="data.benefits"):
        rows = [
            (f"{row.programme} · {ITEMS.get(row.item, row.item)}", _benefit(row.amount_rupiah, row.base_points))
            for row in book.benefits
        ]
        head = ("Manfaat", "Jumlah", "Berlaku", "Dasar hukum", "Sumber", "Keyakinan")
        st.html(table(head, rule_rows(rows, book.benefits)))
    if facilitator:
        _new_rate(facilitator)


def _rates(book: RuleBook) -> None:
    head = ("Iuran", "Jumlah", "Berlaku", "Dasar hukum", "Sumber", "Keyakinan")
    rates = [(f"{rate.programme} · {rate.segment}", rate_label(rate)) for rate in book.rates]
    names = {group.code: group.name for group in WORKER_GROUPS}
    reliefs = [
        (f"Potongan {row.programme} · {names.get(row.group_code, row.group_code)}", points_label(row.relief_points))
        for row in book.reliefs
    ]
    wages = [(f"Upah terendah · {row.name}", format_rupiah(row.wage_rupiah)) for row in book.wages]
    rows = [
        *rule_rows(rates, book.rates),
        *rule_rows(reliefs, book.reliefs),
        *rule_rows(wages, book.wages),
    ]
    st.html(table(head, rows))
    for base in book.bases:
        st.html(source_line(f"Dasar penghasilan BPU {base.label}: {base.legal_basis}; {base.source}."))


def _benefit(amount_rupiah: int | None, base_points: int | None) -> str:
    if amount_rupiah is not None:
        return format_rupiah(amount_rupiah)
    return f"{points_label(base_points)} dari dasar sebulan" if base_points is not None else "tanpa batas jumlah"


def _new_rate(facilitator: FacilitatorCookie) -> None:
    if said := st.session_state.get(_SAID):
        st.html(notice(*said))
    today = clock()().astimezone(WIB)
    first = Month(today.year, today.month).plus(-_MONTHS_AROUND)
    months = [first.plus(number) for number in range(2 * _MONTHS_AROUND)]
    with (
        st.expander("Tambah tarif iuran", expanded=bool(said and said[0] == "error")),
        st.form("data.rate", border=False),
    ):
        with st.container(horizontal=True):
            st.selectbox("Program", get_args(Programme), key="data.rate.programme", width=140)
            st.selectbox("Segmen", ("BPU", "PU"), key="data.rate.segment", width=120)
            st.selectbox(
                "Berlaku sejak", months, index=_MONTHS_AROUND, format_func=lambda month: month.label,
                key="data.rate.from", width=220,
            )  # fmt: skip
            st.selectbox("Dihitung sebagai", (_PERCENT, _FLAT), key="data.rate.way", width=160)
            st.text_input("Persen atau rupiah", key="data.rate.amount", placeholder="0,24 atau 6.800", width=200)
            st.text_input("Paling sedikit (rupiah)", key="data.rate.floor", placeholder="boleh kosong", width=180)
            st.text_input("Paling banyak (rupiah)", key="data.rate.cap", placeholder="boleh kosong", width=180)
        st.text_input("Dasar hukum", key="data.rate.basis", max_chars=LONGEST_TEXT, placeholder="PP 44/2015 pasal …")
        st.text_input("Sumber: di mana dibaca", key="data.rate.source", max_chars=LONGEST_TEXT)
        st.selectbox(
            "Keyakinan", tuple(CONFIDENCE_LABELS), format_func=CONFIDENCE_LABELS.__getitem__, index=None,
            placeholder="Pilih", key="data.rate.confidence", width=200,
        )  # fmt: skip
        st.html(source_line("Tarif lama tidak diubah; ia berakhir ketika yang baru mulai. Rapat yang dibuka tetap."))
        st.form_submit_button("Tambah tarif", key="data.rate.add", on_click=_add, args=(facilitator,))


def _add(facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    try:
        rate = _typed()
        stored = add_rate(rate, database(), clock(), facilitator)
    except Refused as refused:
        state[_SAID] = ("error", refused.reason)
        return
    except ValueError as reason:
        state[_SAID] = ("error", str(reason))
        return
    told = f"{rate.programme} ({rate.segment}) {rate_label(rate)}, sejak {rate.valid_from.label}"
    state[_SAID] = ("success", f"Tersimpan: {told}.") if stored else ("info", f"Sudah ada: {told}.")


def _typed() -> Rate:
    def text(name: str) -> str:
        return str(st.session_state.get(f"data.rate.{name}") or "")

    is_percent = text("way") == _PERCENT
    bounds = {name: parse_rupiah(text(name)) if text(name).strip() else None for name in ("floor", "cap")}
    return Rate(
        segment=st.session_state["data.rate.segment"],
        programme=st.session_state["data.rate.programme"],
        valid_from=st.session_state["data.rate.from"],
        valid_until=None,
        base_points=parse_points(text("amount")) if is_percent else None,
        flat_rupiah=None if is_percent else parse_rupiah(text("amount")),
        floor_rupiah=bounds["floor"],
        cap_rupiah=bounds["cap"],
        legal_basis=text("basis"),
        source=text("source"),
        confidence=text("confidence"),
    )
