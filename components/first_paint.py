"""What a visitor reads while the program is still on its way: which meeting, which village, and that it is coming.

Over a slow line the scripts of a page take seconds. Streamlit's HTML file, the first thing to arrive, is empty; this
puts a few lines into it that stand until the page itself is drawn.
"""

from __future__ import annotations

import asyncio
import logging
import re
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.access import CARD_COOKIE
from components.database import database, guessing
from components.light_assets import index_html
from domain.money import format_number
from domain.refusal import Refused
from services.district import view
from services.identity import CardCode
from services.pledge_form import pledge_form

_PAGES: Final = frozenset(
    ("/", "/desa", "/simulasi", "/komitmen", "/manfaat", "/berita-acara", "/tindak-lanjut", "/layar", "/data", "/rapat")
)
_COMING = "Halaman sedang dimuat …"
_FONT = "/app/static/fonts/plus-jakarta-sans-latin-wght-normal.woff2"
_STYLE = """<style>
#rb-first { position: fixed; inset: 0; padding: 5.4rem 1.1rem; background: #f6f4ee; color: #10252b;
  pointer-events: none; font: 1rem/1.5 "Plus Jakarta Sans", system-ui, sans-serif; }
#rb-first h1 { margin: .4rem 0; font-size: 1.75rem; line-height: 1.15; letter-spacing: -.02em; }
#rb-first p { margin: .2rem 0; color: #46585d; }
@media (min-width: 641px) { #rb-first { padding: 5.4rem 2.25rem; } #rb-first h1 { font-size: 2.25rem; } }
@media (prefers-color-scheme: dark) {
  #rb-first { background: #0f1c20; color: #eef2ef; }
  #rb-first p { color: #aebcbd; }
}
@media print { #rb-first { display: none; } }
</style>"""
# Gone as soon as the page has drawn its own headline or has run to its end, whichever comes first.
_SCRIPT = """<script>
(() => {
  const first = document.getElementById("rb-first");
  const drawn = ".rb-headline, .rb-notice, .layar, [data-testid=stApp][data-test-script-state=notRunning]";
  const watch = new MutationObserver(() => {
    if (!document.querySelector(drawn)) return;
    watch.disconnect();
    first.remove();
  });
  const all = { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] };
  watch.observe(document.getElementById("root"), all);
})();
</script>"""
_log = logging.getLogger(__name__)


class FirstPaint:
    """Answer for the HTML of a page; pass everything else on."""

    def __init__(self, app: ASGIApp, language: str) -> None:
        self._app, self._language = app, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's file with its first lines in place."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in _PAGES:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        lines = "" if scope["path"] == "/layar" else await asyncio.to_thread(_lines, request)
        await HTMLResponse(page_html(lines, self._language), headers={"Cache-Control": "no-cache"})(
            scope, receive, send
        )


def page_html(lines: str, language: str) -> str:
    """The HTML file in the screens' language, our font ahead of the scripts, the first lines where there are any.

    It calls itself English: a screen reader would read by English rules, and a phone offer to translate.
    """
    html = index_html().replace('<html lang="en">', f'<html lang="{escape(language[:2])}">')
    html = html.replace("<title>Streamlit<", "<title>Rembuk<")
    html = re.sub(r'href="\./static/media/SourceSans[^"]+"', f'href="{_FONT}"', html)
    first = f'<div id="rb-first" role="status">{lines}</div>{_STYLE}{_SCRIPT}' if lines else ""
    return html.replace('<div id="root"></div>', f'<div id="root"></div>{first}')


def _lines(request: Request) -> str:
    """Never an error: whatever goes wrong here, the page itself will say it."""
    try:
        return _of_a_village(request) or _of_the_meeting()
    except Exception:  # noqa: BLE001  a page without its first lines is a page all the same
        _log.exception("first lines could not be made")
        return f"<p>{_COMING}</p>"


def _of_a_village(request: Request) -> str:
    code = request.cookies.get(CARD_COOKIE, "")
    if request.url.path != "/komitmen" or not code:
        return ""
    try:
        guessing().let_in(code, request.client.host if request.client else "?")
        form = pledge_form(database(), CardCode(code))
    except Refused:
        return ""
    uncovered = form.counts.uncovered
    missing = f"<p>{format_number(uncovered)} pekerja mandiri (BPU) belum terlindungi</p>" if uncovered else ""
    return (
        f"<p>{escape(form.meeting.title)} · {escape(form.meeting.state_label)}</p><h1>{escape(form.village.title)}</h1>"
        f"{missing}<p>{_COMING}</p>"
    )


def _of_the_meeting() -> str:
    seen = view(database())
    where = seen.district.name if seen.district else "Rembuk"
    which = f"<p>{escape(seen.meeting.title)} · {escape(seen.meeting.state_label)}</p>" if seen.meeting else ""
    return f"{which}<h1>{escape(where)}</h1><p>{_COMING}</p>"
