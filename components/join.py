"""How phones join: the address on the local network, and its QR code."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import streamlit as st

from components.database import settings
from services.network import program_address


def base_url() -> str:
    """The address that phones use, with the port that this server listens on."""
    return program_address(settings().address, int(st.get_option("server.port")))


def is_reachable() -> bool:
    """Whether phones can use the address; not when the machine is on no network."""
    return "//127.0.0.1" not in base_url()


def join_card() -> dict[str, Any]:
    """The join part of the live state: the address to type, and the QR code of the same."""
    url = base_url()
    return {"address": url.split("://")[1], "qr_svg": qr_svg(url)}


def qr_image(text: str) -> str:
    """The QR code as an image element: Streamlit's sanitiser takes a bare SVG out of the page."""
    return f'<img class="rb-qr" alt="Kode QR" src="data:image/svg+xml,{quote(qr_svg(text))}">'


@lru_cache(maxsize=64)
def qr_svg(text: str) -> str:
    """A QR code as SVG that takes the size of its place."""
    import segno  # noqa: PLC0415  0.07 s that the start need not wait for

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", omitsize=True, border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()
