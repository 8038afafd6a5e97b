"""One line of the pledge form: for whom, how many, for how long, from what; the first keeps the plain keys."""

from __future__ import annotations

import streamlit as st

from components.markup import as_text, notice, question
from components.pledge_fields import NATURES, key
from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, GroupCounts, parse_workers
from domain.coverage import Counts
from domain.money import format_number, format_rupiah
from domain.pledge_rules import line_field
from domain.rates import RateMissing
from domain.refusal import Refused
from services.pledge_form import PledgeForm

QUICK = (10, 25, 50, 100)
ANY_GROUP = "Semua pekerja mandiri (BPU)"


def ask(form: PledgeForm, number: int, fault: Refused | None) -> None:
    """The questions of one line; what is wrong with an answer stands below its question."""
    field = fault.field if fault else None

    def fault_at(*names: str) -> None:
        if fault and field in {line_field(number, name) for name in names}:
            st.html(notice("error", fault.reason))

    group = form.situation.groups.get(st.session_state[key(number, "group")])
    nature = st.segmented_control(
        "Untuk siapa?" if number == 1 else f"Baris {number}: untuk siapa?",
        list(NATURES),
        format_func=NATURES.__getitem__,
        key=key(number, "nature"),
        required=True,
        width="stretch",
    )
    nature = nature or "new"
    _ask_number(number, nature, group)
    fault_at("workers", "nature")
    _quick_choices(number, _most(form, group, nature))
    st.number_input("Selama berapa bulan?", 1, 12, step=1, key=key(number, "months"))
    fault_at("months")
    st.selectbox(
        "Mulai bulan",
        [str(Month(form.meeting.budget_year, month)) for month in range(1, 13)],
        format_func=lambda value: Month.parse(value).label,
        key=key(number, "start_month"),
        filter_mode=None,
    )
    fault_at("start_month")
    st.pills(
        "Sumber dana", list(FUNDING_SOURCES), key=key(number, "source"), required=True,
        help="  \n".join(FUNDING_SOURCES.values()),
    )  # fmt: skip
    fault_at("source")
    _ask_group(form, number, nature, group)
    fault_at("group", "wage", "programmes")


def _ask_number(number: int, nature: str, group: GroupCounts | None) -> None:
    whom = group.name.lower() if group else "pekerja"
    label = f"Berapa {whom} baru yang akan dilindungi?" if nature == "new" else f"Berapa {whom} aktif yang dilanjutkan?"
    st.html(question(label))
    with st.container(key=key(number, "stepper"), horizontal=True, vertical_alignment="bottom", wrap=False):
        st.button("−", key=key(number, "less"), on_click=_step, args=(number, -1), help="kurangi satu")
        st.text_input(
            as_text(label),
            key=key(number, "workers"),
            live=True,
            max_chars=20,
            autocomplete="off",
            type="phone",
            placeholder="0",
            label_visibility="collapsed",
        )
        st.button("+", key=key(number, "more"), on_click=_step, args=(number, 1), help="tambah satu")


def _ask_group(form: PledgeForm, number: int, nature: str, group: GroupCounts | None) -> None:
    groups = form.situation.groups
    chosen = group.name if group else "semua pekerja mandiri"
    has_jht = st.session_state[key(number, "jht")]
    title = f"Kelompok dan program: {as_text(chosen)}{' + JHT' if has_jht else ''}"
    with st.expander(title, key=key(number, "details")):
        st.selectbox(
            "Kelompok pekerja",
            ["", *groups],
            format_func=lambda code: _group_label(groups.get(code), nature),
            key=key(number, "group"),
            filter_mode=None,
        )
        if group and group.segment == "PU":
            st.text_input(
                "Upah sebulan (Rp), kosong: upah resmi terendah",
                key=key(number, "wage"),
                max_chars=20,
                autocomplete="off",
                type="phone",
            )
            return
        unit = _jht_rupiah(form, number)
        if unit is not None:
            price = format_rupiah(unit).replace(" ", "\N{NO-BREAK SPACE}")
            st.toggle(f"Tambah JHT (tabungan hari tua), {price} sebulan", key=key(number, "jht"))


def _group_label(group: GroupCounts | None, nature: str) -> str:
    if group is None:
        return ANY_GROUP
    counts = group.counts
    what = f"{format_number(counts.uncovered)} belum" if nature == "new" else f"{format_number(counts.active)} aktif"
    return f"{group.name}{' (PU)' if group.segment == 'PU' else ''} · {what}"


def _jht_rupiah(form: PledgeForm, number: int) -> int | None:
    start = Month.parse(st.session_state[key(number, "start_month")])
    try:
        return form.situation.rates.contribution("BPU", ("JHT",), start)
    except RateMissing:
        return None


def _most(form: PledgeForm, group: GroupCounts | None, nature: str) -> int:
    counts: Counts = group.counts if group else form.counts
    return counts.uncovered if nature == "new" else counts.active


def _quick_choices(number: int, most: int) -> None:
    with st.container(key=key(number, "quick"), horizontal=True, gap="small"):
        for choice in QUICK:
            if choice <= most:
                name = key(number, f"quick.{choice}")
                st.button(str(choice), key=name, on_click=_choose, args=(number, choice))
        if most > 0:
            st.button("semua", key=key(number, "quick.all"), on_click=_choose, args=(number, most))


def _choose(number: int, workers: int) -> None:
    st.session_state[key(number, "workers")] = str(workers)


def _step(number: int, by: int) -> None:
    try:
        now = parse_workers(st.session_state[key(number, "workers")] or "0")
    except Refused:
        now = 0
    st.session_state[key(number, "workers")] = str(max(0, now + by))
