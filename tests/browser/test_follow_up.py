"""A month later, on a village head's phone: the card's cookie opens the own pledge, and a step is recorded once."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from db.engine import Database
from services.change_meeting import close_meeting
from services.find_meeting import meeting_named
from services.follow_up import village_steps
from tests.browser.conftest import StartHall
from tests.browser.test_look import SIDEWAYS
from tests.support.browser import phone, wait_until_ready
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall

SLOW_MS = 20_000


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """A closed meeting in which two villages pledged."""
    found = start_hall("real")
    found.open_meeting()
    found.commit(VILLAGE, 60, "a")
    found.commit(NEIGHBOUR, 25, "b")
    with found.database() as database:
        close_meeting(meeting_named(database, None).id, database, clock, AT_THE_MACHINE)
    return found


def amounts(database: closing[Database]) -> list[int | None]:
    with database as connected:
        meeting = meeting_named(connected, None)
        return [step.said.amount_rupiah for step in village_steps(connected, AT_THE_MACHINE, meeting.id, VILLAGE)]


def test_a_village_records_its_budget_on_a_phone_and_a_double_press_is_one(hall: RunningHall, browser: Browser):
    with phone(browser) as page:
        page.goto(f"{hall.url}/komitmen?k={hall.codes()[VILLAGE]}")
        wait_until_ready(page)
        page.goto(f"{hall.url}/tindak-lanjut")
        wait_until_ready(page)
        expect(page.get_by_role("heading", name="Catat langkah Desa Sungai Pasir")).to_be_visible(timeout=SLOW_MS)

        kind = page.locator("[class*=st-key-follow_up-kind]").get_by_role("combobox")
        kind.evaluate("field => field.scrollIntoView({block: 'center'})")  # its list closes when the page scrolls
        kind.fill("APBDes")
        page.get_by_role("option", name="APBDes", exact=True).click()
        page.get_by_label("Rupiah (dijanjikan 12.096.000)").fill("12.000.000")
        page.get_by_label("Nomor dokumen").fill("Perdes 5/2026")
        page.get_by_role("button", name="Simpan langkah").dblclick()

        said = page.locator(".rb-notice-warning")
        expect(said).to_contain_text("Tersimpan: APBDes · Perdes 5/2026 · Rp 12.000.000.", timeout=SLOW_MS)
        expect(said).to_contain_text("lebih kecil dari Rp 12.096.000 yang dijanjikan")
        expect(page.locator("details.rb-follow", has_text="Sungai Pasir")).to_contain_text("sebagian")
        assert max(page.evaluate(SIDEWAYS)) <= 0

    assert amounts(hall.database()) == [12_000_000]
