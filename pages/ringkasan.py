"""Ringkasan: where the regency stands, and what the gap costs, in one sentence and one map."""

from __future__ import annotations

import streamlit as st

from components import frame
from components.addenda import published_addenda
from components.charts import draw_subdistricts, draw_trend
from components.database import clock, database
from components.explain import explain_gap
from components.findings import district_finding
from components.markup import headline
from components.pictures import offer_overview
from components.rollup import asked as rollup_asked
from components.rollup import lead_up, rollup_page
from components.tile_map import tile_map
from services.district import budget_year_of, gap_of
from services.live_state import village_tiles

if rollup_asked():
    rollup_page()
    st.stop()
seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
district = frame.require_district(seen)
counts = district.counts
year = budget_year_of(seen.meeting, clock())
gap = gap_of(
    counts, district.bpu, seen.rates, year=year, target_points=seen.meeting.target_points if seen.meeting else None
)

st.html(headline(district_finding(counts, gap)))
frame.data_line(district)
lead_up(district.regency_code)
published_addenda(seen.meeting)
explain_gap(gap, counts, year)

map_column, side = st.columns([5, 4], gap="large")
with map_column:
    st.subheader("Cakupan tiap desa hari ini", anchor=False)
    picked = tile_map(village_tiles(district, []), key="ringkasan.map")
with side:
    draw_subdistricts(district, gap.target_share)
    draw_trend(database(), district, gap.target_share)
offer_overview(district, gap.target_share)
if picked:
    st.switch_page("pages/desa.py", query_params={"kode": picked})
