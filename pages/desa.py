"""Desa: one village, its worker groups, its gap and what closing it costs, its pledge."""

from __future__ import annotations

import streamlit as st

from components import frame
from components.charts import draw_groups, draw_trend
from components.database import clock, database
from components.explain import explain_gap
from components.findings import village_finding
from components.markup import bar, headline, notice, source_line
from components.pictures import offer_village
from components.village_page import choose_village, show_funds, show_groups, show_pledge
from components.village_timeline import show_timeline
from services.district import budget_year_of, gap_of

seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
district = frame.require_district(seen)
picture = choose_village(district)
if picture is None:
    st.html(notice("warning", f"Desa itu tidak ada di {district.name}. Pilih dari daftar."))
    st.stop()

village, counts = picture.village, picture.counts
target = seen.meeting.target_points if seen.meeting else None
year = budget_year_of(seen.meeting, clock())
gap = gap_of(counts, picture.bpu, seen.rates, year=year, target_points=None)
st.html(headline(village_finding(picture, gap)))
st.html(
    source_line(
        f"Kecamatan {village.subdistrict} · data {district.dataset.month.label} · {district.dataset.source_label}"
    )
)
st.html(bar(counts.share, None, target / 10_000 if target else None))
explain_gap(gap, counts, year)
show_pledge(database(), seen, picture)

groups_column, trend_column = st.columns(2, gap="large")
with groups_column:
    show_groups(database(), district, picture)
    draw_groups(database(), district, village.code)
with trend_column:
    draw_trend(database(), district, target / 10_000 if target else None, village.code)
    show_funds(database(), seen, picture, year)
show_timeline(database(), district, picture)
offer_village(district, picture, target / 10_000 if target else None)
