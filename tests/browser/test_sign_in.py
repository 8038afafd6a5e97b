from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from services.identity import UNKNOWN_CODE
from tests.browser.conftest import StartHall
from tests.support.browser import laptop, phone, wait_until_ready
from tests.support.running_hall import TOKEN, VILLAGE, RunningHall, field, open_form

FORBIDDEN = "Halaman ini untuk fasilitator."


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """A hall whose meeting is open."""
    hall = start_hall("sample")
    hall.open_meeting()
    return hall


@pytest.fixture(scope="module")
def code(hall: RunningHall) -> str:
    """The card code of Desa Sungai Pasir."""
    return hall.codes()[VILLAGE]


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    with laptop(browser) as page:
        yield page


@pytest.fixture
def head(browser: Browser) -> Iterator[Page]:
    with phone(browser) as page:
        yield page


def cookies(page: Page) -> dict[str, dict[str, object]]:
    return {cookie["name"]: cookie for cookie in page.context.cookies() if cookie["name"].startswith("rembuk_")}


def test_the_first_visit_of_all_is_dressed_whichever_page_it_opens(start_hall: StartHall, desk: Page):
    fresh = start_hall("sample")

    desk.goto(f"{fresh.url}/rapat")
    wait_until_ready(desk)

    expect(desk).to_have_title("Rembuk")
    assert desk.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--rust')").strip()


def test_the_facilitators_link_signs_in_and_leaves_no_token_anywhere(hall: RunningHall, desk: Page):
    desk.goto(hall.facilitator_link)
    wait_until_ready(desk)

    assert desk.url == f"{hall.url}/rapat"
    expect(field(desk, "desk.sure")).to_be_visible()
    kept = cookies(desk)["rembuk_facilitator"]
    assert (kept["httpOnly"], kept["sameSite"]) == (True, "Strict")
    assert TOKEN not in str(kept["value"])
    assert desk.evaluate("document.cookie").count("rembuk_") == 0
    desk.reload()
    wait_until_ready(desk)
    expect(field(desk, "desk.sure")).to_be_visible()


@pytest.mark.parametrize("query", ["?token=wrong", "?token=", "", "?token=%C3%A9", "?token=" + "x" * 5000])
def test_a_wrong_token_is_refused_with_a_sentence(hall: RunningHall, desk: Page, query: str):
    answer = desk.goto(f"{hall.url}/masuk{query}")

    assert answer is not None
    assert answer.status == 403
    assert desk.locator("body").inner_text() == (
        "Tautan fasilitator ini tidak berlaku. Pakai tautan yang dicetak saat program mulai."
    )
    assert cookies(desk) == {}


@pytest.mark.parametrize("value", ["wrong", "0" * 64, TOKEN])
def test_a_foreign_facilitator_cookie_is_ignored(hall: RunningHall, desk: Page, value: str):
    desk.context.add_cookies([{"name": "rembuk_facilitator", "value": value, "url": hall.url}])

    desk.goto(f"{hall.url}/rapat")
    wait_until_ready(desk)

    expect(desk.locator(".rb-notice")).to_contain_text(FORBIDDEN)
    expect(field(desk, "desk.create")).to_have_count(0)


def test_a_foreign_card_cookie_asks_for_the_code(hall: RunningHall, head: Page):
    head.context.add_cookies([{"name": "rembuk_card", "value": "ABCDEFGH", "url": hall.url}])

    head.goto(f"{hall.url}/komitmen")
    wait_until_ready(head)

    expect(field(head, "commitment.card_code")).to_be_visible()
    expect(field(head, "commitment.workers")).to_have_count(0)


def test_a_cards_link_signs_in_and_leaves_no_code_in_the_address(hall: RunningHall, head: Page, code: str):
    open_form(head, hall.url, code)

    assert head.url == f"{hall.url}/komitmen"
    kept = cookies(head)["rembuk_card"]
    assert (kept["httpOnly"], kept["sameSite"]) == (True, "Strict")
    head.reload()
    wait_until_ready(head)
    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")


def test_a_cards_link_with_an_en_dash_signs_in_with_the_plain_code(hall: RunningHall, head: Page, code: str):
    answer = head.goto(f"{hall.url}/komitmen?k={code[:4]}%E2%80%93{code[4:].lower()}")
    wait_until_ready(head)

    assert answer is not None
    assert answer.status == 200
    assert head.url == f"{hall.url}/komitmen"
    assert cookies(head)["rembuk_card"]["value"] == code
    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")


@pytest.mark.parametrize("typed", ["ABCDEFGH", "%3Cscript%3E", "%27", "A" * 2000])
def test_a_wrong_card_link_shows_the_sentence_and_the_code_field(hall: RunningHall, head: Page, typed: str):
    head.goto(f"{hall.url}/komitmen?k={typed}")
    wait_until_ready(head)

    expect(head.locator(".rb-notice-error")).to_contain_text(UNKNOWN_CODE)
    expect(field(head, "commitment.card_code")).to_be_visible()
    assert cookies(head) == {}


def test_a_code_typed_small_with_a_dash_works_and_survives_a_reload(hall: RunningHall, head: Page, code: str):
    head.goto(f"{hall.url}/komitmen")
    wait_until_ready(head)

    field(head, "commitment.card_code").locator("input").fill(f"{code[:4]}-{code[4:]}".lower())
    field(head, "commitment.enter").get_by_role("button").click()
    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")
    head.reload()
    wait_until_ready(head)

    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")
    assert head.url == f"{hall.url}/komitmen"


def test_another_card_replaces_the_first(hall: RunningHall, head: Page, code: str):
    open_form(head, hall.url, hall.codes()["62.08.04.2001"])

    open_form(head, hall.url, code)

    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")


def test_signing_out_ends_both_sign_ins(hall: RunningHall, desk: Page, code: str):
    desk.goto(hall.facilitator_link)
    wait_until_ready(desk)
    open_form(desk, hall.url, code)

    desk.goto(f"{hall.url}/keluar")
    wait_until_ready(desk)

    assert cookies(desk) == {}
    desk.goto(f"{hall.url}/rapat")
    wait_until_ready(desk)
    expect(desk.locator(".rb-notice")).to_contain_text(FORBIDDEN)
    desk.goto(f"{hall.url}/komitmen")
    wait_until_ready(desk)
    expect(field(desk, "commitment.card_code")).to_be_visible()


def test_a_villages_card_does_not_open_the_desk(hall: RunningHall, head: Page, code: str):
    open_form(head, hall.url, code)

    head.goto(f"{hall.url}/rapat")
    wait_until_ready(head)

    expect(head.locator(".rb-notice")).to_contain_text(FORBIDDEN)
    assert code not in head.content()
