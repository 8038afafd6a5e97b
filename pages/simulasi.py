"""Simulasi: what an amount buys in a village, and how a regency fund is divided over all of them."""

from __future__ import annotations

import streamlit as st

from components import frame, what_if
from components.database import clock, database
from services.district import budget_year_of
from services.village_pledge import newest_pledges

seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
district = frame.require_district(seen)
year = budget_year_of(seen.meeting, clock())
target = seen.meeting.target_points if seen.meeting else None
pledges = newest_pledges(database(), seen)

mode = st.segmented_control(
    "Simulasi",
    list(what_if.MODES),
    format_func=what_if.MODES.__getitem__,
    key="simulasi.mode",
    default="regency",
    required=True,
    label_visibility="collapsed",
)
if mode == "village":
    what_if.village(district, seen.rates, pledges, year=year, target_points=target)
else:
    what_if.regency(district, seen.rates, pledges, year=year, target_points=target)
frame.data_line(district, f"JKK + JKM BPU {year}", "hanya pekerja mandiri (BPU) di desa")
