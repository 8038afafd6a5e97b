"""Printing: whose right it is, whose cards they are, and the address that stands on them."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from db.changes import counters
from db.engine import Database
from domain.card_codes import shown_code
from domain.meeting import Meeting
from services import hall_address as hall
from services.card_prints import PrintCards, print_attendance_list, print_cards
from services.hall_address import HallAddress, change_hall_address, hall_address
from services.identity import CardCode
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    SettableClock,
    card_code_of,
    draft_meeting,
    refused,
    run_sql,
)
from tests.db.test_meeting_changes import details

ADDRESS = HallAddress("http://10.0.0.7:8501", "Aula")


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return draft_meeting(real_database, clock)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_cards_carry_the_codes_that_open_the_form(real_database: Database, meeting: Meeting) -> None:
    text = text_of(print_cards(PrintCards(meeting.id, ADDRESS), real_database, AT_THE_MACHINE))

    for village in (KARTAMULIA, PUDU):
        assert shown_code(card_code_of(village, meeting, real_database)) in text
    assert text.count("http://10.0.0.7:8501/komitmen") == 29


def test_one_villages_card_is_printed_alone(real_database: Database, meeting: Meeting) -> None:
    text = text_of(print_cards(PrintCards(meeting.id, ADDRESS, [PUDU]), real_database, AT_THE_MACHINE))

    assert shown_code(card_code_of(PUDU, meeting, real_database)) in text
    assert shown_code(card_code_of(KARTAMULIA, meeting, real_database)) not in text


@pytest.mark.parametrize("village", [MENDAWAI, "62.08.99.9999"])
def test_a_place_without_a_card_is_refused(real_database: Database, meeting: Meeting, village: str) -> None:
    command = PrintCards(meeting.id, ADDRESS, [PUDU, village])

    assert refused(lambda: print_cards(command, real_database, AT_THE_MACHINE), real_database).code == "cards.village"


def test_a_villages_card_prints_nothing_and_says_no_address(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    card = CardCode(card_code_of(PUDU, meeting, real_database))

    for act in (
        lambda: print_cards(PrintCards(meeting.id, ADDRESS), real_database, card),
        lambda: print_attendance_list(meeting.id, real_database, card),
        lambda: change_hall_address("http://10.0.0.7", "", real_database, clock, card),
    ):
        assert refused(act, real_database).code == "identity.forbidden"


def test_the_address_is_kept_for_every_process_and_can_be_taken_back(
    real_database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hall_address(real_database) == HallAddress("")

    change_hall_address(" 192.168.1.9:8501/ ", "  Aula   Kantor ", real_database, clock, AT_THE_MACHINE)
    assert hall_address(real_database) == HallAddress("http://192.168.1.9:8501", "Aula Kantor")

    monkeypatch.setattr(hall, "KEPT_SECONDS", 0.0)  # as another process sees it, two seconds later
    assert hall_address(real_database) == HallAddress("http://192.168.1.9:8501", "Aula Kantor")
    change_hall_address("", "", real_database, clock, AT_THE_MACHINE)
    assert hall_address(real_database) == HallAddress("")


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://10.0.0.7", "http://", "http://10.0.0.7:99999", "http://10.0.0.7/komitmen", "http://a b",
        "javascript:alert(1)", "http://u:p@10.0.0.7", "http://10.0.0.7?x=1", "x" * 200, "http://10.0.0.7\u202e",
    ],
)  # fmt: skip
def test_what_no_phone_can_open_is_no_address(real_database: Database, clock: SettableClock, typed: str) -> None:
    act = lambda: change_hall_address(typed, "", real_database, clock, AT_THE_MACHINE)  # noqa: E731

    assert refused(act, real_database).field == "address"


def test_a_long_name_of_the_network_is_refused(real_database: Database, clock: SettableClock) -> None:
    act = lambda: change_hall_address("", "W" * 41, real_database, clock, AT_THE_MACHINE)  # noqa: E731

    assert refused(act, real_database).field == "wifi"


def test_a_new_address_is_told_to_the_screens_once(real_database: Database, clock: SettableClock) -> None:
    def say(address: str) -> tuple[int, int]:
        change_hall_address(address, "Aula", real_database, clock, AT_THE_MACHINE)
        with real_database.reading() as connection:
            return counters(connection)[hall.TOPIC], len(details(real_database, "hall.addressed"))

    assert [say("10.0.0.7:8501"), say("http://10.0.0.7:8501/"), say("10.0.0.8:8501")] == [(1, 1), (1, 1), (2, 2)]


def test_what_another_process_has_said_is_seen_by_whoever_asks_for_the_newest(
    real_database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall, "KEPT_SECONDS", 3600.0)
    hall_address(real_database)
    run_sql(real_database, "INSERT INTO installation (key, value) VALUES ('base_url', 'http://10.0.0.9:8501')")

    assert hall_address(real_database).base_url == ""
    assert hall_address(real_database, newest=True).base_url == "http://10.0.0.9:8501"
    assert hall_address(real_database).base_url == "http://10.0.0.9:8501"
