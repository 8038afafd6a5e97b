"""The answer to a village's what-if: the finding, its months, its money, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from charts.protection import MonthMark, ProtectionMonth, protection_chart
from charts.theme import on_screen
from components.database import database
from components.explain import PROMISES_NOTHING
from components.markup import Part, figure, headline, notice, source_line, table
from components.village_what_if_sources import explain_answer
from domain.commitment import PledgeWarning
from domain.coverage import Counts, percent_label, target_label, workers_to_target
from domain.expected_cases import ExpectedCases, expected_cases, sentence
from domain.money import Rupiah, format_number, format_rupiah, in_words
from domain.protection import MonthState
from domain.rates import RateTable
from domain.relief import RELIEF_NOTE, relief_in_force
from domain.what_if import Purchase
from services.benefits_book import benefits_book
from services.district import District
from services.village_notes import LAPSE_RULE, finding, warnings_of
from services.village_plan import VillageAnswer
from services.village_prices import VillagePrices

CASE_PROGRAMMES: tuple[Literal["JKM", "JKK"], ...] = ("JKM", "JKK")
_KEY = {
    "paid": "iuran dibayar seperti sekarang",
    "continued": "dilanjutkan bila dibayar",
    "assumed": "aktif, belum jelas sampai kapan dibayar",
    "new": "pekerja baru bila dibayar",
    "arrears": "tanpa iuran, perlindungan tidak pasti",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, in its own way: `bought` only for an amount, `target_points` only for a target."""

    way: str
    new_workers: int
    officials: int
    budget_rupiah: int | None = None
    bought: Purchase | None = None
    target_points: int | None = None


def show_answer(
    answer: VillageAnswer,
    asked: Asked,
    district: District,
    rates: RateTable,
    target_points: int | None,
    over_room: Sequence[PledgeWarning] = (),
) -> None:
    """The finding first, then the months, what to know, the money, and where it all comes from.

    Args:
        over_room: where the plan asks more of a source than the village's budget has left.
    """
    aim = asked.target_points or target_points
    target = aim / 10_000 if aim else None
    st.html(headline(_headline(answer, asked)))
    st.html(source_line(_under(answer, asked)))
    _months(answer, target)
    for warning in (*over_room, *warnings_of(answer)):
        st.html(_warning(warning))
    if relief_in_force(rates.reliefs, answer.plan.start_month, answer.plan.months):
        st.html(source_line(RELIEF_NOTE))
    expected = _expected(answer)
    if expected:
        st.html(source_line(" ".join(sentence(cases) for cases in expected)))
    st.html(_money(answer))
    with st.expander("Dari mana angka ini?"):
        explain_answer(answer, district, rates, expected)


def at_once(answer: VillageAnswer) -> str:
    """The answer in one line under the amount, for a phone, where the answer itself is a screen further down."""
    change = f"{percent_label(answer.counts.share)} → {percent_label(answer.share_if_paid)} bila dibayar"
    people = f"{format_number(answer.workers)} orang · {format_rupiah(answer.amount_rupiah)}"
    return f'<p class="rb-at-once"><b class="rb-pledged">{people}</b> · {change}</p>'


def show_goals(counts: Counts, room: int, pledged: int, prices: VillagePrices, target_points: int | None) -> None:
    """What all who are missing cost, and those to the meeting's target, over the months that were chosen."""
    months = len(prices.bpu_months)
    goals = [(f"Semua yang belum ({format_number(room)} pekerja), {months} bulan", room)]
    if target_points:
        missing = min(room, max(0, workers_to_target(counts, target_points) - pledged))
        aim = target_label(target_points / 10_000)
        goals.insert(0, (f"Target {aim} ({format_number(missing)} pekerja mandiri), {months} bulan", missing))
    figures = "".join(
        figure(text, format_rupiah(workers * prices.bpu_unit_rupiah), "pledged") for text, workers in goals
    )
    st.html(f'<div class="rb-figures rb-village-goals">{figures}</div>')
    st.html(source_line(PROMISES_NOTHING))


def _headline(answer: VillageAnswer, asked: Asked) -> list[Part]:
    months = f"{answer.plan.months} bulan"
    if asked.way == "target" and not asked.new_workers + asked.officials:
        aim = target_label((asked.target_points or 0) / 10_000)
        return [
            f"Target {aim} sudah tercapai di {answer.title}",
            " bila komitmennya dibayar." if answer.pledged else ".",
        ]
    people: list[Part] = [(f"{format_number(asked.new_workers)} pekerja", "pledged"), " lagi terlindungi"]
    if answer.plan.continued_workers:
        people += [", ", (f"{format_number(answer.plan.continued_workers)} lanjutan", "exists")]
    if asked.officials:
        people += [", ", (f"{format_number(asked.officials)} perangkat desa", "pledged")]
    if asked.bought:
        left = format_rupiah(asked.bought.left_rupiah)
        return [f"{format_rupiah(asked.budget_rupiah or 0)}: ", *people, f" {months}; sisa {left}."]
    aim = f"Target {target_label(asked.target_points / 10_000)}: " if asked.target_points else ""
    least = "paling sedikit " if asked.officials else ""
    cost: list[Part] = [f" {months} bila dibayar, {least}", (format_rupiah(answer.amount_rupiah), "pledged")]
    if answer.unfunded_workers:
        return [aim, *people, *cost, f"; untuk {format_number(answer.unfunded_workers)} orang belum ada dananya."]
    return [aim, *people, *cost, "."]


