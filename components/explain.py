"""Where a figure comes from: counts, rate, months, data; one press away from the figure."""

from __future__ import annotations

import streamlit as st

from components.markup import source_line
from domain.coverage import Counts, target_label
from domain.money import format_number, format_rupiah
from services.district import Gap

PROMISES_NOTHING = "Simulasi ini tidak menjanjikan apa pun; cakupan baru naik setelah iuran dibayar."


def explain_gap(gap: Gap, counts: Counts, year: int) -> None:
    """How the gap and its cost were computed."""
    uncovered = (
        f"Belum terlindungi = {format_number(counts.eligible)} berhak − {format_number(counts.active)} aktif "
        f"= {format_number(counts.uncovered)} pekerja."
    )
    with st.expander("Dari mana angka ini?"):
        st.html(source_line(uncovered))
        if gap.target_share is not None:
            missing = f"Target {target_label(gap.target_share)} kurang {format_number(gap.workers)} pekerja aktif."
            st.html(source_line(missing))
        st.html(
            source_line(
                f"Biaya setahun = {format_number(gap.bpu_workers)} pekerja mandiri (BPU) × 12 bulan × "
                f"{format_rupiah(gap.unit_rupiah)} (JKK + JKM, lapis terendah, {year}) = "
                f"{format_rupiah(gap.year_rupiah)}. Perangkat desa memakai tarif lain (PU) dan tidak termasuk."
            )
        )
