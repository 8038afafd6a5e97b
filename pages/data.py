"""Data: its versions and sources, rates and benefits by their law; for the facilitator, bringing files in."""

from __future__ import annotations

import streamlit as st

from components import access, frame
from components.data_import import import_room
from components.data_rules import rules_room
from components.data_versions import versions_room
from components.database import database
from components.markup import headline, notice
from components.wide_import import wide_room
from services.data_versions import regency_of_data

facilitator = access.facilitator()
seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
st.html(headline(["Data"]))
regency_code = regency_of_data(database(), seen.district.regency_code if seen.district else st.query_params.get("kab"))
if regency_code is None:
    st.html(notice("info", frame.UNKNOWN_REGENCY))
    st.stop()
if facilitator:
    import_room(facilitator, regency_code)
    wide_room(facilitator)
versions_room(regency_code, facilitator)
rules_room(facilitator)
