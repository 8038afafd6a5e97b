"""A decision about regency funds: simulated, kept, recorded on the desk, and on the hall's screen without a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from db.queries.meetings import present_meeting
from domain.meeting import Meeting
from services.decisions import decisions_of
from tests.browser.conftest import StartHall
from tests.browser.test_look import CUT_OFF, SIDEWAYS, TOO_HIGH, faults, resize
from tests.support.browser import laptop, phone, projector, wait_until_ready
from tests.support.databases import clock
from tests.support.decisions import UNIT, decide, keep, plan_with, withdraw
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall, field, press

PLACES = """() => [...document.querySelectorAll('.tile, .layar-figures > *, .layar-latest, .layar-join')]
  .map((node) => JSON.stringify(node.getBoundingClientRect()))"""
SIZES = [(1280, 720), (1366, 768), (1920, 1080), (1024, 768), (3840, 2160)]
VILLAGES = [VILLAGE, NEIGHBOUR, "62.08.01.2002", "62.08.01.2005"]


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """29 desa, each with 480 uncovered BPU workers; four have pledged in the open meeting."""
    found = start_hall("real")
    found.open_meeting()
    for number, village in enumerate(VILLAGES):
        found.commit(village, 60 + number, f"pledge-{number}")
    return found


def present(hall: RunningHall) -> Meeting:
    with hall.database() as database, database.reading() as connection:
        found = present_meeting(connection)
    assert found
    return found


def band(screen: Page) -> Locator:
    return screen.locator(".layar-decision")


def simulate(page: Page, hall: RunningHall, amount: str) -> None:
    """Sign in, divide an amount over the villages, and keep it."""
    page.goto(hall.facilitator_link)
    wait_until_ready(page)
    page.goto(f"{hall.url}/simulasi")
    wait_until_ready(page)
    field(page, "simulasi.budget").get_by_role("textbox").fill(amount)
    expect(page.locator(".rb-headline")).to_contain_text("1.240")
    press(page, "simulasi.scenario.save")


def test_a_decision_from_simulation_to_desk_to_projector(hall: RunningHall, browser: Browser):
    with projector(browser) as screen, laptop(browser) as page:
        screen.goto(f"{hall.url}/layar")
        wait_until_ready(screen)
        expect(screen.locator(".layar-line")).to_have_count(4)
        expect(band(screen)).to_be_hidden()
        screen.evaluate("window.__band = document.querySelector('.layar-decision')")
        coverage = screen.locator('.layar [data-part="coverage"]').inner_text()

        simulate(page, hall, "250 juta")
        page.get_by_role("link", name="Catat sebagai keputusan rapat").click()
        wait_until_ready(page)
        field(page, "desk.decision.decided_by").get_by_role("textbox").fill("Bupati Sukamara")
        press(page, "desk.decision.review")
        expect(page.locator(".rb-decision-review")).to_contain_text("Rp 250.000.000")
        expect(band(screen)).to_be_hidden()
        field(page, "desk.decision.store").get_by_role("button").dblclick()

        expect(page.locator(".rb-notice-success")).to_contain_text("Keputusan 1 tercatat")
        expect(band(screen)).to_be_visible()
        expect(band(screen)).to_contain_text("Keputusan rapat")
        expect(band(screen)).to_contain_text("Rp 250 juta")
        expect(band(screen)).to_contain_text("1.240 pekerja di 29 desa · bila dibayar")
        assert "Bupati" not in screen.locator(".layar").inner_text()
        assert screen.evaluate("window.__band === document.querySelector('.layar-decision')")
        assert screen.locator('.layar [data-part="coverage"]').inner_text() == coverage
        with hall.database() as database:
            assert len(decisions_of(database, present(hall).id)) == 1

        press(page, "desk.decision.withdraw.1")
        field(page, "desk.decision.reason").get_by_role("textbox").fill("Dana batal")
        press(page, "desk.decision.withdraw_now")
        expect(page.locator(".rb-notice-success")).to_contain_text("Keputusan 1 ditarik")
        expect(band(screen)).to_be_hidden()
        expect(screen.locator(".layar-line:visible")).to_have_count(4)


def test_the_band_fits_the_projector_and_moves_nothing(hall: RunningHall, browser: Browser):
    meeting = present(hall)
    with projector(browser) as screen, hall.database() as database:
        screen.goto(f"{hall.url}/layar")
        wait_until_ready(screen)
        expect(screen.locator(".layar .tile")).to_have_count(32)
        before = {}
        for size in SIZES:
            resize(screen, size)
            assert faults(screen, CUT_OFF) == []
            before[size] = screen.evaluate(PLACES)

        numbers = []
        for workers in (29, 290):
            plan = plan_with(workers * UNIT, rule="proportional_to_uncovered")
            receipt = decide(database, clock, meeting, keep(database, clock, plan, name="Band"), key=f"band-{workers}")
            numbers.append(receipt.decision.number)
        expect(band(screen)).to_contain_text("(terbaru dari 2)")
        expect(band(screen)).to_contain_text("290 pekerja di 29 desa · bila dibayar")
        expect(screen.locator(".layar-line:visible")).to_have_count(3)

        for size in SIZES:
            resize(screen, size)
            assert faults(screen, CUT_OFF) == []
            assert screen.evaluate(PLACES) == before[size]
            assert faults(screen, TOO_HIGH) == []
            assert screen.evaluate("(node) => node.scrollWidth <= node.clientWidth", band(screen).element_handle())
        for number in numbers:
            withdraw(database, clock, meeting, number)
        expect(band(screen)).to_be_hidden()


def test_the_room_fits_a_phone(hall: RunningHall, browser: Browser):
    with hall.database() as database:
        decide(database, clock, present(hall), keep(database, clock, plan_with(58 * UNIT), name="x" * 60), key="phone")
    with phone(browser) as page:
        page.goto(hall.facilitator_link)
        wait_until_ready(page)
        page.goto(f"{hall.url}/rapat?bagian=keputusan")
        wait_until_ready(page)

        expect(page.locator(".rb-decision")).to_be_visible()
        page.locator(".rb-decision summary").click()
        assert max(page.evaluate(SIDEWAYS)) <= 0
