"""The route of the process's figures, for this machine alone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.metrics import METRICS

_THIS_MACHINE = ("127.0.0.1", "::1")
_FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "forwarded", "x-real-ip")
_TEXT_FORM = "text/plain; version=0.0.4; charset=utf-8"


def _metrics(request: Request) -> Response:
    """Whoever comes by a proxy comes from elsewhere, whatever address the server believes."""
    sender = request.client.host if request.client else ""
    if sender not in _THIS_MACHINE or any(name in request.headers for name in _FORWARDED):
        return PlainTextResponse("Not Found", status_code=404)
    return Response(METRICS.text(), headers={"Content-Type": _TEXT_FORM, "Cache-Control": "no-store"})


METRICS_ROUTE = Route("/metrics", _metrics)
