"""Several meetings on the desk: one press makes one, and each can be found and told from the others."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Hall
from tests.support.app_test import markup, notices, words


def desk(hall: Hall, **query: str) -> AppTest:
    at = hall.open("rapat", facilitator=True, **query)
    assert not at.exception
    return at


def states(hall: Hall) -> list[str]:
    return [row[0] for row in hall.sql("SELECT state FROM meetings ORDER BY created_at")]


def test_a_double_click_makes_one_meeting(hall: Hall):
    at = desk(hall)

    at.button(key="desk.create").click().run()
    at.session_state["desk.made_at"] = time.monotonic()  # however slow the machine is
    at.segmented_control(key="desk.room").set_value("rapat").run()
    at.button(key="desk.create").click().run()

    assert not at.exception
    assert states(hall) == ["draft"]


def test_a_later_press_makes_another_meeting(hall: Hall):
    at = desk(hall)

    at.button(key="desk.create").click().run()
    at.session_state["desk.made_at"] -= 60
    at.segmented_control(key="desk.room").set_value("rapat").run()
    at.button(key="desk.create").click().run()

    assert not at.exception
    assert states(hall) == ["draft", "draft"]


def test_of_several_meetings_one_is_chosen(hall: Hall):
    old = hall.meeting("closed", title="Yang lama")
    hall.meeting(title="Yang baru")
    at = desk(hall)
    first = words(at)

    at.selectbox(key="desk.choice").set_value(str(old.id)).run()

    assert not at.exception
    assert "LATIHAN · Yang baru · rapat dibuka" in first
    assert "LATIHAN · Yang lama · rapat ditutup" in words(at)


@pytest.mark.parametrize("meetings", [1, 2])
def test_from_an_unknown_meeting_the_list_leads_to_one_that_exists(hall: Hall, meetings: int):
    found = [hall.meeting(title=f"Rapat {number}") for number in range(meetings)]
    at = desk(hall, rapat=str(uuid4()))
    choice = at.selectbox(key="desk.choice")
    offered, chosen = len(choice.options), choice.value

    choice.set_value(str(found[0].id)).run()

    assert not at.exception
    assert (offered, chosen) == (meetings, None)
    assert "LATIHAN · Rapat 0 · rapat dibuka" in words(at)
    assert notices(at, "warning") == []


def test_meetings_that_read_alike_are_told_apart_by_their_id(hall: Hall):
    alike = [hall.meeting("draft", title="Sama") for _ in range(2)]
    hall.meeting("draft", title="Lain")

    options = desk(hall).selectbox(key="desk.choice").options

    marks = [option[-7:] for option in options if "Sama" in option]
    assert sorted(marks) == sorted(f" ({str(meeting.id)[:4]})" for meeting in alike)
    assert [option for option in options if "Lain" in option and option.endswith("rapat belum dibuka")]


def test_the_projector_is_opened_on_the_meeting_that_is_shown(hall: Hall):
    old = hall.meeting("closed", title="Yang lama")
    hall.meeting(title="Yang baru")

    at = desk(hall, rapat=str(old.id))

    assert f'href="/layar?rapat={old.id}"' in "".join(markup(at))
