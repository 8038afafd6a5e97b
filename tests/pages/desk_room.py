"""One room of the desk by itself, by AppTest, for whoever sits at the machine."""

from __future__ import annotations

from uuid import UUID

from streamlit.testing.v1 import AppTest

from domain.meeting import Meeting


def _draw(room: str, first: str) -> None:
    from uuid import UUID

    import streamlit as st

    from components import addenda, desk_meetings, desk_settings, meetings_room
    from components.database import database
    from services.identity import CommandLine
    from services.meetings_overview import known_meetings

    wanted = UUID(st.query_params.get("rapat", first)) if first else None
    shown = next((found for found in known_meetings(database()) if found.id == wanted), None)
    desk_meetings.show_refusal()
    if room == "meetings":
        meetings_room.meetings_room(shown, CommandLine(), has_data=True)
    elif room == "addenda":
        addenda.addenda_room(shown, CommandLine())
    elif room == "settings":
        desk_settings.settings(shown, CommandLine())
    else:
        st.write("another room")


def room_of(meeting: Meeting | None, room: str) -> AppTest:
    """Open a room ("meetings", "addenda", "settings") of a meeting."""
    first = str(meeting.id) if meeting else ""
    at = AppTest.from_function(_draw, args=(room, first), default_timeout=60).run()
    assert not at.exception
    return at


def shown_id(at: AppTest) -> UUID:
    """The meeting in the address, after a press."""
    value = at.query_params["rapat"]
    return UUID(value if isinstance(value, str) else value[0])
