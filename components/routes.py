"""Routes of the ASGI app beside the pages: the live stream, and signing in by a link."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from starlette.datastructures import URL, Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from components.access import CARD_COOKIE, FACILITATOR_COOKIE, REFUSALS, REFUSED_IN_ADDRESS
from components.database import clock, database, guessing, settings
from components.join import join_card
from components.metrics_route import METRICS_ROUTE
from domain.card_codes import MOST_TYPED, normal_code
from domain.refusal import Refused
from services.live_feed import LiveFeed
from services.live_state import live_state
from services.metrics import METRICS
from services.sign_in import sign_in, sign_out

CARD_SECONDS = 2 * 24 * 3600
SLOW_SECONDS = 1.0
"""How long whoever guesses waits for the answer that it was too often; no thread waits with them."""

_UNKNOWN_SENDER = "?"
_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
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
        with METRICS.screen():
            async for text in live_feed().follow(_wanted_meeting(request), brief="ringkas" in request.query_params):
                # The id is the server's clock, for countdowns, made as the message leaves; the state may be older.
                now = int(clock()().timestamp() * 1000)
                yield ": masih tersambung\n\n" if text is None else f"id: {now}\ndata: {text}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers=_LIVE_HEADERS)


def _state(request: Request) -> Response:
    return JSONResponse(state_of(_wanted_meeting(request)), headers=_LIVE_HEADERS)


async def _sign_in(request: Request) -> Response:
    """Exchange a link's token for a cookie, so that no token stays in an address bar."""
    response = await asyncio.to_thread(_signed_in, request)
    await _slow_down(response)
    return response


def _signed_in(request: Request) -> Response:
    token, present = request.query_params.get("token", ""), request.cookies.get(FACILITATOR_COOKIE, "")
    try:
        found = sign_in(token, database(), clock(), settings(), present=present)
    except Refused as refusal:
        try:
            guessing().count(_sender(request))
        except Refused as too_many:
            return PlainTextResponse(too_many.reason, status_code=429, headers=_NO_STORE)
        return PlainTextResponse(refusal.reason, status_code=403, headers=_NO_STORE)
    response = RedirectResponse("/rapat", status_code=303, headers=_NO_STORE)
    _set_cookie(request, response, FACILITATOR_COOKIE, found.cookie, found.seconds)
    return response


def _sign_out(request: Request) -> Response:
    if cookie := request.cookies.get(FACILITATOR_COOKIE):
        sign_out(cookie, database(), clock(), settings())
    response = RedirectResponse("/", status_code=303, headers=_NO_STORE)
    for name in (FACILITATOR_COOKIE, CARD_COOKIE):
        response.delete_cookie(name)
    return response


def _other_card(_request: Request) -> Response:
    """Forget the card of this browser and ask for another."""
    response = RedirectResponse("/komitmen", status_code=303)
    response.delete_cookie(CARD_COOKIE)
    return response


async def _keep_card(request: Request) -> Response:
    """Exchange a code that was typed into the page for the cookie that a card's link gets."""
    if not _is_same_origin(request.headers):
        return Response(status_code=403)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_TYPED:
            return Response(status_code=403)
    response = await asyncio.to_thread(_kept, request, body.decode(errors="replace"))
    await _slow_down(response)
    return response


def _kept(request: Request, typed: str) -> Response:
    try:
        guessing().let_in(typed, _sender(request))
    except Refused as refusal:
        is_guess = refusal.code == "identity.too_many"
        return PlainTextResponse(refusal.reason, status_code=429 if is_guess else 403, headers=_NO_STORE)
    response = Response(status_code=204, headers=_NO_STORE)
    _set_cookie(request, response, CARD_COOKIE, normal_code(typed) or "", CARD_SECONDS)
    return response


async def _slow_down(response: Response) -> None:
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        await asyncio.sleep(SLOW_SECONDS)


def _sender(request: Request) -> str:
    return request.client.host if request.client else _UNKNOWN_SENDER


def _set_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    # Behind a proxy the request itself is plain; who claims https that is not there only locks out oneself.
    secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=secure)


ROUTES = (
    Route("/live/events", _events),
    Route("/live/state", _state),
    Route("/masuk", _sign_in),
    Route("/keluar", _sign_out),
    Route("/kartu", _keep_card, methods=["POST"]),
    Route("/kartu-lain", _other_card),
    METRICS_ROUTE,
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

    A wrong code does not stay in the address either: in its place stands why it was refused.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a card's link; pass everything else on."""
        if scope["type"] != "http" or scope["path"] != "/komitmen" or b"k=" not in scope["query_string"]:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        typed = request.query_params.get("k", "")
        if request.method != "GET" or not typed:
            await self._app(scope, receive, send)
            return
        response, is_guess = await asyncio.to_thread(self._exchange, request, typed)
        if is_guess:
            await asyncio.sleep(SLOW_SECONDS)
        await response(scope, receive, send)

    def _exchange(self, request: Request, typed: str) -> tuple[Response, bool]:
        clean = URL(scope=request.scope).remove_query_params(["k", REFUSED_IN_ADDRESS])
        try:
            guessing().let_in(typed, _sender(request))
        except Refused as refusal:
            marked = clean.include_query_params(**{REFUSED_IN_ADDRESS: REFUSALS.get(refusal.code, "salah")})
            return _redirect(marked), refusal.code == "identity.too_many"
        response = _redirect(clean)
        _set_cookie(request, response, CARD_COOKIE, normal_code(typed) or "", CARD_SECONDS)
        return response, False


def _redirect(target: URL) -> Response:
    path = f"{target.path}?{target.query}" if target.query else target.path
    return RedirectResponse(path, status_code=303, headers=_NO_STORE)
