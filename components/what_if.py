"""The what-if pages: amounts typed, answers at once; nothing here is stored or promised."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.markup import bar, figure, headline, notice, source_line
from components.rule_cards import choose_rule
from components.village_rows import village_rows
from db.queries.commitments import Commitment
from domain.calendar import Month
from domain.coverage import Counts, percent_label, target_label, workers_to_target
from domain.money import format_number, format_rupiah, format_rupiah_short, in_words, parse_rupiah
from domain.rates import TWO_PROGRAMMES, RateTable
from domain.what_if import workers_for
from services.district import District
from services.simulation import COMPARED, divide

MODES = {"regency": "Kabupaten", "village": "Desa"}
_BUDGET, _MONTHS, _VILLAGE = (f"simulasi.{name}" for name in ("budget", "months", "village"))
PROMISES_NOTHING = "Simulasi: belum ada yang dijanjikan, dan cakupan baru naik setelah iuran dibayar."


def _ask(label: str, example: str) -> tuple[int | None, int]:
    """The amount and the months; None while there is no readable amount, and then the reason is on the page."""
    with st.container(key="simulasi.ask", horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(label, key=_BUDGET, live=True, placeholder=example, autocomplete="off", width=320)
        months = int(st.number_input("Selama (bulan)", 1, 12, value=12, step=1, key=_MONTHS, width=160))
    if not (typed or "").strip():
        st.html(source_line(f"Ketik jumlahnya, misalnya {example}."))
        return None, months
    try:
        return parse_rupiah(typed or ""), months
    except ValueError as reason:
        st.html(notice("error", str(reason)))
        return None, months


def regency(
    district: District,
    rates: RateTable,
    pledges: Sequence[Commitment],
    *,
    year: int,
    target_points: int | None,
) -> None:
    """One fund over all villages by a rule; the rules side by side."""
    budget, months = _ask("Dana kabupaten", "400 juta")
    if budget is None:
        return
    unit = rates.cost("BPU", TWO_PROGRAMMES, workers=1, start=Month(year, 1), months=months)
    rules = [rule for rule in COMPARED if target_points or rule != "most_villages_to_target"]
    divisions = {
        rule: divide(district, pledges, rule, unit_cost_rupiah=unit, budget_rupiah=budget, target_points=target_points)
        for rule in rules
    }
    finding = st.container()
    chosen = divisions[choose_rule(divisions, target_points)]
    left = f" lagi terlindungi {months} bulan; sisa {format_rupiah(chosen.left_rupiah)}."
    after = percent_label(chosen.share_if_paid())
    with finding:
        workers = f"{format_number(chosen.workers)} pekerja"
        st.html(headline([f"{format_rupiah_short(budget)}: ", (workers, "pledged"), left]))
        st.html(
            source_line(
                f"{in_words(budget)} · {format_rupiah(unit)} per pekerja untuk {months} bulan · cakupan pekerja "
                f"mandiri di {len(district.desa)} desa menjadi {after} bila dibayar. {PROMISES_NOTHING}"
            )
        )
    village_rows(chosen, target_points)


def village(
    district: District,
    rates: RateTable,
    pledges: Sequence[Commitment],
    *,
    year: int,
    target_points: int | None,
) -> None:
    """What an amount buys in one village, and what the target costs there."""
    places = {p.village.code: p for p in sorted(district.desa, key=lambda p: p.village.name)}
    code = st.selectbox("Desa", list(places), format_func=lambda c: places[c].village.name, key=_VILLAGE)
    place = places[code]
    budget, months = _ask("Anggaran desa", "20 juta")
    unit = rates.cost("BPU", TWO_PROGRAMMES, workers=1, start=Month(year, 1), months=months)
    pledged = sum(pledge.new_workers for pledge in pledges if pledge.village_code == code)
    room = max(0, place.bpu.uncovered - pledged)
    if budget is not None:
        _bought(place.bpu, budget, unit, months, pledged=pledged, target_points=target_points)
    goals = [(f"Semua yang belum ({format_number(room)} pekerja), {months} bulan", room)]
    if target_points:
        missing = max(0, min(room, workers_to_target(place.bpu, target_points) - pledged))
        aim = (
            f"Target {target_label(target_points / 10_000)} ({format_number(missing)} pekerja mandiri), {months} bulan"
        )
        goals.insert(0, (aim, missing))
    figures = "".join(figure(label, format_rupiah(workers * unit), "pledged") for label, workers in goals)
    st.html(f'<div class="rb-figures">{figures}</div>')
    st.html(source_line(PROMISES_NOTHING))


def _bought(counts: Counts, budget: int, unit: int, months: int, *, pledged: int, target_points: int | None) -> None:
    bought = workers_for(budget, unit, max(0, counts.uncovered - pledged))
    rest = f" lagi terlindungi {months} bulan; sisa {format_rupiah(bought.left_rupiah)}."
    st.html(headline([f"{format_rupiah(budget)}: ", (f"{format_number(bought.workers)} pekerja", "pledged"), rest]))
    after = counts.share_if_paid(pledged + bought.workers)
    st.html(bar(counts.share, after, target_points / 10_000 if target_points else None))
    more = (
        "Semua pekerja mandiri desa ini sudah terhitung."
        if bought.next_rupiah is None
        else f"Tambah {format_rupiah(bought.next_rupiah)} melindungi satu pekerja lagi."
    )
    change = f"{percent_label(counts.share)} → {percent_label(after)} bila dibayar"
    st.html(source_line(f"{in_words(budget)} · cakupan pekerja mandiri {change}. {more}"))
