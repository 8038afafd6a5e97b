"""The look: one style sheet over Streamlit's own, from the palette in `assets/tokens.css`."""

from __future__ import annotations

import re

import streamlit as st

from components.asset_files import read_assets

_SHEETS = (
    "tokens.css",
    "app.css",
    "markup.css",
    "simulation.css",
    "village_what_if.css",
    "scenarios.css",
    "benefits.css",
    "desk.css",
    "decisions.css",
    "screen_desk.css",
    "meetings.css",
    "attendance.css",
    "audit.css",
    "minutes.css",
    "follow_up.css",
    "data.css",
    "rollup.css",
    "phone.css",
)


def _style() -> str:
    """One style element without comments: the sanitiser drops a style with `<` and a letter in it."""
    text = re.sub(r"/\*.*?\*/", "", read_assets(*_SHEETS), flags=re.DOTALL)
    return "<style>" + re.sub(r"\s+", " ", text).strip() + "</style>"


_STYLE = _style()


def apply_theme() -> None:
    """Dress the page in Rembuk's look; call once per run, before anything is drawn.

    Markup that is only a style goes to Streamlit's event container and takes no room on the page.
    """
    st.html(_STYLE)
