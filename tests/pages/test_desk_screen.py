"""The room on the desk that steers the hall's screen."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import desk_screen
from domain.projection import LONGEST_MESSAGE
from services.live_state import live_state
from tests.pages.conftest import VILLAGE, Hall
from tests.pages.desk_page import desk, has_button, press
from tests.support.app_test import words
from tests.support.databases import clock


def room(hall: Hall) -> AppTest:
    return desk(hall, bagian=desk_screen.ROOM)


def shown(hall: Hall) -> dict[str, Any]:
    return live_state(hall.database, clock)["projection"]


@pytest.mark.parametrize(
    ("button", "scene"), [("map", "map"), ("level", "ranking"), ("gain", "ranking"), ("join", "join")]
)
def test_one_press_changes_what_the_hall_sees(hall: Hall, button: str, scene: str):
    hall.meeting()

    at = press(room(hall), f"desk.screen.show.{button}")

    assert shown(hall)["scene"] == scene
    assert "Di layar sekarang: " in words(at)


def test_a_village_comes_into_the_spotlight_and_the_next_follows(hall: Hall):
    hall.meeting()
    at = room(hall)

    at.selectbox(key="desk.screen.village").set_value(VILLAGE).run()
    first = shown(hall)["village"]["title"]
    press(at, "desk.screen.next_village")

    assert first == "Desa Sungai Pasir"
    assert shown(hall)["village"]["title"] not in {first, ""}
    assert shown(hall)["village"]["title"] in words(at)


def test_figures_are_covered_and_revealed_by_the_same_button(hall: Hall):
    hall.meeting()
    at = press(room(hall), "desk.screen.cover")
    covered = shown(hall)["is_hidden"]
    press(at, "desk.screen.cover")

    assert (covered, shown(hall)["is_hidden"]) == (True, False)


def test_a_message_a_countdown_and_their_end(hall: Hall):
    hall.meeting()
    at = room(hall)
    at.text_input(key="desk.screen.message").set_value("Istirahat <b>10</b> menit")
    press(at, "desk.screen.show.message")
    message = shown(hall)
    at.number_input(key="desk.screen.minutes").set_value(3)
    press(at, "desk.screen.start")
    counting = shown(hall)
    press(at, "desk.screen.stop")
    stopped = shown(hall)

    assert (message["scene"], message["message"]) == ("message", "Istirahat <b>10</b> menit")
    assert (counting["scene"], counting["ends_at_ms"] is None) == ("countdown", False)
    assert (stopped["scene"], stopped["ends_at_ms"]) == ("progress", None)
    assert not has_button(at, "desk.screen.stop")


def test_an_empty_message_is_refused_in_words_and_the_screen_stays(hall: Hall):
    hall.meeting()
    at = press(room(hall), "desk.screen.show.message")

    assert "Tulis dulu pesannya." in words(at)
    assert shown(hall)["scene"] == "progress"
    assert at.text_input(key="desk.screen.message").proto.max_chars == LONGEST_MESSAGE


def test_size_and_colours_follow_the_choice(hall: Hall):
    hall.meeting()
    at = room(hall)
    at.segmented_control(key="desk.screen.font").set_value(130).run()
    at.segmented_control(key="desk.screen.scheme").set_value("dark").run()

    assert (shown(hall)["font_percent"], shown(hall)["scheme"]) == (130, "dark")


def test_without_a_simulation_the_room_says_where_one_is_made(hall: Hall):
    hall.meeting()

    assert "simpan dulu simulasi di Simulasi → Kabupaten" in words(room(hall))
