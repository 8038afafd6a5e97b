"""The villages as equal tiles in geographic order; the same drawing as in the hall, as links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components.asset_files import read_assets

LABELS: Mapping[str, str] = {
    "title": "Cakupan tiap desa",
    "low": "rendah",
    "high": "tinggi",
    "weave": "arsir: kelurahan, tidak ikut menganggarkan",
    "kelurahan": "kelurahan",
    "now": "aktif hari ini",
    "paid": "tambahan bila dibayar",
    "if_paid": "bila dibayar",
}
_FIELDS = ("code", "name", "kind", "column", "row", "share", "percent")
_GIFT_FIELDS = ("if_paid", "gift", "change")

_tile_map = st.components.v2.component(
    "rembuk.tile_map",
    css=read_assets("tokens.css", "tile_parts.css", "tiles.css"),
    js=read_assets("tile_parts.js", "tiles.js"),
    isolate_styles=False,
)


def _nothing() -> None:
    """A trigger is only delivered to a component that has a callback for it."""


def tile_map(villages: Sequence[Mapping[str, Any]], *, key: str, labels: Mapping[str, str] | None = None) -> str | None:
    """Draw the villages and say which one was clicked, once; each tile is also a link to `/desa?kode=<code>`.

    Villages with a "gift" are drawn before and after: solid what is active, hatched what would be added if paid.
    On a narrow screen the tiles become a list in the order given: name, bar, percent.

    Args:
        villages: rows of the live state: "code", "name", "kind", "column", "row", "share" (0..1 or None),
            "percent"; of a what-if also "if_paid" (0..1 or None), "gift" (``+82``) and "change" (``22→50%``).
        key: the widget's key.
        labels: words that replace those of `LABELS`, for another language.

    Returns:
        The code of the village that was just clicked, in that one run only; else None.
    """
    fields = (*_FIELDS, *_GIFT_FIELDS) if any("gift" in village for village in villages) else _FIELDS
    rows = [{field: village.get(field) for field in fields} for village in villages]
    words = {**LABELS, **(labels or {})}
    # In a list: a dict at the top level would be searched for data frames, which imports pandas (0.5 s) to find none.
    result = _tile_map(key=key, data=[{"villages": rows, "labels": words}], on_village_change=_nothing)
    code = result.village
    known = {row["code"] for row in rows}
    return code if code in known else None
