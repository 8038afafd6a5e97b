"""Coverage month by month."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import altair as alt

from charts.theme import GREEN, INK, LINE, finished, nothing_to_draw, wait_until_whole
from domain.calendar import Month
from domain.coverage import percent_label

_HEIGHT = 180
_ROOM = 3
"""A January label keeps so many months away from the first and the last label."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The coverage of one month: `month` as ``2026-10``, `share` 0..1."""

    month: str
    share: float


def coverage_trend(points: Sequence[TrendPoint], target_share: float | None) -> dict[str, Any]:
    """A line with its last value written over its end; the target, where there is one, dashed and named.

    Args:
        points: any order, one per month; drawn by month. Empty: the chart says that there is no data.
        target_share: 0..1, or None without a target.
    """
    if not points:
        return nothing_to_draw()
    wait_until_whole()
    rows = _rows(points)
    last = rows[-1]
    x = alt.X("at:Q", scale=alt.Scale(domain=[0, _width(rows)], nice=False), axis=_months(rows))
    y = alt.Y("share:Q", scale=alt.Scale(domain=_range(rows, target_share), nice=False), axis=_percents())
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    hint = [alt.Tooltip("label:N", title="Bulan"), alt.Tooltip("percent:N", title="Cakupan")]
    layers = [
        base.transform_filter("datum.january").mark_rule(color=LINE).encode(y=alt.value(0), y2=alt.value("height")),
        base.mark_line(color=GREEN, strokeWidth=2.5, strokeJoin="round"),
        base.mark_point(size=220, opacity=0).encode(tooltip=hint),
        _at(last, x, y).mark_point(color=GREEN, filled=True, opacity=1, size=90),
        _at(last, x, y)
        .mark_text(color=GREEN, align="right", dx=6, dy=_beside_the_line(rows), fontSize=17, fontWeight=800)
        .encode(text="percent:N"),
    ]
    if target_share is not None:
        layers += _target(target_share, x, y)
    return finished(alt.layer(*layers).properties(width="container", height=_HEIGHT))


def _rows(points: Sequence[TrendPoint]) -> list[dict[str, Any]]:
    ordered = sorted(points, key=lambda point: point.month)
    first = Month.parse(ordered[0].month)
    rows = []
    for point in ordered:
        month = Month.parse(point.month)
        at = (month.year - first.year) * 12 + month.number - first.number
        rows.append(
            {
                "at": at,
                "month": point.month,
                "label": month.short_label,
                "share": point.share,
                "percent": percent_label(point.share),
                "january": month.number == 1,
            }
        )
    return rows


def _width(rows: list[dict[str, Any]]) -> float:
    """A little more than the months, for half of the last point."""
    last: float = rows[-1]["at"]
    return max(last, 1) * 1.03


def _beside_the_line(rows: list[dict[str, Any]]) -> int:
    """Where the last value stands, in pixels down: over the end of a line that rises, under one that falls."""
    return 18 if rows[-1]["share"] < rows[max(0, len(rows) - 4)]["share"] else -17


def _range(rows: list[dict[str, Any]], target_share: float | None) -> list[float]:
    """Whole tens of percent around the line and the target; a line, unlike a bar, need not start at zero."""
    shares = [row["share"] for row in rows] + ([] if target_share is None else [target_share])
    low, high = floor(min(shares) * 10 - 0.3) / 10, ceil(max(shares) * 10 + 0.3) / 10
    return [max(0.0, low), min(1.0, high) if max(shares) <= 1 else high]


def _months(rows: list[dict[str, Any]]) -> alt.Axis:
    last = rows[-1]["at"]
    named = {
        row["at"]: row["label"]
        for row in rows
        if row["at"] in {0, last} or (row["january"] and _ROOM <= row["at"] <= last - _ROOM)
    }
    words = json.dumps({str(at): label for at, label in named.items()})
    return alt.Axis(values=list(named), labelExpr=f"({words})[datum.value]", labelOverlap=True, labelFlush=True)


def _percents() -> alt.Axis:
    return alt.Axis(format=".0%", tickCount=4, grid=True, gridColor=LINE, gridOpacity=0.6)


def _at(row: dict[str, Any], x: alt.X, y: alt.Y) -> alt.Chart:
    return alt.Chart(alt.Data(values=[row])).encode(x=x, y=y)


def _target(target_share: float, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    label = f"target {percent_label(target_share, decimals=0)}"
    base = alt.Chart(alt.Data(values=[{"at": 0, "share": target_share, "label": label}]))
    return [
        base.mark_rule(color=INK, strokeDash=[3, 3], strokeWidth=1.5).encode(y=y).properties(name="target"),
        base.mark_text(align="left", baseline="bottom", dy=-4, fontWeight=700).encode(x=x, y=y, text="label:N"),
    ]
