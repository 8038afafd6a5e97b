"""What goes wrong in a hall: impatient fingers, a lost line, a server that stops, a second program that writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import StartHall
from tests.support.browser import phone, projector, wait_until_ready
from tests.support.cut_line import CutLine
from tests.support.running_hall import (
    RunningHall,
    field,
    fill_and_review,
    open_form,
    press,
    tile,
)

DISCONNECTED = "[data-testid=stApp]:not([data-test-connection-state=CONNECTED])"


# A village for each test, so that one meeting serves them all.
PRESSED_TWICE, NEVER_ARRIVED, RELOADED, CAME_BACK = (f"62.08.04.200{number}" for number in range(1, 5))
SERVER_AWAY, ELSEWHERE, DISK_FULL = "62.08.01.2005", "62.08.01.2006", "62.08.01.2007"
NO_STREAM, FOLLOWED = "62.08.01.2008", "62.08.01.2002"


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """A hall with an open meeting."""
    hall = start_hall("sample")
    hall.open_meeting()
    return hall


@pytest.fixture
def screen(browser: Browser, hall: RunningHall) -> Iterator[Page]:
    """The projector, on a line that is never cut."""
    with projector(browser) as page:
        page.goto(f"{hall.url}/layar")
        wait_until_ready(page)
        expect(page.locator(".layar .tile").first).to_be_visible()
        page.evaluate("window.__same = true")
        yield page


@pytest.fixture
def head(browser: Browser) -> Iterator[Page]:
    with phone(browser) as page:
        yield page


def test_a_double_press_on_confirm_stores_one_pledge_and_keeps_the_receipt(hall: RunningHall, head: Page):
    open_form(head, hall.url, hall.codes()[PRESSED_TWICE])
    fill_and_review(head, 60)

    field(head, "commitment.confirm").get_by_role("button").dblclick()

    expect(head.locator(".rb-notice-success")).to_contain_text("Tanda terima")
    wait_until_ready(head)
    expect(head.locator(".rb-notice-success")).to_contain_text("Tanda terima")
    assert hall.ledger(PRESSED_TWICE) == [(1, 60)]


def test_a_question_that_never_arrived_can_be_sent_again(hall: RunningHall, head: Page):
    with CutLine(hall.app.port) as line:
        open_form(head, line.url, hall.codes()[NEVER_ARRIVED])
        fill_and_review(head, 60)

        line.swallow("up")
        press(head, "commitment.confirm")
        line.wait_until_swallowed()
        line.cut()
        expect(head.locator(DISCONNECTED)).to_be_attached()
        assert hall.ledger(NEVER_ARRIVED) == []
        line.mend()
        wait_until_ready(head)
        press(head, "commitment.confirm")

        expect(head.locator(".rb-notice-success")).to_contain_text("Tanda terima")
        assert hall.ledger(NEVER_ARRIVED) == [(1, 60)]


def test_an_answer_that_was_lost_is_there_after_a_reload_and_once(hall: RunningHall, head: Page, screen: Page):
    with CutLine(hall.app.port) as line:
        open_form(head, line.url, hall.codes()[RELOADED])
        fill_and_review(head, 60)

        line.swallow("down")
        press(head, "commitment.confirm")
        expect(tile(screen, RELOADED).locator(".tile-plus")).to_have_text("+60")
        line.cut()
        expect(head.locator(DISCONNECTED)).to_be_attached()
        line.mend()
        head.reload()
        wait_until_ready(head)

        expect(head.get_by_text("Revisi 1 ·")).to_have_count(1)
        expect(field(head, "commitment.workers").locator("input")).to_have_value("60")
        assert hall.ledger(RELOADED) == [(1, 60)]


def test_an_answer_that_was_lost_stands_on_the_phone_when_the_line_is_back(hall: RunningHall, head: Page, screen: Page):
    with CutLine(hall.app.port) as line:
        open_form(head, line.url, hall.codes()[CAME_BACK])
        fill_and_review(head, 60)

        line.swallow("down")
        press(head, "commitment.confirm")
        expect(tile(screen, CAME_BACK).locator(".tile-plus")).to_have_text("+60")
        line.cut()
        expect(head.locator(DISCONNECTED)).to_be_attached()
        line.mend()

        expect(head.locator(".rb-notice-success")).to_contain_text("Tanda terima")
        assert hall.ledger(CAME_BACK) == [(1, 60)]


def test_a_pledge_that_fails_half_way_stores_nothing_and_can_be_sent_again(hall: RunningHall, head: Page):
    open_form(head, hall.url, hall.codes()[DISK_FULL])
    fill_and_review(head, 60)

    hall.change("ALTER TABLE audit RENAME TO audit_taken_away")  # what is written last in the same transaction
    try:
        press(head, "commitment.confirm")
        expect(head.locator(".rb-notice-error")).to_contain_text("Skema basis data tidak lengkap")
        stored = hall.ledger(DISK_FULL)
    finally:
        hall.change("ALTER TABLE audit_taken_away RENAME TO audit")
    press(head, "commitment.confirm")
    expect(head.locator(".rb-notice-success")).to_contain_text("Tanda terima")

    assert stored == []
    assert hall.ledger(DISK_FULL) == [(1, 60)]


def test_a_killed_server_that_comes_back_is_found_again_by_the_projector(hall: RunningHall, screen: Page):
    assert hall.app.process is not None
    hall.app.process.kill()
    hall.app.process.wait()
    hall.commit(SERVER_AWAY, 60, "while the server was away")
    expect(screen.locator(".layar")).to_have_attribute("data-stale", "", timeout=15_000)

    hall.app.start()

    expect(tile(screen, SERVER_AWAY).locator(".tile-plus")).to_have_text("+60", timeout=30_000)
    expect(screen.locator(".layar")).not_to_have_attribute("data-stale", "")
    assert screen.evaluate("window.__same") is True


def test_what_another_process_writes_reaches_the_projector(hall: RunningHall, screen: Page):
    expect(tile(screen, ELSEWHERE)).not_to_have_attribute("data-committed", "")

    hall.commit(ELSEWHERE, 25, "from the command line")

    expect(tile(screen, ELSEWHERE).locator(".tile-plus")).to_have_text("+25")
    assert screen.evaluate("window.__same") is True


def test_where_no_stream_comes_through_the_screen_asks_by_itself(browser: Browser, hall: RunningHall):
    with projector(browser) as page:
        page.route("**/live/events*", lambda route: route.abort())
        page.goto(f"{hall.url}/layar")
        wait_until_ready(page)
        expect(page.locator(".layar .tile").first).to_be_visible()

        hall.commit(NO_STREAM, 31, "no-stream")

        expect(tile(page, NO_STREAM).locator(".tile-plus")).to_have_text("+31")
        expect(page.locator(".layar[data-stale]")).to_have_count(0)


def test_a_phone_follows_the_rooms_total_without_a_rerun(browser: Browser, hall: RunningHall, head: Page):
    open_form(head, hall.url, hall.codes()[NO_STREAM])
    total = head.locator(".rb-room-total")
    expect(total).to_contain_text("desa sudah berkomitmen")
    before = total.inner_text()

    hall.commit(FOLLOWED, 17, "followed")

    expect(total).not_to_have_text(before)
    assert "dari 29 desa" in total.inner_text()
