"""The hall's screen on one machine, the desk on another: what the desk chooses the screen shows, without a reload."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from components.projector import LABELS
from db.engine import Database
from db.queries.meetings import present_meeting
from domain.projection import FONT_PERCENTS
from services.projection import steer
from tests.browser.conftest import StartHall
from tests.browser.test_look import CUT_OFF, PICTURES
from tests.support.browser import choose, laptop, projector, wait_until_ready
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.decisions import UNIT, keep, plan_with
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall, field, press, tile

MASKED = "(node) => getComputedStyle(node).color"
COVERED = "rgba(0, 0, 0, 0)"
LONG = "Rapat dilanjutkan setelah makan siang; kepala desa yang belum berkomitmen menemui meja fasilitator di sisi kanan panggung, ya."
SCENES: list[dict[str, Any]] = [
    {"scene": name, "font_percent": percent, **more}
    for percent in (FONT_PERCENTS[0], FONT_PERCENTS[-1])
    for name, more in (
        ("progress", {}),
        ("map", {"scheme": "dark"}),
        ("ranking", {"scheme": "light"}),
        ("village", {"village_code": VILLAGE}),
        ("join", {}),
        ("message", {"message": LONG}),
    )
]


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    found = start_hall("sample")
    found.open_meeting()
    found.commit(VILLAGE, 60, "a")
    found.commit(NEIGHBOUR, 25, "b")
    with found.database() as database:
        keep(database, clock, plan_with(1_000 * UNIT), name="APBD kabupaten")
    return found


def present_meeting_of(database: Database) -> UUID:
    with database.reading() as connection:
        found = present_meeting(connection)
    assert found
    return found.id


def scene(screen: Page, name: str) -> None:
    expect(screen.locator(f".layar[data-scene={name}]")).to_be_visible()


def test_what_the_desk_chooses_the_screen_shows_in_place(hall: RunningHall, browser: Browser):
    with projector(browser) as screen, laptop(browser) as page:
        screen.goto(f"{hall.url}/layar")
        wait_until_ready(screen)
        screen.evaluate("document.querySelector('.layar').dataset.sameNode = 'yes'")
        page.goto(hall.facilitator_link)
        wait_until_ready(page)
        page.goto(f"{hall.url}/rapat?bagian=layar")
        wait_until_ready(page)

        press(page, "desk.screen.show.level")
        scene(screen, "ranking")
        expect(screen.locator(".layar-roll-line:visible")).to_have_count(32)
        choose(page, field(page, "desk.screen.village"), "Sungai Pasir")
        scene(screen, "village")
        expect(screen.locator(".layar-spot-name")).to_have_text("Desa Sungai Pasir")
        expect(screen.locator(".layar-spot-amount")).to_have_text("Rp 12.096.000")
        choose(page, field(page, "desk.screen.plan"), "APBD kabupaten")
        scene(screen, "plan")
        expect(screen.locator(".layar-plan-step:visible")).to_have_count(3)
        assert screen.locator(".tile-plus:visible").count() > 2
        press(page, "desk.screen.cover")
        expect(screen.get_by_text(LABELS["hidden"])).to_be_visible()
        assert tile(screen, VILLAGE).locator(".tile-share").evaluate(MASKED) == COVERED
        press(page, "desk.screen.cover")
        expect(screen.get_by_text(LABELS["hidden"])).to_have_count(0)
        press(page, "desk.screen.start")
        scene(screen, "countdown")
        expect(screen.locator(".layar-clock")).to_contain_text("4.")
        press(page, "desk.screen.stop")
        scene(screen, "progress")

        assert screen.evaluate("document.querySelector('.layar').dataset.sameNode") == "yes"


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_no_scene_is_cut_off_at_any_size_of_letters(hall: RunningHall, browser: Browser, size: tuple[int, int]):
    with hall.database() as database, projector(browser) as screen:
        meeting = present_meeting_of(database)
        screen.set_viewport_size({"width": size[0], "height": size[1]})
        screen.goto(f"{hall.url}/layar")
        wait_until_ready(screen)
        PICTURES.mkdir(exist_ok=True)
        for changes in SCENES:
            steer(meeting, changes, database, clock, AT_THE_MACHINE)
            expect(
                screen.locator(f".layar[data-scene={changes['scene']}][data-size='{changes['font_percent']}']")
            ).to_be_visible()
            if changes["font_percent"] == FONT_PERCENTS[0]:
                screen.screenshot(path=PICTURES / f"layar-{changes['scene']}-{size[0]}x{size[1]}.png")
            assert (changes, screen.evaluate(CUT_OFF)) == (changes, [])
