from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from services.clock import system_clock
from services.facilitators import add_facilitator, revoke_facilitator
from services.guessing import TOO_MANY
from services.identity import UNKNOWN_CODE
from services.sign_in import WRONG_LINK
from tests.browser.conftest import StartHall
from tests.support.browser import laptop, phone, wait_until_ready
from tests.support.databases import AT_THE_MACHINE
from tests.support.running_hall import TOKEN, VILLAGE, RunningHall, field, open_form, press

FORBIDDEN = "Halaman ini untuk fasilitator."


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """A hall whose meeting is open."""
    hall = start_hall("sample")
    hall.open_meeting()
    return hall


@pytest.fixture(scope="module")
def second_hall(start_hall: StartHall) -> RunningHall:
    """Another one, that nobody has visited before this file's first test."""
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


def sign_in(page: Page, address: str) -> None:
    """Get the cookie of a link without drawing the page that it leads to, which takes seconds."""
    assert page.request.get(address, max_redirects=0).status == 303
    assert cookies(page)


def test_the_first_visit_of_all_is_dressed_whichever_page_it_opens(second_hall: RunningHall, desk: Page):
    desk.goto(f"{second_hall.url}/rapat")
    wait_until_ready(desk)

    expect(desk).to_have_title("Rembuk")
    assert desk.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--rust')").strip()


def test_the_facilitators_link_signs_in_and_leaves_no_token_anywhere(hall: RunningHall, desk: Page):
    desk.goto(hall.facilitator_link)
    wait_until_ready(desk)

    assert desk.url == f"{hall.url}/rapat"
    expect(field(desk, "desk.sure")).to_be_visible()
    kept = cookies(desk)["rembuk_facilitator"]
    assert (kept["httpOnly"], kept["sameSite"], kept["path"], kept["secure"]) == (True, "Strict", "/", False)
    assert 13 < (float(str(kept["expires"])) - system_clock().timestamp()) / 86_400 <= 14
    assert TOKEN not in str(kept["value"])
    assert TOKEN not in hall.app.log.read_text(encoding="utf-8").split("jangan ditampilkan di layar")[-1]
    assert desk.evaluate("document.cookie").count("rembuk_") == 0
    desk.reload()
    wait_until_ready(desk)
    expect(field(desk, "desk.sure")).to_be_visible()


def test_a_wrong_token_is_refused_with_a_sentence(hall: RunningHall, desk: Page):
    for query in ("?token=wrong", "?token=", "", "?token=%C3%A9", "?token=" + "x" * 5000):
        answer = desk.goto(f"{hall.url}/masuk{query}")
        assert answer is not None
        assert answer.status == 403
        assert desk.locator("body").inner_text() == WRONG_LINK
        assert cookies(desk) == {}


