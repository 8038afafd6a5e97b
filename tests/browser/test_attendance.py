"""Who is there, on the hall's screen: numbers and no name; and a sheet of paper that is confirmed at the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from domain.calendar import Month
from domain.commitment import LineRequest
from services.attendance import Arrival, mark_present
from services.find_meeting import meeting_named
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.browser.conftest import StartHall
from tests.support.browser import laptop, projector, wait_until_ready
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.running_hall import VILLAGE, RunningHall, field, press


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    hall = start_hall("sample")
    hall.open_meeting()
    return hall


def test_the_screen_follows_how_many_villages_are_there_and_names_nobody(hall: RunningHall, browser: Browser):
    with projector(browser) as screen:
        screen.goto(f"{hall.url}/layar")
        wait_until_ready(screen)
        counted = screen.locator('.layar [data-part="present"]')
        expect(counted).to_have_text("Hadir 0 dari 29 desa")

        with hall.database() as database:
            arrival = Arrival(meeting_named(database, None).id, VILLAGE, name="Siti Aminah", position="Jabatan Langka")
            mark_present(arrival, database, clock, AT_THE_MACHINE)

        expect(counted).to_have_text("Hadir 1 dari 29 desa")
        assert not [word for word in ("Siti", "Langka") if word in screen.content()]


def test_the_tick_before_closing_follows_a_sheet_that_was_confirmed(hall: RunningHall, browser: Browser):
    line = LineRequest("new", 25, 12, Month(2027, 1), "ADD")
    with hall.database() as database:
        meeting = meeting_named(database, None)
        command = SubmitCommitment(meeting.id, VILLAGE, [line], "sheet", way="paper")
        submit_commitment(command, database, clock, AT_THE_MACHINE)

    with laptop(browser) as page:
        page.goto(hall.facilitator_link)
        wait_until_ready(page)
        expect(field(page, "desk.sure")).to_contain_text("1 lembar kertas belum diperiksa orang kedua")
        field(page, "desk.paper.list").locator("summary").click()
        press(page, f"desk.paper.confirm.{VILLAGE}")

        expect(page.get_by_text("cocok dengan kertas")).to_be_visible()
        expect(field(page, "desk.sure")).not_to_contain_text("lembar kertas")
