"""Every page on every screen, by day and by night: nothing cut off, nobody kept out, no error; pictures for the eye."""

from __future__ import annotations

import contextlib
import re

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from components.desk_rooms import PLEDGES, ROOMS
from tests.browser.conftest import StartHall
from tests.support.accessibility import barriers, low_contrast, shows_focus, small_targets
from tests.support.browser import hosts_requested, laptop, projector, wait_until_ready
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall, field
from tests.support.server import PROJECT

PICTURES = PROJECT / "artefacts"
THIRD = "62.08.01.2002"
LONGEST = "Sungai Cabang Hulu Barat Daya Makmur Jay"
LAPTOP, PHONE = (1366, 768), (390, 844)
# What else is looked at: the same page in a window of another size, where it must fit too.
OTHER_SIZES = {
    "ringkasan": [(1024, 768), (1280, 720), (1920, 1080), (3840, 2160), (360, 740)],
    "desa": [(1920, 1080), (360, 740)],
    "komitmen": [(360, 740)],
}
PAGES = {
    "ringkasan": "/",
    "desa": f"/desa?kode={VILLAGE}",
    "simulasi": "/simulasi",
    "manfaat": "/manfaat",
    "berita-acara": "/berita-acara",
    "tindak-lanjut": "/tindak-lanjut",
    "komitmen": "",
    "layar": "/layar",
    "rapat": "",
    **{
        f"rapat-{room}": f"/rapat?bagian={room}"
        for room in ("hadir", "keputusan", "layar", "rapat", "kartu", "orang", "catatan")
    },
    "data": "/data",
}
# Below a page's own path Streamlit first asks for its base path; the answer 404 is how it finds it.
PROBING = re.compile(r"/(desa|simulasi|manfaat|berita-acara|tindak-lanjut|komitmen|layar|rapat|data)/(_stcore/|$)")
# By how much the page, or the part of it that Streamlit lets scroll, is wider than what is seen of it.
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .map((node) => node.scrollWidth - node.clientWidth)"""
TOO_HIGH = """() => [document.documentElement, document.querySelector('.layar')]
  .map((node) => node.scrollHeight - window.innerHeight).filter((by) => by > 0)"""
CUT_OFF = """() => [...document.querySelectorAll('.layar, .layar *')].filter((node) => {
  const box = node.getBoundingClientRect();
  if (!box.width || !box.height) return false;
  return box.bottom > window.innerHeight + 1 || box.right > window.innerWidth + 1 || box.top < -1 || box.left < -1;
}).map((node) => node.className + ' ' + node.textContent.slice(0, 40))"""
SHOWN_IN = "(scheme) => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme"
HAS_FOCUS = "(node) => node.contains(document.activeElement)"


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    """A hall in the middle of its meeting: two villages have pledged, one of them with as long a name as there is."""
    PICTURES.mkdir(exist_ok=True)
    hall = start_hall("sample")
    hall.change(f"UPDATE regions SET name = '{LONGEST}' WHERE code = '{NEIGHBOUR}'")
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


def turn(page: Page, scheme: str) -> None:
    """Let the system prefer light or dark, and wait until Streamlit has followed."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.wait_for_function(SHOWN_IN, arg=scheme)


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wait_until_ready(page)


def faults(page: Page, script: str) -> list[object]:
    """What a script finds wrong, and still does after a while: a page lays itself out anew in a new size."""
    with contextlib.suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({script})().length === 0", timeout=10_000)
    return list(page.evaluate(script))


def picture(page: Page, name: str, scheme: str) -> None:
    size = page.viewport_size
    assert size
    page.screenshot(path=PICTURES / f"{name}-{size['width']}x{size['height']}-{scheme}.png")


