"""Every village before and if paid, for a picture: it carries its own key, since no page stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Literal

import altair as alt

from charts.theme import GREEN, INK, INK_SOFT, TRACK, finished, nothing_to_draw, wait_until_whole
from domain.coverage import percent_label
from domain.money import format_number

RUST, _PALE_RUST = "#b93c0b", "#fbeee6"
NOW, IF_PAID = "aktif hari ini", "tambahan bila dibayar (belum cakupan)"
_ROW, _HALF, _BOX = 24, 0.28, 0.03
"""The height of a row in pixels; half a bar as a part of its row; the width of a box in the key as a part of a bar."""
_LETTERS = 26
_WIDTH = 540
"""Of the bars in pixels; names left of them and figures right of them make the picture wider by what they need."""
_NEAR_END = 0.85
_COLUMN = "hari ini ke bila dibayar · pekerja dari dana"
_KEY_AT: tuple[tuple[str, str, float], ...] = ((NOW, "now", 0.0), (IF_PAID, "added", 0.33))


@dataclass(frozen=True, slots=True)
class BeforeAfterRow:
    """One village: coverage 0..1 today and if paid, None where nobody is eligible; `given` workers by this money."""

    name: str
    share: float | None
    share_if_paid: float | None
    given: int


def before_after_bars(rows: Sequence[BeforeAfterRow], target_share: float | None) -> dict[str, Any]:
    """A bar a village in the order given: solid is active today, outlined is what comes on top if paid.

    Args:
        target_share: 0..1, or None without a target.
    """
    if not rows:
        return nothing_to_draw()
    wait_until_whole()
    base = alt.Chart(alt.Data(values=[_values(place, row) for place, row in enumerate(rows)]))
    scale = alt.Scale(domain=[len(rows), -2], nice=False)
    y = alt.Y("at:Q", scale=scale, axis=None)
    bars = {"y": alt.Y("top:Q", scale=scale, axis=None), "y2": "bottom:Q"}
    words = base.encode(y=y)
    layers = [
        base.mark_rect(color=TRACK, cornerRadius=2).encode(x=_x("zero"), x2="full:Q", **bars),
        base.mark_rect(color=GREEN, cornerRadius=2).encode(x=_x("zero"), x2="now:Q", **bars),
        base.mark_rect(color=_PALE_RUST, stroke=RUST, strokeWidth=1.4)
        .transform_filter("datum.paid > datum.now")
        .encode(x=_x("now"), x2="paid:Q", **bars),
        words.mark_text(align="right", dx=-8, fontSize=13.5, fontWeight=600).encode(x=_x("zero"), text="name:N"),
        words.mark_text(align="left", dx=8, fontSize=13.5).encode(x=_x("full"), text="figures:N"),
        *_key(y, bars),
        _head(y),
        *(_target(len(rows), target_share, y) if target_share is not None else []),
    ]
    return finished(alt.layer(*layers).properties(width=_WIDTH, height=_ROW * (len(rows) + 2)))


def _values(place: int, row: BeforeAfterRow) -> dict[str, Any]:
    now, paid = row.share or 0.0, row.share_if_paid or 0.0
    before, after = (percent_label(share, decimals=0) for share in (row.share, row.share_if_paid))
    change = f"{before} ke {after}" if row.share is not None else "tidak ada yang berhak"
    return {
        **_middle(place + 0.5),
        "name": shorten(row.name, _LETTERS, placeholder=" …") if len(row.name) > _LETTERS else row.name,
        "zero": 0,
        "full": 1,
        "now": min(now, 1.0),
        "paid": min(paid, 1.0),
        "figures": f"{change} · +{format_number(row.given)}",
    }


def _middle(at: float) -> dict[str, float]:
    """Where a bar lies whose row has its middle here."""
    return {"at": at, "top": at - _HALF, "bottom": at + _HALF}


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)


def _key(y: alt.Y, bars: Mapping[str, Any]) -> list[alt.Chart]:
    """Above the bars, drawn as the bars are."""
    values = [{**_middle(-1.4), "from": at, "to": at + _BOX, "text": text, "kind": kind} for text, kind, at in _KEY_AT]
    key = alt.Chart(alt.Data(values=values))
    kinds = alt.Scale(domain=["now", "added"], range=[GREEN, _PALE_RUST])
    edges = alt.Scale(domain=["now", "added"], range=[GREEN, RUST])
    return [
        key.mark_rect(strokeWidth=1.4).encode(
            x=_x("from"),
            x2="to:Q",
            **bars,
            fill=alt.Fill("kind:N", scale=kinds, legend=None),
            stroke=alt.Stroke("kind:N", scale=edges, legend=None),
        ),
        key.mark_text(align="left", dx=6, fontSize=13, color=INK_SOFT).encode(x=_x("to"), y=y, text="text:N"),
    ]


def _head(y: alt.Y) -> alt.Chart:
    """Over the figures: what they are."""
    head = alt.Chart(alt.Data(values=[{"at": -0.3, "full": 1, "text": _COLUMN}]))
    return head.mark_text(align="left", dx=8, fontSize=12, color=INK_SOFT).encode(x=_x("full"), y=y, text="text:N")


def _target(count: int, share: float, y: alt.Y) -> list[alt.Chart]:
    align: Literal["left", "center", "right"] = "center"
    if share > _NEAR_END:
        align = "right"
    elif share < 1 - _NEAR_END:
        align = "left"
    label = f"target {percent_label(share, decimals=0)}"
    line = alt.Chart(alt.Data(values=[{"share": share, "at": -0.1, "end": count, "text": label}]))
    word = line.mark_text(align=align, baseline="bottom", dy=-2, fontSize=13, fontWeight=700)
    return [
        line.mark_rule(color=INK, strokeDash=[3, 3], strokeWidth=1.4).encode(x=_x("share"), y=y, y2="end:Q"),
        word.encode(x=_x("share"), y=y, text="text:N"),
    ]
