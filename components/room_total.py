"""The hall on a phone: how many villages have pledged so far, by the projector's stream and without a rerun."""

from __future__ import annotations

import streamlit as st

from components.asset_files import read_assets
from domain.meeting import Meeting

LABELS = {
    "some": "Di rapat ini {villages} dari {of} desa sudah berkomitmen: +{workers} pekerja baru, {amount}.",
    "none": "Di rapat ini belum ada desa yang berkomitmen.",
    "all": "Semua {of} desa sudah berkomitmen: +{workers} pekerja baru, {amount}.",
}
_total = st.components.v2.component("rembuk.room_total", js=read_assets("room_total.js"))


def show_total(meeting: Meeting) -> None:
    """One line that follows the meeting; empty where the stream does not come through."""
    # In a list, for the reason that stands in components/tile_map.py.
    _total(key="room_total", data=[{"meeting": str(meeting.id), "labels": LABELS}], height="content")
