"""What a family gets in the chosen case: the finding, the parts, the conditions, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.benefit_markup import conditions, part, parts, sources, two_sides
from components.benefit_words import amount_label, finding, how_made, wait_of, where_from
from components.markup import headline, source_line
from domain.benefit_cases import CASES, ITEMS, SCHOOL_LEVELS, SchoolLevel
from domain.benefits import Benefit, Entitlement, Line, Situation, entitlement
from domain.calendar import Month
from domain.money import format_rupiah

FULL_MEMBERSHIP = 37
"""A month of membership in which everything is due, also the scholarship of JKM."""


def choose_case() -> str:
    """The cases as words to press; returns a code of `CASES`."""
    chosen = st.segmented_control(
        "Apa yang terjadi?",
        list(CASES),
        format_func=lambda code: CASES[code].label,
        key="manfaat.case",
        default="accident_death",
        required=True,
    )
    return str(chosen)


def ask_situation(case_code: str, base_rupiah: int, month: Month) -> Situation:
    """What the case depends on beyond the income: the children, or the percent of the table."""
    if case_code == "scholarship":
        return Situation(base_rupiah, FULL_MEMBERSHIP, month, _ask_children())
    if case_code == "partial_disability":
        typed = st.number_input("Persen di tabel (contoh)", 1, 100, value=10, step=1, key="manfaat.loss", width=220)
        return Situation(base_rupiah, FULL_MEMBERSHIP, month, loss_points=int(typed) * 100)
    return Situation(base_rupiah, FULL_MEMBERSHIP, month)


def _ask_children() -> tuple[SchoolLevel, ...]:
    with st.container(key="manfaat.ask", horizontal=True, vertical_alignment="bottom"):
        count = st.segmented_control("Banyaknya anak", [1, 2], key="manfaat.children", default=2, required=True)
        return tuple(
            st.selectbox(
                f"Anak ke-{number} sekarang",
                list(SCHOOL_LEVELS),
                format_func=lambda level: SCHOOL_LEVELS[level].name,
                key=f"manfaat.child.{number}",
                width=180,
            )
            for number in range(1, int(count or 1) + 1)
        )


def show_answer(benefits: Sequence[Benefit], found: Entitlement) -> None:
    """The case in one sentence, then its parts beside its conditions."""
    now = found.situation
    early = entitlement(benefits, found.case.code, Situation(now.base_rupiah, 1, now.month)).total_rupiah or 0
    st.html(headline(finding(found, early)))
    st.html(source_line(_basis(found)))
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        wait = wait_of(found)
        if wait:
            st.html(
                two_sides(
                    (f"Bulan ke-1 s.d. {wait}", format_rupiah(early), "masa tunggu JKM"),
                    (f"Mulai bulan ke-{wait + 1}", format_rupiah(found.total_rupiah or 0), "penuh"),
                )
            )
        st.html(_parts(found))
        if found.case.has_scholarship and found.case.code != "scholarship":
            st.html(source_line(_scholarship_note(benefits, found)))
        with st.expander("Dari mana angka ini?"):
            st.html(sources(where_from((line for line, _ in _by_item(found.lines)), found)))
    with right:
        st.subheader("Syaratnya", anchor=False)
        st.html(conditions(found.case.conditions))


def _basis(found: Entitlement) -> str:
    laws = dict.fromkeys(line.benefit.legal_basis for line in found.lines)
    shown: list[str] = [found.case.programme if found.case.code != "scholarship" else "JKK atau JKM"]
    if any(line.benefit.base_points is not None for line in found.lines):
        shown.append(f"penghasilan yang didaftarkan {format_rupiah(found.situation.base_rupiah)} sebulan")
    return " · ".join([*shown, f"aturan {found.situation.month.label}", *laws])


def _parts(found: Entitlement) -> str:
    shown = _by_item(found.lines)
    sums = [_sum(line, children) for line, children in shown]
    largest = max(sums, default=0)
    rows = [
        part(
            ITEMS[line.benefit.item],
            how_made(line, found, children),
            amount_label(line, children),
            amount / largest if amount and found.total_rupiah != amount else None,
        )
        for (line, children), amount in zip(shown, sums, strict=True)
    ]
    if found.case.code == "scholarship":
        return parts(rows, ("Paling banyak", format_rupiah(found.scholarship_rupiah)))
    if len([line for line in found.lines if line.kind == "cash"]) > 1:
        return parts(rows, ("Jumlah", format_rupiah(found.total_rupiah or 0)))
    return parts(rows)


def _sum(line: Line, children: int) -> int:
    """Rupiah that can be compared with the other parts; 0 for what is no part of a sum."""
    return (line.amount_rupiah or 0) * children if line.kind == "cash" or line.is_scholarship else 0


def _by_item(lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """Each item once, with the number of children that it is paid for."""
    counted: dict[str, tuple[Line, int]] = {}
    for line in lines:
        counted[line.benefit.item] = (line, counted.get(line.benefit.item, (line, 0))[1] + 1)
    order = [f"scholarship_{level}" for level in SCHOOL_LEVELS]
    return sorted(
        counted.values(), key=lambda pair: order.index(pair[0].benefit.item) if pair[0].is_scholarship else -1
    )


def _scholarship_note(benefits: Sequence[Benefit], found: Entitlement) -> str:
    """That the children's scholarship comes on top, and from when."""
    now = found.situation
    both = Situation(now.base_rupiah, FULL_MEMBERSHIP, now.month, ("primary", "primary"))
    most = format_rupiah(entitlement(benefits, found.case.code, both).scholarship_rupiah)
    wait = "sesudah 3 tahun iuran" if found.case.programme == "JKM" else "tanpa syarat 3 tahun iuran"
    return f"Ditambah beasiswa sampai {most} untuk dua anak, {wait}: lihat “Beasiswa anak”."
