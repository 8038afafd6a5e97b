"""The one look of every chart, for screens and documents alike."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import altair as alt

FONT = "Plus Jakarta Sans, sans-serif"
INK = "#10252b"
INK_SOFT = "#46585d"
GREEN = "#0f5e54"
PALE = "#d5e8e1"
MIDDLE = "#8fc1b4"
RUST = "#b93c0b"
RUST_PALE = "#fbeee6"
TRACK = "#e6e2d5"
LINE = "#d9d3c4"
EDGE = "#8b8876"

TOKENS = {
    INK: "ink",
    INK_SOFT: "ink-soft",
    GREEN: "green",
    PALE: "green-wash",
    MIDDLE: "step-3",
    RUST: "rust",
    RUST_PALE: "rust-wash",
    TRACK: "track",
    LINE: "line",
    EDGE: "edge",
}
"""The name of each colour in the screens' palette, `components/assets/tokens.css`, which has it by day and by night."""

INDONESIAN = {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp ", ""]}}
"""Vega's number locale: 1.234,5 and Rp 1.234."""

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "locale": INDONESIAN,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": False,
        "title": None,
        "labelFont": FONT,
        "labelFontSize": 13,
        "labelColor": INK_SOFT,
        "labelPadding": 6,
    },
    "text": {"font": FONT, "fontSize": 14, "color": INK},
}


def wait_until_whole(module: str = "pandas") -> None:
    """Wait for another thread that is still importing a module; nothing where nobody has begun to.

    Altair takes pandas from `sys.modules`, whole or not, and fails on the half of it: so did the first chart of a
    server that was warming up.
    """
    if module in sys.modules:
        import_module(module)


def finished(chart: alt.LayerChart | alt.FacetChart | alt.Chart) -> dict[str, Any]:
    """The chart as a plain specification in our look; unchecked: the tests check, and a check costs 7 ms."""
    spec = chart.to_dict(validate=False)
    spec["config"] = CONFIG
    return spec


def on_screen(spec: dict[str, Any]) -> dict[str, Any]:
    """The same chart in the colours of the screen's palette, so that one drawing is right by day and by night.

    A drawing in the page is SVG, whose colours may be names of a style sheet; pictures and documents keep plain ones.
    """
    return {name: _named(value) for name, value in spec.items()}


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return on_screen(value)
    if isinstance(value, list):
        return [_named(one) for one in value]
    token = TOKENS.get(value) if isinstance(value, str) else None
    return f"var(--{token})" if token else value


def nothing_to_draw(text: str = "Belum ada data") -> dict[str, Any]:
    """A chart of an empty table still draws: it says so in words."""
    chart = alt.Chart(alt.Data(values=[{"text": text}])).mark_text(color=INK_SOFT, align="left", x=0)
    return finished(chart.encode(text="text:N").properties(width="container", height=60))
