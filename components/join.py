"""How phones join: the address on the local network, and its QR code."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import streamlit as st

from components.database import database, settings
from exports.qr import qr_svg
from services.hall_address import hall_address
from services.network import program_address


def base_url() -> str:
    """The address that phones use: as a facilitator has said it, else as it is found, with this server's port."""
    return hall_address(database()).base_url or found_url()


def found_url() -> str:
    """What the machine finds by itself, or what REMBUK_ADDRESS says."""
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
