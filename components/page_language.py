"""In which language a page speaks, said where browsers and screen readers look for it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_THEIRS = b'<html lang="en">'


class PageLanguage:
    """Put the screens' language into Streamlit's page, which calls itself English whatever stands on it.

    A screen reader would read Indonesian aloud by English rules, and a phone would offer to translate it. A code of
    two letters leaves the length of the answer as it was announced.
    """

    def __init__(self, app: ASGIApp, language: str) -> None:
        self._app = app
        self._ours = f'<html lang="{language[:2]}">'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only a page's first tag is changed on its way out."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        is_page = False

        async def send_in_language(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                is_page = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
            elif is_page and message["type"] == "http.response.body":
                message = {**message, "body": message.get("body", b"").replace(_THEIRS, self._ours, 1)}
            await send(message)

        # Packed, the tag could not be found; a page without its scripts is 8 kB.
        unpacked = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        await self._app({**scope, "headers": unpacked}, receive, send_in_language)
