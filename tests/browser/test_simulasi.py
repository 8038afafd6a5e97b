"""The regency's what-if in a real browser: typed, slid and pressed, it answers; and nothing is cut off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import StartHall
from tests.support.browser import laptop, phone, wait_until_ready
from tests.support.running_hall import VILLAGE, RunningHall, field

SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .map((node) => node.scrollWidth - node.clientWidth)"""
# Tiles and cards whose text is wider than they are.
OVERFLOWING = """(selector) => [...document.querySelectorAll(selector)]
  .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent)"""


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """29 desa, each with 800 BPU workers, 320 of them active; nothing is pledged yet."""
    return start_hall("real")


def amount(page: Page):
    """Where the amount is typed."""
    return field(page, "simulasi.budget").get_by_role("textbox")


def card(page: Page, name: str):
    """A rule's card: the whole of it can be pressed."""
    return field(page, "simulasi.rule").locator('[role="radiogroup"] > div').filter(has_text=name)


@pytest.mark.parametrize("screen_of", [laptop, phone])
def test_typed_slid_and_pressed_it_answers_and_nothing_is_cut_off(hall: RunningHall, browser: Browser, screen_of):
    """One after another on one page: opening it anew for each step costs more than all steps."""
    with screen_of(browser) as screen:
        screen.goto(f"{hall.url}/simulasi")
        wait_until_ready(screen)
        the_amount_answers_while_it_is_typed(screen)
        the_table_can_be_taken_along(screen)
        a_press_anywhere_on_a_card_chooses_its_rule(screen)
        the_tiles_show_before_and_after_and_say_why(screen)
        the_slider_answers_and_writes_the_amount(screen)


def the_amount_answers_while_it_is_typed(screen: Page) -> None:
    amount(screen).fill("29,232 juta")
    expect(screen.locator(".rb-notice-error")).to_contain_text("dapat berarti dua hal")
    amount(screen).fill("29.232.000")
    expect(screen.locator(".rb-headline")).to_have_text(re.compile(r"\+145 pekerja · sisa Rp\s0"))
    expect(screen.locator(".rb-row")).to_have_count(29)
    expect(screen.locator(".rb-row-gift").first).to_have_text("+5")
    assert max(screen.evaluate(SIDEWAYS)) <= 0
    assert screen.evaluate(OVERFLOWING, '.st-key-simulasi-rule [role="radiogroup"] > div') == []


def the_slider_answers_and_writes_the_amount(screen: Page) -> None:
    slider = field(screen, "simulasi.kab.slider").get_by_role("slider")

    slider.press("End")

    expect(amount(screen)).to_have_value("Rp 2.806.272.000")
    expect(screen.locator(".rb-headline")).to_contain_text("+13.920 pekerja")


def a_press_anywhere_on_a_card_chooses_its_rule(screen: Page) -> None:
    chosen = card(screen, "Pendamping janji")

    chosen.click(position={"x": 20, "y": 70})

    expect(chosen).to_have_attribute("data-selected", "true")
    expect(screen.locator(".rb-notice-info")).to_contain_text("Belum ada desa yang berkomitmen")
    expect(amount(screen)).to_have_value("29.232.000")
    first = screen.locator('.st-key-simulasi-rule [role="radiogroup"] > div').first
    first.click(position={"x": 20, "y": 70})
    expect(first).to_have_attribute("data-selected", "true")
    expect(screen.locator(".rb-headline")).to_contain_text("+145 pekerja")


def the_tiles_show_before_and_after_and_say_why(screen: Page) -> None:
    field(screen, "simulasi.kab.view").get_by_text("Petak").click()

    tile = screen.locator(f'.tilemap [data-code="{VILLAGE}"]')
    expect(tile).to_have_attribute("aria-label", "Sungai Pasir, +5, 40→41% bila dibayar")
    expect(screen.locator(".tilemap [data-gift]")).to_have_count(29)
    assert screen.evaluate(OVERFLOWING, ".tilemap .tile-foot") == []
    assert max(screen.evaluate(SIDEWAYS)) <= 0

    tile.click()
    expect(screen.locator(".rb-row[open]")).to_contain_text("Mendapat 5 pekerja")
    expect(screen).to_have_url(re.compile("/simulasi"))


def the_table_can_be_taken_along(screen: Page) -> None:
    with screen.expect_download() as download:
        field(screen, "simulasi.kab.csv").get_by_role("button").click()
    rows = download.value.path().read_bytes().decode("utf-8-sig").splitlines()

    assert download.value.suggested_filename == "simulasi-kabupaten-62.08.csv"
    assert len(rows) == 2 + 29
