"""The meeting from the facilitator's link to the frozen result, by clicking, on the screens that a hall has."""

from __future__ import annotations

import re
from contextlib import ExitStack

from playwright.sync_api import Browser, Page, expect

from domain.money import format_number, format_rupiah_short
from tests.browser.conftest import StartHall
from tests.support.browser import hosts_requested, laptop, phone, projector, wait_until_ready
from tests.support.running_hall import (
    NEIGHBOUR,
    VILLAGE,
    RunningHall,
    field,
    fill_and_review,
    open_form,
    pledge,
    press,
    tile,
    value,
)

CLICKED = "document.addEventListener('click', () => window.__clicked = Date.now(), true)"
# The moment at which the tile says that its village has pledged, and the very node that said so.
WATCH_TILE = """(node) => {
  window.__tile = node;
  window.__watch?.disconnect();
  window.__shown = undefined;
  window.__watch = new MutationObserver(() => {
    if (node.hasAttribute('data-committed')) window.__shown ??= Date.now();
  });
  window.__watch.observe(node, { attributes: true, subtree: true, childList: true, characterData: true });
}"""


def sign_in_at_the_desk(desk: Page, hall: RunningHall) -> None:
    desk.goto(hall.facilitator_link)
    wait_until_ready(desk)
    expect(field(desk, "desk.create")).to_be_attached()


def create_and_open(desk: Page) -> None:
    wait_until_ready(desk)
    desk.get_by_text("Buat rapat baru", exact=True).click()
    field(desk, "desk.year").locator("input").fill("2027")
    wait_until_ready(desk)
    press(desk, "desk.create")
    expect(field(desk, "desk.open")).to_be_visible()
    press(desk, "desk.open")
    expect(field(desk, "desk.sure")).to_be_visible()


def close(desk: Page) -> None:
    field(desk, "desk.sure").locator("label").click()
    expect(field(desk, "desk.close").get_by_role("button")).to_be_enabled()
    press(desk, "desk.close")
    expect(field(desk, "desk.close")).to_have_count(0)


def watch(screen: Page, village: str) -> None:
    expect(tile(screen, village)).to_be_visible()
    tile(screen, village).evaluate(WATCH_TILE)


def milliseconds(head: Page, screen: Page) -> int:
    """From the press on the phone to the tile on the projector, by this machine's one clock."""
    return int(screen.evaluate("window.__shown")) - int(head.evaluate("window.__clicked"))


def test_two_phones_pledge_and_the_projector_shows_both_without_a_reload(browser: Browser, start_hall: StartHall):
    hall = start_hall("sample")
    with ExitStack() as screens:
        desk = screens.enter_context(laptop(browser))
        screen = screens.enter_context(projector(browser))
        heads = {village: screens.enter_context(phone(browser)) for village in (VILLAGE, NEIGHBOUR)}
        late = screens.enter_context(phone(browser))
        windows = [desk, screen, late, *heads.values()]
        hosts = [hosts_requested(window) for window in windows]

        # The projector stands in the hall before anything else happens.
        screen.goto(f"{hall.url}/layar")
        wait_until_ready(screen)
        screen.evaluate("window.__same = true")
        sign_in_at_the_desk(desk, hall)
        create_and_open(desk)
        codes = hall.codes_of_the_present_meeting()
        expect(screen.locator(".layar")).to_have_attribute("data-state", "open")

        for (village, head), workers in zip(heads.items(), (60, 25), strict=True):
            watch(screen, village)
            head.add_init_script(CLICKED)
            open_form(head, hall.url, codes[village])
            assert head.url == f"{hall.url}/komitmen"
            head.reload()
            wait_until_ready(head)
            pledge(head, workers)

            expect(tile(screen, village).locator(".tile-plus")).to_have_text(f"+{workers}")
            assert tile(screen, village).evaluate("(node) => node === window.__tile")
            print(f"\npledge to projector: {milliseconds(head, screen)} ms")  # noqa: T201  a measurement, nothing is asserted

        expect(value(screen, "villages")).to_have_text("2")
        expect(value(screen, "workers")).to_have_text("+85")
        expect(value(screen, "amount")).to_have_text("Rp 17,1 juta")  # 85 x 12 x Rp16,800 = Rp17,136,000

        open_form(late, hall.url, codes["62.08.04.2002"])
        fill_and_review(late, 30)
        close(desk)
        expect(screen.locator(".layar")).to_have_attribute("data-state", "closed")
        press(late, "commitment.confirm")
        expect(late.locator(".rb-notice-error")).to_contain_text("Rapat sudah ditutup; komitmen tidak diterima lagi.")

        result = hall.cli("result")
        shown = [value(screen, part).inner_text() for part in ("villages", "workers", "amount")]
        totals = result["totals"]
        assert result["state"] == "closed"
        assert re.fullmatch("[0-9a-f]{64}", result["sha256"])
        assert shown == [
            str(totals["villages_committed"]),
            f"+{format_number(totals['workers'])}",
            format_rupiah_short(totals["amount_rupiah"]),
        ]
        pledged = {row["village_code"]: row["workers"] for row in result["villages"] if row["committed"]}
        assert pledged == {VILLAGE: 60, NEIGHBOUR: 25}
        assert {row["entered_by"] for row in result["villages"] if row["committed"]} == {"village"}
        assert hall.cli("verify")["ok"] is True

        assert screen.evaluate("window.__same") is True
        assert set().union(*hosts) == {"127.0.0.1"}
