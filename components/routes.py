"""Routes of the ASGI app beside the pages: the live stream, and signing in by a link."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from starlette.datastructures import URL, Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from components.access import CARD_COOKIE, FACILITATOR_COOKIE
from components.database import clock, database, settings
from components.join import join_card
from domain.card_codes import normal_code
from domain.refusal import Refused
from services.facilitator_token import cookie_value, facilitator_token, is_facilitator_token
from services.identity import CardCode, identify
from services.live_feed import LiveFeed
from services.live_state import live_state

CARD_SECONDS = 2 * 24 * 3600
FACILITATOR_SECONDS = 14 * 24 * 3600
_LIVE_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def state_of(meeting_id: UUID | None) -> dict[str, Any]:
    """The live state with the way to join."""
    return live_state(database(), clock(), meeting_id=meeting_id) | {"join": join_card()}


@lru_cache(maxsize=1)
def live_feed() -> LiveFeed:
    """The live feed of this process; the app's lifespan runs it."""
    return LiveFeed(database(), state_of)


def _wanted_meeting(request: Request) -> UUID | None:
    try:
        return UUID(request.query_params.get("rapat", ""))
    except ValueError:
        return None


def _events(request: Request) -> Response:
    async def stream() -> AsyncIterator[str]:
        async for text in live_feed().follow(_wanted_meeting(request)):
            yield ": masih tersambung\n\n" if text is None else f"data: {text}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers=_LIVE_HEADERS)


def _state(request: Request) -> Response:
    return JSONResponse(state_of(_wanted_meeting(request)), headers=_LIVE_HEADERS)


def _sign_in(request: Request) -> Response:
    """Exchange the printed link's token for a cookie, so that no token stays in an address bar."""
    if not is_facilitator_token(settings(), request.query_params.get("token", "")):
        text = "Tautan fasilitator ini tidak berlaku. Pakai tautan yang dicetak saat program mulai."
        return PlainTextResponse(text, status_code=403)
    response = RedirectResponse("/rapat", status_code=303, headers={"Cache-Control": "no-store"})
    _set_cookie(response, FACILITATOR_COOKIE, cookie_value(facilitator_token(settings())), FACILITATOR_SECONDS)
    return response


def _sign_out(_request: Request) -> Response:
    response = RedirectResponse("/", status_code=303)
    for name in (FACILITATOR_COOKIE, CARD_COOKIE):
        response.delete_cookie(name)
    return response


def _other_card(_request: Request) -> Response:
    """Forget the card of this browser and ask for another."""
    response = RedirectResponse("/komitmen", status_code=303)
    response.delete_cookie(CARD_COOKIE)
    return response


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict")


ROUTES = (
    Route("/live/events", _events),
    Route("/live/state", _state),
    Route("/masuk", _sign_in),
    Route("/keluar", _sign_out),
    Route("/kartu-lain", _other_card),
)


class SameOrigin:
    """Refuse a websocket from a page of another origin before Streamlit looks at it.

    Streamlit would ask a server on the internet for this machine's address, to compare; nothing
    here needs the internet, and no page of another origin has business with this one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Close a foreign websocket; pass everything else on."""
        if scope["type"] == "websocket" and not _is_same_origin(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)


def _is_same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return not origin or urlsplit(origin).netloc == headers.get("host")


class CardLink:
    """Exchange a card's link for a cookie: ``/komitmen?k=CODE`` becomes ``/komitmen``.

    A wrong code is left in the address, so that the page can say that it is not known.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a card's link; pass everything else on."""
        is_card_link = scope["type"] == "http" and scope["path"] == "/komitmen"
        response = await asyncio.to_thread(self._exchange, scope) if is_card_link else None
        await (response or self._app)(scope, receive, send)

    def _exchange(self, scope: Scope) -> Response | None:
        request = Request(scope)
        code = normal_code(request.query_params.get("k", ""))
        if request.method != "GET" or code is None:
            return None
        try:
            with database().reading() as connection:
                identify(connection, CardCode(code))
        except Refused:
            return None
        clean = URL(scope=scope).remove_query_params("k")
        target = f"{clean.path}?{clean.query}" if clean.query else clean.path
        response = RedirectResponse(target, status_code=303, headers={"Cache-Control": "no-store"})
        _set_cookie(response, CARD_COOKIE, code, CARD_SECONDS)
        return response
