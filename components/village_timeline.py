"""A village over several meetings and years, folded away under its page."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.markup import source_line
from db.engine import Database
from domain.calendar import date_label
from domain.money import format_rupiah
from domain.village_timeline import MeetingPledge, scholarship_sentence
from services.district import District, VillagePicture
from services.village_timeline import village_timeline


def show_timeline(database: Database, district: District, of: VillagePicture) -> None:
    """Each meeting with what the village pledged in it, and how far the promised months reach."""
    if not of.village.is_desa:
        return
    found = village_timeline(database, district.regency_code, of.village.code, rehearsals=district.dataset.is_sample)
    if not found.pledges:
        return
    with st.expander(f"Dari rapat ke rapat ({len(found.pledges)})", key="desa.timeline"):
        st.html("".join(map(_row, found.pledges)))
        years = " · ".join(f"{year}: {count} bulan" for year, count in found.promised.by_year.items())
        if years:
            st.html(source_line(f"Bulan yang dijanjikan untuk pekerja mandiri: {years}."))
        if years and found.scholarship_months:
            st.html(source_line(scholarship_sentence(found.promised, found.scholarship_months)))


def _row(pledge: MeetingPledge) -> str:
    amount = f" · {format_rupiah(pledge.amount_rupiah)}" if pledge.amount_rupiah else ""
    standing = "" if pledge.is_frozen else ", belum dibekukan"
    return (
        f'<p class="rb-source"><b>{escape(date_label(pledge.held_on))}</b> · {escape(pledge.stage)} '
        f"{pledge.budget_year} · {escape(pledge.state_label)}{standing}<br>"
        f"{escape(pledge.text)}{amount}</p>"
    )
