"""Forms that are open while the world moves: two phones of one village, new settings, a server that is killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import StartHall
from tests.support.browser import phone, wait_until_ready
from tests.support.running_hall import RunningHall, field, fill_and_review, open_form, press

TWO_PHONES, LIMITED, KILLED, IN_LINES = (f"62.08.04.200{number}" for number in range(1, 5))


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    running = start_hall("real")
    running.open_meeting()
    return running


@pytest.fixture
def head(browser: Browser, hall: RunningHall) -> Iterator[Page]:
    with phone(browser) as page:
        yield page


def workers(page: Page, key: str = "commitment.workers") -> Locator:
    return field(page, key).locator("input")


def test_of_two_phones_of_one_village_the_second_is_told_and_keeps_its_number(
    hall: RunningHall, head: Page, browser: Browser
):
    with phone(browser) as second:
        for page, number in ((head, 60), (second, 45)):
            open_form(page, hall.url, hall.codes()[TWO_PHONES])
            fill_and_review(page, number)
        press(head, "commitment.confirm")
        expect(head.locator(".rb-notice-success")).to_contain_text("Tanda terima")

        press(second, "commitment.confirm")

        expect(second.locator(".rb-notice-error")).to_contain_text("revisi 1, 60 pekerja baru × 12 bulan · ADD")
        expect(workers(second)).to_have_value("45")
        assert hall.ledger(TWO_PHONES) == [(1, 60)]


def test_a_limit_that_is_set_while_a_form_is_open_refuses_it_with_what_changed(hall: RunningHall, head: Page):
    open_form(head, hall.url, hall.codes()[LIMITED])
    fill_and_review(head, 60)
    hall.cli("meeting", "set", "--max-workers", "50")
    try:
        press(head, "commitment.confirm")

        expect(head.locator(".rb-notice-error").first).to_contain_text("50 pekerja")
        expect(workers(head)).to_have_value("60")
        assert hall.ledger(LIMITED) == []
    finally:
        hall.cli("meeting", "set", "--max-workers", "none")


def test_what_was_typed_outlives_a_killed_server_and_a_reload(hall: RunningHall, head: Page):
    open_form(head, hall.url, hall.codes()[KILLED])
    workers(head).fill("37")
    expect(head.get_by_text("Rp 7.459.200", exact=False).first).to_be_visible()
    wait_until_ready(head)
    assert hall.app.process is not None
    hall.app.process.kill()
    hall.app.process.wait()
    hall.app.start()

    head.reload()
    wait_until_ready(head)

    expect(workers(head)).to_have_value("37")
    expect(head.locator(".rb-notice-warning").first).to_contain_text("Belum dikirim, jadi belum tercatat")
    assert hall.ledger(KILLED) == []


def test_a_pledge_in_two_lines_is_made_by_thumb(hall: RunningHall, head: Page):
    open_form(head, hall.url, hall.codes()[IN_LINES])
    workers(head).fill("60")
    press(head, "commitment.add")
    field(head, "commitment.2.nature").get_by_role("radio", name="Lanjutan (sudah aktif)").click()
    workers(head, "commitment.2.workers").fill("40")
    expect(head.get_by_text("Rp 20.160.000", exact=False).first).to_be_visible()
    press(head, "commitment.submit")
    press(head, "commitment.confirm")

    expect(head.locator(".rb-notice-success")).to_contain_text("40 pekerja lanjutan")
    assert hall.ledger(IN_LINES) == [(1, 60)]
    assert head.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
