"""The desk sends each village its text: a link, and the text itself."""

from __future__ import annotations

from urllib.parse import quote

from tests.pages.conftest import Hall
from tests.pages.desk_page import desk
from tests.support.app_test import notices


def test_a_village_is_chosen_and_its_text_can_be_opened_or_selected(real_hall: Hall):
    meeting = real_hall.meeting("open", budget_year=2027)
    real_hall.pledge(meeting, 60)
    real_hall.change("close_meeting", meeting)

    at = desk(real_hall, bagian="rapat")
    at.text_input(key="reminder.note").set_value("=Sampai Desember")
    at.selectbox(key="reminder.village").set_value("62.08.04.2004").run()

    assert not at.exception
    (text,) = [code.value for code in at.code if "Sungai Pasir" in code.value]
    assert "60 pekerja baru" in text
    assert "\n=Sampai Desember\n" in text + "\n"
    (link,) = [one.proto.url for one in at.get("link_button")]
    assert link == f"https://wa.me/?text={quote(text, safe='')}"


def test_all_villages_are_texts_only(real_hall: Hall):
    meeting = real_hall.meeting("open", budget_year=2027)
    real_hall.change("close_meeting", meeting)

    at = desk(real_hall, bagian="rapat")
    at.selectbox(key="reminder.village").set_value("").run()

    assert len(at.get("link_button")) == 0
    assert sum(code.value.count("belum menyampaikan") for code in at.code) == 29


def test_an_open_meeting_has_none(real_hall: Hall):
    real_hall.meeting("open", budget_year=2027)

    at = desk(real_hall, bagian="rapat")

    assert not [box for box in at.selectbox if box.key == "reminder.village"]
    assert not notices(at, "error")
