"""A simulation is kept, opened elsewhere, compared, and taken along to the pledge; the Desa tab answers on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import StartHall
from tests.browser.test_look import SIDEWAYS
from tests.support.browser import choose, laptop, phone, wait_until_ready
from tests.support.running_hall import VILLAGE, RunningHall, field, press


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """29 desa, each with 800 BPU workers, 320 of them active, and an open meeting."""
    found = start_hall("real")
    found.open_meeting()
    return found


def village_asks(page: Page, hall: RunningHall, amount: str) -> None:
    page.goto(f"{hall.url}/simulasi")
    wait_until_ready(page)
    page.get_by_role("radio", name="Desa", exact=True).click()
    expect(field(page, "simulasi.desa.budget")).to_be_visible()
    field(page, "simulasi.desa.budget").get_by_role("textbox").fill(amount)


def kept(page: Page) -> str:
    """Save what is shown; the id in its link."""
    press(page, "simulasi.scenario.save")
    link = page.locator("code", has_text=re.compile(r"\?s=[0-9a-f]{24}"))
    expect(link).to_be_visible()
    return link.inner_text().split("?s=")[1].strip()


def test_on_a_phone_the_answer_stands_under_the_amount_while_it_is_typed(hall: RunningHall, browser: Browser):
    with phone(browser) as page:
        village_asks(page, hall, "20 juta")

        expect(page.locator(".rb-at-once")).to_contain_text("99 orang")
        assert page.locator(".rb-at-once").bounding_box()["y"] < 844
        assert max(page.evaluate(SIDEWAYS)) <= 0


def test_a_kept_simulation_opens_elsewhere_and_is_compared(hall: RunningHall, browser: Browser):
    with laptop(browser) as page, phone(browser) as other:
        village_asks(page, hall, "20 juta")
        expect(page.locator(".rb-headline")).to_contain_text("99 pekerja")
        first = kept(page)
        field(page, "simulasi.desa.budget").get_by_role("textbox").fill("40 juta")
        expect(page.locator(".rb-headline")).to_contain_text("198 pekerja")
        second = kept(page)

        other.goto(f"{hall.url}/simulasi?s={first}")
        wait_until_ready(other)
        expect(other.locator(".rb-compare")).to_contain_text("Rp 19.958.400")
        assert max(other.evaluate(SIDEWAYS)) <= 0

        page.goto(f"{hall.url}/simulasi?s={first},{second}")
        wait_until_ready(page)
        expect(page.locator(".rb-compare thead th[scope=col]")).to_have_count(2)
        expect(page.locator(".rb-compare tbody tr").first).to_contain_text("99")


def test_a_kept_simulation_becomes_a_draft_of_the_pledge_and_nothing_is_sent(hall: RunningHall, browser: Browser):
    with laptop(browser) as page:
        village_asks(page, hall, "20 juta")
        choose(page, field(page, "simulasi.village"), "Sungai Pasir")
        expect(page.locator(".rb-headline")).to_contain_text("99 pekerja")
        simulation = kept(page)

        page.goto(f"{hall.url}/komitmen?k={hall.codes()[VILLAGE]}&simulasi={simulation}")
        wait_until_ready(page)

        expect(field(page, "commitment.workers").get_by_role("textbox")).to_have_value("99")
        assert hall.ledger(VILLAGE) == []


def test_a_broken_link_is_answered_with_a_sentence(hall: RunningHall, browser: Browser):
    with phone(browser) as page:
        page.goto(f"{hall.url}/simulasi?s=%3Cb%3Ezzz")
        wait_until_ready(page)

        expect(page.locator(".rb-notice-error")).to_be_visible()
        expect(page.locator(".rb-notice-error b")).to_have_count(0)
