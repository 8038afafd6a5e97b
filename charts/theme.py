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
PALE = "#d8e6e0"
TRACK = "#e6e2d5"
LINE = "#d9d3c4"
EDGE = "#8b8876"

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


def nothing_to_draw(text: str = "Belum ada data") -> dict[str, Any]:
    """A chart of an empty table still draws: it says so in words."""
    chart = alt.Chart(alt.Data(values=[{"text": text}])).mark_text(color=INK_SOFT, align="left", x=0)
    return finished(chart.encode(text="text:N").properties(width="container", height=60))
