"""Where a village's figures come from: counts × rate × months, the data, the law, and what was read how."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from components.markup import source_line
from domain.calendar import Month
from domain.expected_cases import ExpectedCases
from domain.money import format_number, format_rupiah
from domain.rates import TWO_PROGRAMMES, Programme, RateTable
from domain.worker_groups import Segment
from services.district import District
from services.village_notes import JKM_BASIS, LAPSE_BASIS
from services.village_plan import VillageAnswer

_LAPSE = (
    "peserta yang tiga bulan berturut-turut tanpa iuran nonaktif mulai bulan sesudahnya; dalam tiga bulan itu "
    "perlindungannya tidak pasti dan tidak dihitung sebagai cakupan"
)
_SURE = {"high": "tinggi", "medium": "sedang", "low": "rendah"}


def explain_answer(
    answer: VillageAnswer, district: District, rates: RateTable, expected: Sequence[ExpectedCases] = ()
) -> None:
    """Every figure of the answer, a line each."""
    lines = [
        _counts(answer, district),
        *_costs(answer),
        *_laws(rates, "BPU", answer.plan.programmes, answer.plan.start_month),
    ]
    if answer.plan.officials:
        lines += _laws(rates, "PU", TWO_PROGRAMMES, answer.plan.start_month)
    lines += [
        f"Perkiraan kasus {cases.programme}, per 100 pekerja setahun: {cases.basis} · {cases.source} · keyakinan "
        f"{_SURE[cases.confidence]}. Peluang = 1 − e^(−kasus)."
        for cases in expected
    ]
    for line in [*lines, *_readings(answer)]:
        st.html(source_line(line))


def _counts(answer: VillageAnswer, district: District) -> str:
    counts, pledged = answer.counts, answer.pledged
    less = f" − {format_number(pledged)} sudah dijanjikan" if pledged else ""
    data = district.dataset
    return (
        f"Pekerja mandiri (BPU) yang belum = {format_number(counts.eligible)} berhak − {format_number(counts.active)} "
        f"aktif{less} = {format_number(counts.uncovered - pledged)} · data {data.month.label}, {data.source_label}."
    )


def _costs(answer: VillageAnswer) -> list[str]:
    prices, plan = answer.prices, answer.plan
    programmes = " + ".join(plan.programmes)
    workers = f"{format_number(answer.bpu_workers)} pekerja × {_months(prices.bpu_months)}"
    lines = [f"Biaya pekerja = {workers} ({programmes}, tarif penuh) = {format_rupiah(answer.bpu_rupiah)}."]
    if plan.officials and prices.wage:
        wage = prices.wage
        people = f"{format_number(plan.officials)} orang × {_months(prices.official_months)}"
        lines.append(
            f"Perangkat desa paling sedikit = {people} "
            f"(JKK + JKM dari upah {wage.name.lower()} {format_rupiah(wage.wage_rupiah)}) = "
            f"{format_rupiah(answer.officials_rupiah)} · {wage.legal_basis}, keyakinan {_SURE[wage.confidence]}."
        )
    return lines


def _months(monthly: Sequence[int]) -> str:
    """``12 bulan × Rp 16.800``; several where the rate changes on the way."""
    parts = [(len(list(same)), rupiah) for rupiah, same in groupby(monthly)]
    text = " + ".join(f"{count} bulan × {format_rupiah(rupiah)}" for count, rupiah in parts)
    return f"({text})" if len(parts) > 1 else text


def _laws(rates: RateTable, segment: Segment, programmes: Sequence[Programme], month: Month) -> list[str]:
    found = []
    for programme in programmes:
        rows = [rate for rate in rates.rates if rate.applies(segment, programme, month)]
        if rows:
            row = max(rows, key=lambda rate: rate.valid_from)
            sure = _SURE.get(row.confidence, row.confidence)
            found.append(f"{programme} {segment}, {month.label}: {row.legal_basis} · {row.source} · keyakinan {sure}.")
    return found


def _readings(answer: VillageAnswer) -> list[str]:
    lines = [f"Bulan demi bulan: {_LAPSE} · {LAPSE_BASIS}."]
    if answer.full_jkm and answer.plan.new_workers:
        earlier, later = answer.full_jkm
        when = earlier.label if earlier == later else f"antara {earlier.label} dan {later.label}"
        lines.append(
            f"JKM penuh bagi pekerja baru mulai {when}: sesudah tiga bulan kepesertaan, atau pada bulan keempat yang "
            f"dibayar tanpa putus · {JKM_BASIS}."
        )
    if answer.pledged:
        lines.append(
            f"{format_number(answer.pledged)} pekerja yang sudah dijanjikan di rapat ini digambar pada bulan yang sama "
            "dengan rencana ini; lamanya sendiri ada di komitmennya. Mereka tidak dihitung dua kali."
        )
    return lines
