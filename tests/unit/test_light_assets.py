"""Streamlit's scripts come compressed to those who take it, unchanged in content, and no other file is opened."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from components.light_assets import LightAssets, compress_first_page, compressed, index_html
from tests.support.loops import run_alone

ASSETS = Path(st.__file__).parent / "static" / "static"
SCRIPT = min((ASSETS / "js").glob("*.js"), key=lambda path: path.stat().st_size)
NAME = f"js/{SCRIPT.name}"


async def _passed_on(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"passed on"})


def ask(path: str, *, accepts: str = "gzip, deflate", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", accepts.encode())],
             "query_string": b"", "extensions": {}}  # fmt: skip
    run_alone(LightAssets(_passed_on)(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_a_script_comes_compressed_and_is_the_same_script():
    status, headers, body = ask(f"/static/{NAME}")

    assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]
    assert gzip.decompress(body) == SCRIPT.read_bytes()


def test_it_is_compressed_once():
    compressed.cache_clear()
    ask(f"/static/{NAME}")
    ask(f"/static/{NAME}")

    assert compressed.cache_info().misses == 1


@pytest.mark.parametrize(
    ("path", "more"),
    [
        (f"/static/{NAME}", {"accepts": "identity"}),
        (f"/static/{NAME}", {"method": "HEAD"}),
        ("/static/js/../../index.html", {}),
        ("/static/js/none.js", {}),
        ("/static//etc/passwd", {}),
        ("/static/", {}),
        (f"/{NAME}", {}),
    ],
)
def test_everything_else_is_passed_on(path: str, more: dict[str, str]):
    assert ask(path, **more)[0] == 299


def test_the_typeface_that_no_page_shows_is_ours():
    status, headers, body = ask("/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2")

    assert (status, headers["content-type"]) == (200, "font/woff2")
    assert body[:4] == b"wOF2"
    assert len(body) < 40_000
    assert "SourceSansVF-Upright" in index_html()


def test_the_first_page_is_compressed_ahead():
    compressed.cache_clear()
    compress_first_page()

    assert compressed.cache_info().currsize > 30