def _under(answer: VillageAnswer, asked: Asked) -> str:
    amount = asked.budget_rupiah if asked.bought else answer.amount_rupiah
    change = f"{percent_label(answer.counts.share)} → {percent_label(answer.share_if_paid)} bila dibayar"
    end = percent_label(answer.share_at_end)
    if end != percent_label(answer.share_if_paid):
        change += f", tetapi {end} pada {answer.last_month.label} karena iuran peserta lain berhenti"
    parts = [in_words(amount or 0), f"cakupan pekerja mandiri {change}"]
    if answer.pledged:
        parts.append(f"termasuk {format_number(answer.pledged)} pekerja yang sudah dijanjikan di rapat ini")
    return f"{' · '.join(parts)}. {_one_more(answer, asked)}"


def _one_more(answer: VillageAnswer, asked: Asked) -> str:
    left = answer.counts.uncovered - answer.pledged - answer.plan.new_workers
    if left <= 0:
        return "Semua pekerja mandiri desa ini sudah terhitung."
    more = asked.bought.next_rupiah if asked.bought else answer.prices.bpu_unit_rupiah
    return f"Tambah {format_rupiah(more or Rupiah(0))} melindungi satu pekerja lagi."


def _months(answer: VillageAnswer, target: float | None) -> None:
    if not answer.counts.eligible:
        st.html(
            source_line(f"{answer.title} tidak punya pekerja mandiri yang berhak: tidak ada cakupan untuk digambar.")
        )
        return
    title = finding(answer)
    st.subheader(title, anchor=False)
    rows = [_row(answer, state) for state in answer.path]
    st.vega_lite_chart(on_screen(protection_chart(rows, _marks(answer), target)), theme=None, alt=f"{title}.")
    shown = [kind for kind in _KEY if any(getattr(row, kind) > 0 for row in rows)]
    marks = "".join(f'<span><i class="rb-key-{kind}"></i>{escape(_KEY[kind])}</span>' for kind in shown)
    st.html(f'<p class="rb-key">{marks}<span>{escape(LAPSE_RULE)}.</span></p>')


def _row(answer: VillageAnswer, state: MonthState) -> ProtectionMonth:
    of = state.eligible
    by_plan = answer.plan.start_month <= state.month <= answer.last_month
    continued = state.continued_paid if by_plan else 0
    counts = [
        (state.new_paid + state.pledged_paid, "baru"),
        (state.continued_paid, "lanjutan"),
        (state.others_paid + state.assumed, "peserta lain"),
        (state.arrears, "tanpa iuran"),
        (state.lapsed + state.ended, "nonaktif"),
    ]
    words = ", ".join(f"{format_number(workers)} {label}" for workers, label in counts if workers)
    return ProtectionMonth(
        month=state.month,
        paid=(state.others_paid + state.continued_paid - continued) / of,
        continued=continued / of,
        assumed=state.assumed / of,
        new=(state.new_paid + state.pledged_paid) / of,
        arrears=state.arrears / of,
        words=f"{words} · dari {format_number(of)}",
    )


def _marks(answer: VillageAnswer) -> list[MonthMark]:
    """When JKM pays in full, and when workers become inactive; at most two lapses, or the words would not fit."""
    marks = []
    if answer.full_jkm and answer.plan.new_workers:
        earlier, later = answer.full_jkm
        marks.append(MonthMark(earlier, "JKM penuh" if earlier == later else "JKM penuh, paling cepat"))
    marks += [MonthMark(month, f"{format_number(workers)} nonaktif") for month, workers in answer.lapses[:2]]
    return marks


def _expected(answer: VillageAnswer) -> list[ExpectedCases]:
    """How often JKM and JKK are to be expected among the BPU workers; nothing where no rate of cases is recorded."""
    if not answer.bpu_workers:
        return []
    plan, rates = answer.plan, benefits_book(database()).case_rates
    found = [
        expected_cases(rates, programme, workers=answer.bpu_workers, months=plan.months, month=plan.start_month)
        for programme in CASE_PROGRAMMES
    ]
    return [cases for cases in found if cases]


def _warning(warning: PledgeWarning) -> str:
    basis = f" Dasar: {warning.basis}." if warning.basis and warning.confidence != "low" else ""
    return notice("info" if warning.confidence == "low" else "warning", f"{warning.text}{basis}")


def _money(answer: VillageAnswer) -> str:
    """By source and by budget year, side by side."""
    sources = [
        (share.source, format_number(share.workers), format_rupiah(share.amount_rupiah), _room(share.left_rupiah))
        for share in answer.by_source
    ]
    if answer.unfunded_workers:
        missing = format_rupiah(answer.unfunded_rupiah)
        sources.append(("belum ada dana", format_number(answer.unfunded_workers), missing, ""))
    years = [(str(cost.year), f"{cost.months} bulan", format_rupiah(cost.amount_rupiah)) for cost in answer.years]
    if len(years) > 1:
        years.append(("Seluruhnya", f"{answer.plan.months} bulan", format_rupiah(answer.amount_rupiah)))
    return (
        '<div class="rb-village-money">'
        + table(("Sumber dana", "Orang", "Jumlah", "Sisa pagu"), sources)
        + table(("Tahun anggaran", "Lama", "Biaya"), years)
        + "</div>"
    )


def _room(left_rupiah: int | None) -> str:
    return "tanpa batas" if left_rupiah is None else format_rupiah(left_rupiah)