def test_a_foreign_facilitator_cookie_is_ignored(hall: RunningHall, desk: Page):
    for value in ("0" * 64, TOKEN):
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
    address = f"{hall.url}/komitmen?k={code[:4]}%E2%80%93{code[4:].lower()}"
    answer = head.request.get(address, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (303, "/komitmen")
    assert cookies(head)["rembuk_card"]["value"] == code


def test_a_wrong_card_link_shows_the_sentence_and_the_code_field(hall: RunningHall, head: Page):
    for typed in ("%3Cscript%3E", "%27", "A" * 2000):
        answer = head.request.get(f"{hall.url}/komitmen?k={typed}", max_redirects=0)
        assert (answer.status, answer.headers["location"]) == (303, "/komitmen?kartu=salah")

    head.goto(f"{hall.url}/komitmen?k=ABCDEFGH")
    wait_until_ready(head)

    expect(head.locator(".rb-notice-error")).to_contain_text(UNKNOWN_CODE)
    expect(field(head, "commitment.card_code")).to_be_visible()
    expect(head).to_have_url(f"{hall.url}/komitmen")
    assert cookies(head) == {}


def type_code(head: Page, typed: str) -> None:
    field(head, "commitment.card_code").locator("input").fill(typed)
    press(head, "commitment.enter")


def test_a_typed_code_is_never_in_the_address_and_survives_a_reload(hall: RunningHall, head: Page, code: str):
    head.goto(f"{hall.url}/komitmen")
    wait_until_ready(head)
    addresses: list[str] = []
    head.on("framenavigated", lambda frame: addresses.append(frame.url))

    with head.expect_response(f"{hall.url}/kartu") as kept:
        type_code(head, f"{code[:4]}-{code[4:]}".lower())
    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")
    assert kept.value.status == 204
    assert cookies(head)["rembuk_card"]["value"] == code
    head.reload()
    wait_until_ready(head)

    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")
    assert set(addresses) == {f"{hall.url}/komitmen"}
    second = head.context.new_page()
    second.goto(f"{hall.url}/komitmen")
    wait_until_ready(second)
    expect(second.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")


def test_a_wrong_typed_code_stays_out_of_the_address(hall: RunningHall, head: Page):
    head.goto(f"{hall.url}/komitmen")
    wait_until_ready(head)

    type_code(head, "ABCDEFGH")

    expect(head.locator(".rb-notice-error")).to_contain_text(UNKNOWN_CODE)
    assert head.url == f"{hall.url}/komitmen"
    assert cookies(head) == {}


def test_a_card_is_kept_only_for_a_page_of_our_own(hall: RunningHall, head: Page, code: str):
    ours = head.request.post(f"{hall.url}/kartu", data=code, headers={"Origin": hall.url})
    foreign = head.request.post(f"{hall.url}/kartu", data=code, headers={"Origin": "http://elsewhere.example"})
    wrong = head.request.post(f"{hall.url}/kartu", data="ABCDEFGH")
    long = head.request.post(f"{hall.url}/kartu", data="A" * 100_000)

    assert [answer.status for answer in (ours, foreign, wrong, long)] == [204, 403, 403, 403]
    assert ["set-cookie" in answer.headers for answer in (ours, foreign, wrong, long)] == [True, False, False, False]


def test_whoever_guesses_waits_and_a_right_card_is_let_in_meanwhile(second_hall: RunningHall, head: Page, desk: Page):
    right = second_hall.codes()[VILLAGE]

    head.goto(f"{second_hall.url}/_stcore/health")
    answers = head.evaluate(
        """() => Promise.all(Array.from({length: 30}, async (_, n) => {
            const answer = await fetch("/komitmen?k=ABCDEFG" + "ABCDEFGHJK"[n % 10]);
            return new URL(answer.url).search;
        }))"""
    )
    open_form(desk, second_hall.url, right)

    assert set(answers) == {"?kartu=salah", "?kartu=tunggu"}
    head.goto(f"{second_hall.url}/komitmen?kartu=tunggu")
    wait_until_ready(head)
    expect(head.locator(".rb-notice-error")).to_contain_text(TOO_MANY)


def test_another_card_replaces_the_first(hall: RunningHall, head: Page, code: str):
    sign_in(head, f"{hall.url}/komitmen?k={hall.codes()['62.08.04.2001']}")

    open_form(head, hall.url, code)

    expect(head.locator(".rb-headline")).to_have_text("Desa Sungai Pasir")


def test_signing_out_ends_both_sign_ins(hall: RunningHall, desk: Page, code: str):
    sign_in(desk, hall.facilitator_link)
    sign_in(desk, f"{hall.url}/komitmen?k={code}")
    assert set(cookies(desk)) == {"rembuk_facilitator", "rembuk_card"}

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
    sign_in(head, f"{hall.url}/komitmen?k={code}")

    head.goto(f"{hall.url}/rapat")
    wait_until_ready(head)

    expect(head.locator(".rb-notice")).to_contain_text(FORBIDDEN)
    assert code not in head.content()


def test_behind_https_the_cookie_is_for_https_only(hall: RunningHall, desk: Page, code: str):
    for address in (hall.facilitator_link, f"{hall.url}/komitmen?k={code}"):
        answer = desk.request.get(address, max_redirects=0, headers={"X-Forwarded-Proto": "https"})

        assert answer.status == 303
        assert "; Secure" in answer.headers["set-cookie"]


def test_signing_out_in_one_tab_ends_the_desk_that_runs_in_another(hall: RunningHall, desk: Page):
    desk.goto(hall.facilitator_link)
    wait_until_ready(desk)
    expect(field(desk, "desk.sure")).to_be_visible()
    other = desk.context.new_page()
    other.goto(f"{hall.url}/keluar")
    wait_until_ready(other)

    field(desk, "desk.sure").locator("label").click()

    expect(desk.locator(".rb-notice")).to_contain_text(FORBIDDEN)
    expect(field(desk, "desk.sure")).to_have_count(0)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(hall: RunningHall, desk: Page, browser: Browser):
    sign_in(desk, hall.facilitator_link)
    stolen = str(cookies(desk)["rembuk_facilitator"]["value"])
    desk.request.get(f"{hall.url}/keluar")
    assert cookies(desk) == {}

    with laptop(browser) as thief:
        thief.context.add_cookies([{"name": "rembuk_facilitator", "value": stolen, "url": hall.url}])
        thief.goto(f"{hall.url}/rapat")
        wait_until_ready(thief)

        expect(thief.locator(".rb-notice")).to_contain_text(FORBIDDEN)


def test_a_facilitator_with_a_link_of_their_own_is_out_the_moment_it_is_revoked(hall: RunningHall, desk: Page):
    with hall.database() as database:
        link = add_facilitator("Ibu Sari", database, system_clock, AT_THE_MACHINE)
    desk.goto(hall.url + link.path)
    wait_until_ready(desk)
    assert desk.url == f"{hall.url}/rapat"
    expect(field(desk, "desk.sure")).to_be_visible()

    with hall.database() as database:
        revoke_facilitator(link.facilitator.id, database, system_clock, AT_THE_MACHINE)
    field(desk, "desk.sure").locator("label").click()

    expect(desk.locator(".rb-notice")).to_contain_text(FORBIDDEN)
    assert desk.request.get(hall.url + link.path).status == 403
