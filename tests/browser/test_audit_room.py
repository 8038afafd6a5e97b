"""The acts on the desk, in a browser: chosen, gone on with, downloaded, and nothing wider than a phone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db.engine import Database
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting
from services.find_meeting import meeting_named
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.browser.conftest import StartHall
from tests.browser.test_look import SIDEWAYS
from tests.support.browser import choose, laptop, phone, wait_until_ready
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall, press

HOSTILE = "<img src=x onerror=alert(1)> **salah** ketik"


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """An open meeting in which one village has pledged fifty-five times and its neighbour twice."""
    found = start_hall("real")
    found.open_meeting()
    with found.database() as database:
        meeting = meeting_named(database, None)
        for number in range(55):
            _pledge(database, meeting, VILLAGE, 100 + number)
        for number in range(2):
            _pledge(database, meeting, NEIGHBOUR, 60 + number)
    return found


def _pledge(database: Database, meeting: Meeting, village: str, workers: int) -> None:
    line = LineRequest("new", workers, 12, Month(2027, 1), "ADD")
    command = SubmitCommitment(meeting.id, village, (line,), f"{village}-{workers}", reason=HOSTILE)
    submit_commitment(command, database, clock, AT_THE_MACHINE)


def open_room(page: Page, hall: RunningHall) -> None:
    page.goto(hall.facilitator_link)
    wait_until_ready(page)
    page.goto(f"{hall.url}/rapat?bagian=catatan")
    wait_until_ready(page)
    expect(page.locator("table.rb-audit")).to_be_visible()


def test_acts_are_gone_on_with_chosen_and_downloaded(hall: RunningHall, browser: Browser):
    with laptop(browser) as page:
        open_room(page, hall)
        acts = page.locator("table.rb-audit tbody tr")
        expect(acts).to_have_count(50)

        press(page, "desk.audit.more")
        expect(acts).to_have_count(59)  # 57 pledges, and the meeting made and opened

        choose(page, page.locator("[class*=st-key-desk-audit-village]"), "Sungai Pasir")
        expect(acts).to_have_count(50)
        with page.expect_download() as download:
            press(page, "desk.audit.csv")

        rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
        assert len(rows) == 2 + 55
        assert {row[2] for row in rows[2:]} == {"baris perintah"}
        assert page.locator("table.rb-audit img").count() == 0
        expect(acts.first).to_contain_text(HOSTILE)


@pytest.mark.parametrize("outside", [False, True])
def test_on_a_phone_nothing_is_wider_than_the_screen(hall: RunningHall, browser: Browser, outside: bool):
    with phone(browser) as page:
        open_room(page, hall)
        if outside:
            page.get_by_text("Di luar rapat", exact=True).click()
            expect(page.locator("table.rb-audit")).to_contain_text("Fasilitator masuk")

        assert max(page.evaluate(SIDEWAYS)) <= 0
