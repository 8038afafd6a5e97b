"""Who is covered and who is not: by subdistrict, and by worker group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from charts.theme import EDGE, GREEN, INK, PALE, TRACK, finished, nothing_to_draw, wait_until_whole
from domain.coverage import percent_label
from domain.money import format_number

_ROW = 42
_THICK = 13
_DOWN = 9
"""The bar lies so many pixels under the middle of its row; name and figures stand above it, at any width."""

_WORD = 20
"""Pixels under the last bar for the word at the target."""

_NEAR_END = 0.85
"""A target beyond this share has its word turned inward."""


@dataclass(frozen=True, slots=True)
class SubdistrictRow:
    """The workers of one subdistrict: counts, `active` included in `eligible`."""

    name: str
    eligible: int
    active: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The workers of one group in a village: counts, `active` included in `eligible`."""

    name: str
    eligible: int
    active: int


def subdistrict_bars(rows: Sequence[SubdistrictRow], target_share: float | None) -> dict[str, Any]:
    """Coverage of each subdistrict, the lowest first, with percent and uncovered; the target is a tick.

    Args:
        rows: any order; those without eligible workers are left out.
        target_share: 0..1, or None without a target.
    """
    values: list[dict[str, Any]] = [
        {
            "name": row.name,
            "share": row.active / row.eligible,
            "full": 1,
            "text": f"{percent_label(row.active / row.eligible)} · {format_number(row.eligible - row.active)} belum",
        }
        for row in rows
        if row.eligible
    ]
    if not values:
        return nothing_to_draw()
    wait_until_whole()
    values.sort(key=lambda value: (value["share"], value["name"]))
    order = [value["name"] for value in values]
    y, x = _rows_axis(order), _quiet("share:Q", 1)
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    layers = [
        base.mark_bar(color=TRACK, height=_THICK, yOffset=_DOWN, cornerRadius=3).encode(x=_quiet("full:Q", 1)),
        base.mark_bar(color=GREEN, height=_THICK, yOffset=_DOWN, cornerRadius=3).encode(x=x),
        *_labels(base),
    ]
    height = _ROW * len(order)
    if target_share is not None:
        layers += _target(values, target_share, y)
        height += _WORD
    return finished(alt.layer(*layers).properties(width="container", height=height))


def group_bars(rows: Sequence[GroupRow]) -> dict[str, Any]:
    """Each group's active solid, its uncovered pale and outlined, the largest gap first; counts in words.

    Args:
        rows: any order; groups without eligible workers are left out.
    """
    values: list[dict[str, Any]] = [
        {
            "name": row.name,
            "active": row.active,
            "eligible": row.eligible,
            "uncovered": row.eligible - row.active,
            "text": f"{format_number(row.active)} aktif · {format_number(row.eligible - row.active)} belum",
        }
        for row in rows
        if row.eligible
    ]
    if not values:
        return nothing_to_draw()
    wait_until_whole()
    values.sort(key=lambda value: (-value["uncovered"], value["name"]))
    longest = max(value["eligible"] for value in values)
    order = [value["name"] for value in values]
    base = alt.Chart(alt.Data(values=values)).encode(y=_rows_axis(order))
    whole = base.mark_bar(color=PALE, stroke=EDGE, strokeWidth=1, height=_THICK, yOffset=_DOWN, cornerRadius=3)
    active = base.mark_bar(color=GREEN, height=_THICK, yOffset=_DOWN, cornerRadius=3)
    layers = [
        whole.encode(x=_quiet("eligible:Q", longest)),
        active.encode(x=_quiet("active:Q", longest)),
        *_labels(base),
    ]
    return finished(alt.layer(*layers).properties(width="container", height=_ROW * len(order)))


def _rows_axis(order: list[str]) -> alt.Y:
    return alt.Y("name:N", sort=order, scale=alt.Scale(domain=order, paddingInner=0, paddingOuter=0), axis=None)


def _quiet(field: str, longest: float) -> alt.X:
    return alt.X(field, scale=alt.Scale(domain=[0, longest], nice=False), axis=None)


def _labels(base: alt.Chart) -> list[alt.Chart]:
    name = base.mark_text(align="left", dy=-10, fontSize=14.5, fontWeight=600)
    counts = base.mark_text(align="right", dy=-10, fontSize=14.5)
    return [
        name.encode(x=alt.value(0), text="name:N"),
        counts.encode(x=alt.value("width"), text="text:N"),
    ]


def _target(values: list[dict[str, Any]], target_share: float, y: alt.Y) -> list[alt.Chart]:
    ticks = [{"name": value["name"], "share": target_share} for value in values]
    # The word stands once, under the last bar; at the right end it turns inward.
    word = [
        {
            "name": values[-1]["name"],
            "share": target_share,
            "label": f"target {percent_label(target_share, decimals=0)}",
        }
    ]
    x = _quiet("share:Q", 1)
    ends: Literal["left", "center", "right"] = "center"
    if target_share > _NEAR_END:
        ends = "right"
    elif target_share < 1 - _NEAR_END:
        ends = "left"
    tick = alt.Chart(alt.Data(values=ticks), name="target").mark_tick(
        color=INK, orient="vertical", size=_THICK + 9, thickness=3, opacity=1, yOffset=_DOWN
    )
    text = alt.Chart(alt.Data(values=word)).mark_text(dy=_DOWN + _THICK + 7, align=ends, fontWeight=700)
    return [tick.encode(x=x, y=y), text.encode(x=x, y=y, text="label:N")]
