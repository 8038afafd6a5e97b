"""How phones join: the address on the local network, and its QR code."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import streamlit as st

from components.database import database, settings
from exports.qr import qr_svg
from services.hall_address import hall_address
from services.network import program_address


def base_url(*, newest: bool = False) -> str:
    """The address that phones use: as a facilitator has said it, else as it is found, with this server's port."""
    return hall_address(database(), newest=newest).base_url or found_url()


def found_url() -> str:
    """What the machine finds by itself, or what REMBUK_ADDRESS says."""
    return program_address(settings().address, int(st.get_option("server.port")))


def is_reachable() -> bool:
    """Whether phones can use the address; not when the machine is on no network."""
    host = urlsplit(base_url()).hostname or ""
    return host not in ("localhost", "::1") and not host.startswith("127.")


def join_card() -> dict[str, Any]:
    """The join part of the live state: the address to type, and the QR code of the same.

    It is made anew only when something has changed, perhaps the address itself, so it asks for the newest.
    """
    url = base_url(newest=True)
    return {"address": url.split("://")[1], "qr_svg": qr_svg(url)}


def qr_image(text: str) -> str:
    """The QR code as an image element: Streamlit's sanitiser takes a bare SVG out of the page."""
    return f'<img class="rb-qr" alt="Kode QR" src="data:image/svg+xml,{quote(qr_svg(text))}">'
