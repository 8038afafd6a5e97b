"""The desk's room of decisions alone, as AppTest opens it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Hall


def page() -> None:
    from components import access, frame
    from components.decisions import decisions_room

    seen = frame.seen_by_visitor()
    facilitator = access.facilitator()
    assert seen.meeting
    assert facilitator
    decisions_room(seen.meeting, facilitator)


def room(hall: Hall, **query: str) -> AppTest:
    at = AppTest.from_function(page, default_timeout=60)
    at.session_state["access.facilitator"] = hall.cookie()
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, name: str) -> AppTest:
    at.button(key=f"desk.decision.{name}").click().run()
    assert not at.exception
    return at


def keys(at: AppTest) -> set[str]:
    return {button.key.removeprefix("desk.decision.") for button in at.button}


def fill(at: AppTest, *, decided_by: str = "Bupati Sukamara", note: str = "") -> AppTest:
    at.text_input(key="desk.decision.decided_by").set_value(decided_by)
    at.text_input(key="desk.decision.note").set_value(note)
    return at
