"""The benefits page on a phone: a case is chosen, its sum appears, nothing has to be scrolled sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import StartHall
from tests.browser.test_look import SIDEWAYS
from tests.support.browser import phone, wait_until_ready
from tests.support.running_hall import RunningHall


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    return start_hall("sample")


CASES = {
    "Meninggal": "Rp 42.000.000",
    "Cacat total tetap": "Rp 56.000.000",
    "Cacat sebagian": "Rp 8.000.000",
    "Perawatan": "sampai sembuh",
    "Beasiswa anak": "Rp 174.000.000",
}


def test_a_case_is_chosen_on_a_phone(hall: RunningHall, browser: Browser):
    with phone(browser) as page:
        page.goto(f"{hall.url}/manfaat")
        wait_until_ready(page)
        expect(page.locator(".rb-headline")).to_contain_text("Rp 70.000.000")

        expect(page.locator(".rb-parts")).to_have_css("list-style-type", "none")  # the page's own style sheet is loaded
        for case, sum_paid in CASES.items():
            page.get_by_role("radio", name=case, exact=True).click()
            expect(page.locator(".rb-headline")).to_contain_text(sum_paid)
            wait_until_ready(page)
            assert max(page.evaluate(SIDEWAYS)) <= 0


def test_where_a_figure_is_from_opens_beside_it(hall: RunningHall, browser: Browser):
    with phone(browser) as page:
        page.goto(f"{hall.url}/manfaat")
        wait_until_ready(page)

        page.get_by_text("Dari mana angka ini?").first.click()

        expect(page.locator(".rb-sources").first).to_contain_text("48 × Rp 1.000.000 = Rp 48.000.000")
        assert max(page.evaluate(SIDEWAYS)) <= 0
