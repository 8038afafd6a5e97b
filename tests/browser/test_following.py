"""Screens that wait: a phone for the meeting to open, a projector for today's meeting."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from services.change_meeting import close_meeting, open_meeting
from services.create_meeting import CreateMeeting, create_meeting
from tests.browser.conftest import StartHall
from tests.support.browser import choose, laptop, phone, projector, wait_until_ready
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.running_hall import VILLAGE, RunningHall, field


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    return start_hall("real")


def test_a_phone_that_waits_gets_its_form_when_the_meeting_opens(browser: Browser, hall: RunningHall):
    with hall.database() as database:
        meeting = create_meeting(CreateMeeting(budget_year=2027), database, clock, AT_THE_MACHINE)
        code = hall.codes_of_the_present_meeting()[VILLAGE]
        with phone(browser) as page:
            page.goto(f"{hall.url}/komitmen?k={code}")
            wait_until_ready(page)
            expect(field(page, "commitment.workers")).to_have_count(0)

            open_meeting(meeting.id, database, clock, AT_THE_MACHINE)

            expect(field(page, "commitment.workers")).to_be_visible()
        close_meeting(meeting.id, database, clock, AT_THE_MACHINE)


def test_a_projector_without_a_meeting_in_its_address_moves_on_to_the_next(browser: Browser, hall: RunningHall):
    with projector(browser) as screen, hall.database() as database:
        screen.goto(f"{hall.url}/layar")
        expect(screen.get_by_text("Rapat ditutup · hasil dibekukan")).to_be_visible()

        today = create_meeting(CreateMeeting(title="Rapat hari ini", budget_year=2027), database, clock, AT_THE_MACHINE)
        open_meeting(today.id, database, clock, AT_THE_MACHINE)

        expect(screen.get_by_text("Rapat hari ini")).to_be_visible()
        expect(screen.get_by_text("rapat dibuka")).to_be_visible()


def test_the_qr_code_of_a_card_is_drawn(browser: Browser, hall: RunningHall):
    with laptop(browser) as page:
        page.goto(hall.facilitator_link)
        wait_until_ready(page)
        page.get_by_role("radio", name="Kartu").click()
        field(page, "desk.show_codes").locator("label").click()
        expect(field(page, "desk.qr")).to_be_visible()
        choose(page, field(page, "desk.qr"), "Pudu")

        picture = page.get_by_alt_text("Kode QR")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0 && image.clientWidth > 100")


def test_the_cards_are_taken_along_as_a_file(browser: Browser, hall: RunningHall):
    with laptop(browser) as page:
        page.goto(hall.facilitator_link)
        wait_until_ready(page)
        page.get_by_role("radio", name="Kartu").click()

        with page.expect_download() as waited:
            field(page, "desk.print.cards").get_by_role("button").click()

        assert waited.value.suggested_filename == "kartu-desa.pdf"
        assert waited.value.path().read_bytes().startswith(b"%PDF-")
