"""Chromium for tests: where it is, how it is started, the three screens of a meeting, and when a page is ready."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, WebSocket, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

# Streamlit's own sign that the session is connected and its script has ended.
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"

# A page is at rest when it has been ready for so long; a run often calls for another one.
RESTING_MS = 120
_AT_REST = """([ready, ms]) => {
  if (!document.querySelector(ready)) window.__restingSince = undefined;
  else window.__restingSince ??= performance.now();
  return performance.now() - window.__restingSince > ms;
}"""

_PLACEHOLDERS = "[data-testid=stSkeleton], [data-testid=stAppSkeleton]"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses to start as root with it
    "--disable-dev-shm-usage",  # containers give 64 MB of shared memory
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--font-render-hinting=none",  # the same letter widths on every machine
)


@functools.cache
def chromium() -> str | None:
    """The path of the Chromium to use: CHROMIUM, then what is on PATH, then macOS's applications."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else []
    found += [path for path in map(shutil.which, _NAMES) if path]
    found += _MACOS
    return next((path for path in found if os.access(path, os.X_OK)), None)


def available() -> str | None:
    """Why there is no browser for tests on this machine; None where there is one."""
    if chromium() is None:
        return "no Chromium found: install one, or name it in CHROMIUM"
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Replace pytest-playwright's own; the test is skipped, with the reason, where there is no Chromium."""
    reason = available()
    if reason:
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": chromium(), "args": list(_ARGUMENTS)}


def phone(browser: Browser, **options: Any) -> contextlib.AbstractContextManager[Page]:
    """A village head's phone."""
    size = {"width": 390, "height": 844}
    return _screen(browser, viewport=size, device_scale_factor=2, has_touch=True, is_mobile=True, **options)


def projector(browser: Browser, **options: Any) -> contextlib.AbstractContextManager[Page]:
    """The projector of the hall."""
    return _screen(browser, viewport={"width": 1920, "height": 1080}, **options)


def laptop(browser: Browser, **options: Any) -> contextlib.AbstractContextManager[Page]:
    """The facilitator's laptop."""
    return _screen(browser, viewport={"width": 1366, "height": 768}, **options)


@contextlib.contextmanager
def _screen(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a context of its own (cookies, storage), as in Sukamara; closed at the end."""
    context = browser.new_context(**{"locale": "id-ID", "timezone_id": "Asia/Pontianak", **options})
    try:
        yield context.new_page()
    finally:
        context.close()


def wait_until_ready(page: Page, timeout_ms: float = 60_000) -> None:
    """Wait until the script has run, and stays at rest, and no grey placeholder is left; then assert with `expect`.

    After a click the state is still "ready" for a moment, so wait there for what the click must show.
    """
    page.wait_for_selector(READY, state="attached", timeout=timeout_ms)
    page.evaluate("window.__restingSince = undefined")
    page.wait_for_function(_AT_REST, arg=[READY, RESTING_MS], polling=25, timeout=timeout_ms)
    expect(page.locator(_PLACEHOLDERS)).to_have_count(0, timeout=timeout_ms)
    page.evaluate("document.fonts.ready")


def choose(page: Page, place: Locator, text: str) -> None:
    """Choose the first option that has the text in a selectbox.

    A run of the page that ends meanwhile closes the list and takes back what was typed, and so does a page that
    scrolls: so the page comes to rest first, and what was taken back is typed again, as anybody would.
    """
    box = place.get_by_role("combobox")
    for remaining in range(5, -1, -1):
        box.evaluate("field => field.scrollIntoView({block: 'center'})")
        box.focus()  # what was typed elsewhere is sent when that field is left
        wait_until_ready(page)
        box.fill("")
        box.fill(text)
        with contextlib.suppress(PlaywrightTimeout):
            page.get_by_role("option").filter(has_text=text).first.click(timeout=5_000 if remaining else 30_000)
            expect(box).to_have_value(re.compile(re.escape(text)), timeout=30_000)
            wait_until_ready(page)
            return
    raise AssertionError(f"{text} was not offered")


def hosts_requested(page: Page) -> set[str]:
    """A set that fills with the host of every request and websocket of the page's whole context, from now on.

    Call it before the first `goto`. Hosts are without port; data: and blob: addresses have none and do not count.
    """
    hosts: set[str] = set()

    def note(url: str) -> None:
        host = urlsplit(url).hostname
        if host:
            hosts.add(host)

    def note_request(request: Request) -> None:
        note(request.url)

    def note_websocket(websocket: WebSocket) -> None:
        note(websocket.url)

    page.context.on("request", note_request)
    page.on("websocket", note_websocket)
    page.context.on("page", lambda opened: opened.on("websocket", note_websocket))
    return hosts
