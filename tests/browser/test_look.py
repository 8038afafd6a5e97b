"""What can be counted of the look: nothing cut off, nothing to scroll sideways, no error; pictures for the eye."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import StartHall
from tests.support.browser import laptop, phone, projector, wait_until_ready
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall
from tests.support.server import PROJECT

PICTURES = PROJECT / "artefacts"
# A window by what it is opened as, and the sizes that it has in turn: drawing a page anew costs more than all checks.
SCREENS = {
    "laptop": (laptop, {"laptop": (1366, 768), "projector": (1920, 1080)}),
    "phone": (phone, {"phone": (390, 844)}),
}
PAGES = {
    "ringkasan": "/",
    "desa": f"/desa?kode={VILLAGE}",
    "simulasi": "/simulasi",
    "manfaat": "/manfaat",
    "berita_acara": "/berita-acara",
    "komitmen": "",
    "layar": "/layar",
    "rapat": "",
}
# Below a page's own path Streamlit first asks for its base path; the answer 404 is how it finds it.
PROBING = re.compile(r"/(desa|simulasi|manfaat|berita-acara|komitmen|layar|rapat)/(_stcore/|$)")
# By how much the page, or the part of it that Streamlit lets scroll, is wider than what is seen of it.
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .map((node) => node.scrollWidth - node.clientWidth)"""
TOO_WIDE = f"() => ({SIDEWAYS})().filter((by) => by > 0)"
TOO_HIGH = """() => [document.documentElement, document.querySelector('.layar')]
  .map((node) => node.scrollHeight - window.innerHeight).filter((by) => by > 0)"""
CUT_OFF = """() => [...document.querySelectorAll('.layar, .layar *')].filter((node) => {
  const box = node.getBoundingClientRect();
  if (!box.width || !box.height) return false;
  return box.bottom > window.innerHeight + 1 || box.right > window.innerWidth + 1 || box.top < -1 || box.left < -1;
}).map((node) => node.className + ' ' + node.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """A hall in the middle of its meeting: two villages have pledged."""
    hall = start_hall("sample")
    hall.open_meeting()
    hall.commit(VILLAGE, 60, "a")
    hall.commit(NEIGHBOUR, 25, "b")
    return hall


def errors_of(page: Page) -> list[str]:
    """A list that fills with what the page complains about; call it before the first `goto`."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBING.search(message.location.get("url", "")):
            found.append(f"{message.text} {message.location.get('url', '')}")

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def address(hall: RunningHall, name: str) -> str:
    """A page as those open it who use it: a village head by the card's link, the facilitator by the printed one."""
    links = {"komitmen": f"{hall.url}/komitmen?k={hall.codes()[VILLAGE]}", "rapat": hall.facilitator_link}
    return links.get(name) or hall.url + PAGES[name]


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, dict[str, tuple[int, int]]]]:
    """A window, and its sizes by their names."""
    opened, sizes = SCREENS[request.param]
    with opened(browser) as page:
        yield page, sizes


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the window a size; the page is at rest in it."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("([w, h]) => window.innerWidth === w && window.innerHeight === h", arg=[width, height])
    wait_until_ready(page)


def faults(page: Page, script: str) -> list[object]:
    """What a script finds wrong, and still does after a while: a page lays itself out anew in a new size."""
    with contextlib.suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({script})().length === 0", timeout=10_000)
    return list(page.evaluate(script))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_screen_and_complains_about_nothing(
    hall: RunningHall, screen: tuple[Page, dict[str, tuple[int, int]]], name: str
):
    page, sizes = screen
    errors = errors_of(page)

    page.goto(address(hall, name))
    wait_until_ready(page)
    expect(page.locator(".layar" if name == "layar" else ".rb-headline").first).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    for called, size in sizes.items():
        resize(page, size)
        page.screenshot(path=PICTURES / f"{name}-{called}.png")
        assert faults(page, TOO_WIDE) == []

    assert errors == []


def test_nothing_on_the_projector_is_cut_off(hall: RunningHall, browser: Browser):
    with projector(browser) as page:
        page.goto(f"{hall.url}/layar")
        wait_until_ready(page)
        expect(page.locator(".layar .tile")).to_have_count(32)
        PICTURES.mkdir(exist_ok=True)
        for width, height in ((1280, 720), (1366, 768), (1920, 1080), (1024, 768)):
            resize(page, (width, height))
            page.screenshot(path=PICTURES / f"layar-{width}x{height}.png")

            assert faults(page, TOO_HIGH) == []
            assert faults(page, CUT_OFF) == []
