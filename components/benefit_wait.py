"""From when JKM pays in full where payment is interrupted: the earlier and the later date, since the rule is open."""

from __future__ import annotations

import streamlit as st

from components.benefit_markup import dates
from components.markup import source_line
from domain.benefits import jkm_full_from
from domain.calendar import Month

_AFTERWARDS = 12
"""Months that are paid again after the interruption; more than enough for both readings."""

OPEN_QUESTION = (
    "Belum diketahui: masa tunggu menghitung bulan yang lewat atau bulan yang dibayar, dan apakah mulai lagi sesudah "
    "iuran terputus 3 bulan. Pegang tanggal yang paling lambat sampai BPJS Ketenagakerjaan menjawab."
)

_READINGS = (
    "Permenaker 1/2025 menurut pejabat BPJS Ketenagakerjaan dan Disnaker (Juli–November 2025): penuh sesudah paling "
    "sedikit 3 bulan. Paling cepat = bulan iuran pertama + 3. Paling lambat = bulan keempat yang dibayar sejak "
    "terakhir kali terputus 3 bulan berturut-turut."
)


def show_wait(first: Month) -> None:
    """Ask how the village pays, and show both dates.

    Args:
        first: offered as the first paid month.
    """
    st.subheader("Sejak kapan santunan kematian (JKM) penuh?", anchor=False)
    with st.container(key="manfaat.wait", horizontal=True, vertical_alignment="bottom"):
        months = [first.plus(offset) for offset in range(-12, 12)]
        start = st.selectbox(
            "Iuran pertama", months, index=12, format_func=lambda month: month.label, key="manfaat.start", width=200
        )
        paid = int(st.number_input("Dibayar (bulan)", 1, 36, value=6, step=1, key="manfaat.paid", width=150))
        gap = int(st.number_input("Lalu terputus (bulan)", 0, 36, value=6, step=1, key="manfaat.gap", width=190))
    found = jkm_full_from(paid_months(start, paid, gap))
    if found is None:
        return
    earlier, later = found
    st.html(
        dates(
            ("Paling cepat", earlier.label, "3 bulan sejak iuran pertama, tidak mulai lagi"),
            ("Paling lambat", later.label, "bulan keempat yang dibayar; mulai lagi sesudah 3 bulan kosong"),
        )
    )
    st.html(source_line(OPEN_QUESTION))
    with st.expander("Dari mana angka ini?"):
        st.html(source_line(_READINGS))


def paid_months(start: Month, paid: int, gap: int) -> list[Month]:
    """The months that are paid: so many from the start, none for the gap, then again.

    >>> [str(month) for month in paid_months(Month(2027, 1), 1, 2)][:3]
    ['2027-01', '2027-04', '2027-05']
    """
    again = paid + gap
    return [start.plus(offset) for offset in (*range(paid), *range(again, again + _AFTERWARDS))]
