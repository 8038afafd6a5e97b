"""The room of the cards: the address, and what is printed."""

from __future__ import annotations

from components.routes import state_of
from tests.pages.conftest import Hall
from tests.pages.desk_page import desk, press
from tests.support.app_test import notices, words


def test_the_address_is_shown_changed_and_taken_by_the_projector(hall: Hall):
    hall.meeting("draft")
    at = desk(hall, bagian="kartu")
    at.text_input(key="desk.print.address").set_value("192.168.7.7:8501")
    at.text_input(key="desk.print.wifi").set_value("Aula")

    press(at, "desk.print.save")

    assert "Alamat tersimpan. Kartu yang sudah dicetak memakai alamat yang lama." in notices(at, "success")
    assert "Sekarang dipakai: http://192.168.7.7:8501" in words(at)
    assert state_of(None)["join"]["address"] == "192.168.7.7:8501"

    hall.sql("UPDATE installation SET value = 'http://192.168.8.8:8501' WHERE key = 'base_url'")  # another process
    assert state_of(None)["join"]["address"] == "192.168.8.8:8501"


def test_a_bad_address_is_refused_and_kept_to_be_mended(hall: Hall):
    hall.meeting("draft")
    at = desk(hall, bagian="kartu")
    at.text_input(key="desk.print.address").set_value("rumah saya")

    press(at, "desk.print.save")

    assert notices(at, "error") == ["Alamat tidak dapat dibuka ponsel. Tulis seperti http://192.168.1.5:8501."]
    assert at.text_input(key="desk.print.address").value == "rumah saya"


def test_cards_and_list_are_offered_for_all_or_for_one(hall: Hall):
    hall.meeting("draft")

    at = desk(hall, bagian="kartu")

    assert at.selectbox(key="desk.print.one").options[0] == "Semua desa (29)"
    assert "Kartu desa (PDF)" in words(at) or len(at.get("download_button")) == 2
