"""Where the figures of a division come from: counts, rates, months, data, law; one press away."""

from __future__ import annotations

import streamlit as st

from components.markup import source_line
from domain.calendar import Month
from domain.coverage import percent_label, target_label
from domain.money import format_number, format_rupiah
from domain.plan import RegencyPlan
from domain.rates import Rate, RateTable
from domain.relief import REGENCY_RELIEF_NOTE, relief_in_force
from services.district import District
from services.division import SPREAD, Division
from services.simulation import WholeGap


def explain_division(division: Division, gap: WholeGap, district: District, rates: RateTable) -> None:
    """Every figure beside the villages' own, which open at the village."""
    plan, before, after = division.plan, division.before, division.after
    unit = format_rupiah(division.unit_rupiah)
    promised = f" + {format_number(division.pledged)} dijanjikan desa" if division.pledged else ""
    paid = format_number(after.active)
    spent = f"{format_number(division.workers)} pekerja × {unit} = {format_rupiah(division.spent_rupiah)}"
    left = f"{format_rupiah(plan.budget_rupiah)} − terpakai = {format_rupiah(division.left_rupiah)}"
    today = f"{format_number(before.active)} aktif dari {format_number(before.eligible)} pekerja mandiri berhak"
    sum_ = f"{format_number(before.active)}{promised} + {format_number(division.workers)} dari dana ini = {paid}"
    basis = f"Hanya pekerja mandiri (BPU) di {len(division.outcomes)} desa: kelurahan tidak ikut, perangkat desa"
    lines = [
        f"Satu pekerja = {unit}: {rate_texts(rates, plan)}.",
        f"Terpakai = {spent}; sisa = {left}.",
        f"Cakupan = {today} = {percent_label(before.share)}. Bila dibayar = {sum_}, {percent_label(after.share)}.",
        f"{basis} memakai tarif lain. Karena itu angkanya lain dari cakupan kabupaten di Ringkasan.",
        f"{SPREAD.capitalize()} = cakupan desa tertinggi dikurangi yang terendah bila dibayar, dalam poin persen.",
        f"Seluruh kekurangan = {format_number(gap.workers)} pekerja yang belum aktif dan belum dijanjikan × {unit}.",
    ]
    if plan.target_points:
        target = target_label(plan.target_points / 10_000)
        lines.append(f"Di target: desa yang cakupan pekerja mandirinya paling sedikit {target} bila dibayar.")
    if relief_in_force(rates.reliefs, plan.start_month, plan.months):
        lines.append(REGENCY_RELIEF_NOTE)
    lines.append(f"Data {district.dataset.month.label}, {district.dataset.source_label}.")
    with st.expander("Dari mana angka ini?"):
        for line in lines:
            st.html(source_line(line))


def rate_texts(rates: RateTable, plan: RegencyPlan) -> str:
    """Each programme's rate times its months, with the legal basis; a change of rate within the plan is shown.

    ``12 bulan × Rp 10.000 JKK (PP 50/2025)``
    """
    parts = []
    for programme in plan.programmes:
        months: dict[tuple[int, str], int] = {}
        for later in range(plan.months):
            row = _rate_of(rates, programme, plan.start_month.plus(later))
            key = (row.contribution(rates.base_rupiah), row.legal_basis)
            months[key] = months.get(key, 0) + 1
        parts += [
            f"{count} bulan × {format_rupiah(amount)} {programme} ({basis})"
            for (amount, basis), count in months.items()
        ]
    return " + ".join(parts)


def _rate_of(rates: RateTable, programme: str, month: Month) -> Rate:
    """The latest row that applies, as the table itself chooses it; there is one, or there would be no cost."""
    applying = [rate for rate in rates.rates if rate.applies("BPU", programme, month)]  # type: ignore[arg-type]
    return max(applying, key=lambda rate: rate.valid_from)
