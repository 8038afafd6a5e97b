"""For whom the page speaks: the declared income, and the regency whose claims are shown."""

from __future__ import annotations

import streamlit as st

from components.database import database
from domain.meeting import Meeting
from domain.money import format_rupiah
from domain.rates import LOWEST_BPU_BASE_RUPIAH
from services.benefits_book import Regency, regency_of
from services.district import View
from services.income_bases import income_bases


def choose_base(meeting: Meeting | None) -> int:
    """The declared income: the lowest, or one that the office has added; the meeting's is chosen first."""
    labels = {int(LOWEST_BPU_BASE_RUPIAH): f"{format_rupiah(LOWEST_BPU_BASE_RUPIAH)} (lapis terendah)"}
    labels |= {base.base_rupiah: base.label for base in income_bases(database())}
    if len(labels) == 1:
        return int(LOWEST_BPU_BASE_RUPIAH)
    bases = sorted(labels)
    wanted = meeting.base_rupiah if meeting and meeting.base_rupiah in labels else bases[0]
    return int(
        st.selectbox(
            "Penghasilan yang didaftarkan, sebulan",
            bases,
            index=bases.index(wanted),
            format_func=labels.__getitem__,
            key="manfaat.base",
            width=360,
        )
    )


def regency_shown(seen: View) -> Regency | None:
    """The regency of the data, of the meeting, or of the address; None where the address names none that is known."""
    if seen.district:
        return Regency(seen.district.regency_code, seen.district.name)
    return regency_of(database(), seen.meeting.regency_code if seen.meeting else st.query_params.get("kab"))
