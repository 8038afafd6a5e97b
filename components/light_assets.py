"""Streamlit's own scripts and styles, sent compressed: a hall of phones fetches a third of the bytes over its Wi-Fi.

Streamlit sends them as they are, because compressing at each request would cost more than it saves; here each is
compressed once per process and kept.
"""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_FOLDER = Path(st.__file__).parent / "static"
_ASSETS = _FOLDER / "static"
_PREFIX = "/static/"
_SUFFIXES = {".js", ".css"}
# Streamlit's own typeface: every phone would fetch it, and no page of ours shows it. Ours is a sixth of it.
_TYPEFACE = "/static/media/SourceSansVF-Upright"
_OURS = Path(__file__).parent.parent / "static/fonts/plus-jakarta-sans-latin-wght-normal.woff2"
# Their names hold a hash of what is in them.
_FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}
_HEADERS = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", **_FOR_EVER}


class LightAssets:
    """Answer for a script or a style of Streamlit's that is there; pass everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress once in a thread, then from memory."""
        if scope["type"] == "http" and scope["path"].startswith(_TYPEFACE):
            await Response(_our_typeface(), headers=_FOR_EVER, media_type="font/woff2")(scope, receive, send)
            return
        name = scope["path"].removeprefix(_PREFIX) if scope["type"] == "http" and scope["method"] == "GET" else ""
        is_asset = scope["type"] == "http" and scope["path"].startswith(_PREFIX) and name in _names()
        if not is_asset or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self._app(scope, receive, send)
            return
        content = await asyncio.to_thread(compressed, name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        await Response(content, headers=_HEADERS, media_type=kind)(scope, receive, send)


@cache
def _names() -> frozenset[str]:
    """The files that may be asked for; no other path is ever opened."""
    return frozenset(path.relative_to(_ASSETS).as_posix() for path in _ASSETS.rglob("*") if path.suffix in _SUFFIXES)


@cache
def compressed(name: str) -> bytes:
    """One of the files, by its path below `/static/`."""
    return gzip.compress((_ASSETS / name).read_bytes(), compresslevel=9, mtime=0)


@cache
def _our_typeface() -> bytes:
    return _OURS.read_bytes()


def compress_first_page() -> None:
    """What every page begins with; done ahead, so that the first phones need not wait for it."""
    for name in re.findall(r'(?:href|src)="\./static/([^"]+\.(?:js|css))"', index_html()):
        if name in _names():
            compressed(name)


@cache
def index_html() -> str:
    """The one HTML file of Streamlit's, which every page begins with."""
    return (_FOLDER / "index.html").read_text(encoding="utf-8")