def looked_at(page: Page, name: str, size: tuple[int, int]) -> list[str]:
    """What is wrong with a page at rest in a window of a size, by day and by night; leaves it by day."""
    resize(page, size)
    found = barriers(page)
    found += [f"wider than its window by {by}" for by in page.evaluate(SIDEWAYS) if by > 0]
    if size == PHONE and name != "layar":
        found += [f"too small for a thumb: {one}" for one in small_targets(page)]
    picture(page, name, "light")
    if size == PHONE and name.startswith(("rapat", "data")):
        return found  # the desk is a laptop's; its colours by night are looked at there
    turn(page, "dark")
    found += [f"dark: {one}" for one in low_contrast(page)]
    picture(page, name, "dark")
    turn(page, "light")
    return found


def too_wide(page: Page, name: str, size: tuple[int, int]) -> list[str]:
    """Whether the same page fits a window of another size."""
    resize(page, size)
    picture(page, name, "light")
    return [f"wider than its window by {by}" for by in page.evaluate(SIDEWAYS) if by > 0]


def test_no_page_and_no_room_of_the_desk_is_left_out():
    pages = {path.stem.replace("_", "-") for path in (PROJECT / "pages").glob("*.py")}

    assert pages | {f"rapat-{room}" for room in ROOMS if room != PLEDGES} == set(PAGES)


def test_every_page_is_open_to_everybody_by_day_and_by_night(hall: RunningHall, browser: Browser):
    wrong: dict[str, list[str]] = {}
    with laptop(browser) as page:
        hosts, errors = hosts_requested(page), errors_of(page)
        for name in PAGES:
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.goto(address(hall, name))
            wait_until_ready(page)
            expect(page.locator(".layar" if name == "layar" else ".rb-headline").first).to_be_visible()
            assert page.locator("html").get_attribute("lang") == "id"
            for size in (LAPTOP, PHONE):
                wrong[f"{name} {size}"] = looked_at(page, name, size)
            for size in OTHER_SIZES.get(name, []):
                wrong[f"{name} {size}"] = too_wide(page, name, size)
            page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})

    assert {where: found for where, found in wrong.items() if found} == {}
    assert hosts == {"127.0.0.1"}
    assert errors == []


def test_nothing_on_the_projector_is_cut_off(hall: RunningHall, browser: Browser):
    with projector(browser, reduced_motion="reduce") as page:
        page.goto(f"{hall.url}/layar")
        wait_until_ready(page)
        expect(page.locator(".layar .tile")).to_have_count(32)
        for size in [(1280, 720), (1366, 768), (1920, 1080), (1024, 768), (3840, 2160)]:
            page.locator(".layar").evaluate("screen => { screen.dataset.scheme = 'light'; }")
            resize(page, size)

            assert faults(page, TOO_HIGH) == []
            assert faults(page, CUT_OFF) == []
            picture(page, "layar", "light")
            page.locator(".layar").evaluate("screen => { screen.dataset.scheme = 'dark'; }")
            picture(page, "layar", "dark")
        assert low_contrast(page) == []


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus; wherever the focus stops on the way, it must be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert shows_focus(page), page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        if goal.evaluate(HAS_FOCUS):
            return
    raise AssertionError("Tab does not lead there")


def test_a_village_pledges_by_keyboard_alone(hall: RunningHall, browser: Browser):
    with laptop(browser) as page:
        page.goto(f"{hall.url}/komitmen")
        wait_until_ready(page)
        tab_to(page, field(page, "commitment.card_code").locator("input"))
        page.keyboard.type(hall.codes()[THIRD])
        page.keyboard.press("Enter")
        workers = field(page, "commitment.workers").locator("input")
        expect(workers).to_be_visible()
        wait_until_ready(page)

        tab_to(page, workers)
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type("12")
        expect(page.locator(".rb-pledge-total")).to_contain_text("12 ")
        wait_until_ready(page)
        tab_to(page, field(page, "commitment.submit").get_by_role("button"))
        page.keyboard.press("Enter")
        confirm = field(page, "commitment.confirm").get_by_role("button")
        expect(confirm).to_be_visible()
        wait_until_ready(page)
        tab_to(page, confirm)
        page.keyboard.press("Enter")

        expect(page.locator(".rb-notice-success")).to_contain_text("Tanda terima")
    assert hall.ledger(THIRD) == [(1, 12)]
