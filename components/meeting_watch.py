"""Wait for a meeting's next step: the page reruns by itself when the facilitator opens the meeting."""

from __future__ import annotations

import streamlit as st

from components.asset_files import read_assets
from domain.meeting import Meeting

_watch = st.components.v2.component("rembuk.meeting_watch", js=read_assets("meeting_watch.js"))


def _nothing() -> None:
    """A trigger is only delivered to a component that has a callback for it; the rerun itself is the answer."""


def wait_for_next_step(meeting: Meeting) -> None:
    """Follow the live stream until the meeting's revision moves, then rerun the page once."""
    # In a list, for the reason that stands in components/tile_map.py.
    _watch(
        key="meeting_watch",
        data=[{"meeting": str(meeting.id), "revision": meeting.revision}],
        on_changed_change=_nothing,
        height="content",
    )
