"""Simulasi: what an amount buys in a village, how regency money is divided, and saved simulations compared."""

from __future__ import annotations

from components import frame, simulation_tabs
from components.database import clock, database
from services.district import budget_year_of
from services.village_pledge import newest_pledges

seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
district = frame.require_district(seen)
year = budget_year_of(seen.meeting, clock())
target = seen.meeting.target_points if seen.meeting else None

tab = simulation_tabs.choose()
simulation_tabs.show(tab, seen, district, newest_pledges(database(), seen), year=year, target_points=target)
if tab in ("village", "regency"):
    frame.data_line(district, "hanya pekerja mandiri (BPU) di desa, kecuali disebut lain")
