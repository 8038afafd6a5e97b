"""The months of a village's plan: today's members solid, the plan hatched, unpaid months grey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import altair as alt

from charts.theme import (
    EDGE,
    GREEN,
    INK,
    INK_SOFT,
    LINE,
    MIDDLE,
    PALE,
    RUST,
    RUST_PALE,
    TRACK,
    finished,
    nothing_to_draw,
    wait_until_whole,
)
from domain.calendar import Month
from domain.coverage import percent_label

_HEIGHT = 300
_FILLS = {"paid": GREEN, "continued": PALE, "assumed": MIDDLE, "new": RUST_PALE, "arrears": TRACK}
_EDGES = {"paid": GREEN, "continued": GREEN, "assumed": MIDDLE, "new": RUST, "arrears": EDGE}
_HATCHED = {"continued": GREEN, "new": RUST}
_SLOPE = 4.0
"""How much share a line of the hatch would climb over the whole width: about 45 degrees on a laptop."""
_LINES = 90
"""Lines of the hatch over the whole width."""
_ROOM = 5
"""At most so many names of months."""


@dataclass(frozen=True, slots=True)
class ProtectionMonth:
    """Shares of the eligible in one month, 0..1, stacked in this order; `words` say the counts behind them."""

    month: Month
    paid: float
    continued: float
    assumed: float
    new: float
    arrears: float
    words: str

    @property
    def covered(self) -> float:
        """What counts as covered if paid; months in arrears do not."""
        return self.paid + self.continued + self.assumed + self.new


@dataclass(frozen=True, slots=True)
class MonthMark:
    """Something that happens at the beginning of a month, said in a few words."""

    month: Month
    text: str


def protection_chart(
    months: Sequence[ProtectionMonth], marks: Sequence[MonthMark] = (), target_share: float | None = None
) -> dict[str, Any]:
    """Bands month by month; the line on top is coverage if paid, its values written where it changes most.

    Args:
        months: in order, without holes. Empty: the chart says that there is nothing to show.
        marks: within the months; others are left out.
        target_share: 0..1, or None without a target.
    """
    if not months:
        return nothing_to_draw()
    bands = [band for band in _bands(months) if band.high > band.low]
    rows = {
        "bands": [_band(band) for band in bands],
        "hatch": [line for band in bands for line in _hatch(band, len(months))],
        "line": _line(months),
        "values": _values(months),
        "rules": _marks(months, marks),
        "words": _marks(months, marks),
        "target": _target(target_share, len(months)),
        "target_words": _target(target_share, len(months)),
        "names": _names(months),
        "hover": [
            {
                "from": place,
                "to": place + 1,
                "month": m.month.label,
                "share": percent_label(m.covered),
                "words": m.words,
            }
            for place, m in enumerate(months)
        ],
    }
    spec = _template()
    layers = [{**layer, "data": {"values": rows[layer["name"]]}} for layer in spec["layer"]]
    return {**spec, "layer": [layer for layer in layers if layer["data"]["values"]]}


@lru_cache(maxsize=1)
def _template() -> dict[str, Any]:
    """The drawing without its rows: Altair builds it once, since that takes longer than a whole answer."""
    wait_until_whole()
    x = alt.X("from:Q", scale=alt.Scale(nice=False, zero=False), axis=None)
    y = alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[-0.12, 1.16], nice=False),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".0%", grid=True, gridColor=LINE, gridOpacity=0.6),
    )
    hint = [
        alt.Tooltip("month:N", title="Bulan"),
        alt.Tooltip("share:N", title="Cakupan bila dibayar"),
        alt.Tooltip("words:N", title="Pekerja"),
    ]
    layers = [
        *_drawn_bands(x, y),
        _layer("line").mark_line(color=INK, strokeWidth=2).encode(x=x, y=y, order="place:Q"),
        _layer("rules")
        .mark_rule(color=INK, strokeWidth=1.5, strokeDash=[2, 3])
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        _layer("target").mark_rule(color=INK, strokeDash=[3, 3], strokeWidth=1.5).encode(x=x, x2="to:Q", y=y),
        *_drawn_words(x, y),
        _layer("hover").mark_rect(opacity=0).encode(x=x, x2="to:Q", tooltip=hint),
    ]
    return finished(alt.layer(*layers).properties(width="container", height=_HEIGHT))


def _drawn_bands(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    kinds = list(_FILLS)
    fill = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[_FILLS[k] for k in kinds]), legend=None)
    edge = alt.Stroke("kind:N", scale=alt.Scale(domain=kinds, range=[_EDGES[k] for k in kinds]), legend=None)
    ends = {"x": x, "x2": "to:Q", "y": y, "y2": "high:Q", "stroke": edge}
    return [
        _layer("bands").mark_rect(strokeWidth=1.2).encode(**ends, fill=fill),
        _layer("hatch").mark_rule(strokeWidth=1.6).encode(**ends),
    ]


def _drawn_words(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    beside: dict[str, Any] = {
        "align": alt.expr("datum.right ? 'right' : 'left'"),
        "dx": alt.expr("datum.right ? -5 : 5"),
    }
    values = _layer("values").mark_text(align="left", baseline="bottom", dx=3, dy=-4, fontSize=14, fontWeight=800)
    words = _layer("words").mark_text(**beside, baseline="middle", fontSize=13, fontWeight=700)
    aim = _layer("target_words").mark_text(align="right", baseline="bottom", dx=-3, dy=-3, fontSize=13, fontWeight=700)
    names = _layer("names").mark_text(align="left", baseline="top", fontSize=13, color=INK_SOFT)
    return [
        aim.encode(x=alt.X("to:Q"), y=y, text="text:N"),
        values.encode(x=x, y=y, text="text:N"),
        words.encode(x=x, y=alt.Y("high:Q"), text="text:N"),
        names.encode(x=x, y=y, text="text:N"),
    ]


def _layer(name: str) -> alt.Chart:
    return alt.Chart(alt.Data(values=[]), name=name)


@dataclass(frozen=True, slots=True)
class _Band:
    kind: str
    start: int
    end: int
    low: float
    high: float


def _bands(months: Sequence[ProtectionMonth]) -> Iterator[_Band]:
    """Months of the same height are one band: fewer marks, and no seams."""
    open_bands: dict[str, _Band] = {}
    for place, month in enumerate(months):
        low = 0.0
        for kind in _FILLS:
            high = low + getattr(month, kind)
            before = open_bands.get(kind)
            if before and before.end == place and (before.low, before.high) == (low, high):
                open_bands[kind] = replace(before, end=place + 1)
            else:
                if before:
                    yield before
                open_bands[kind] = _Band(kind, place, place + 1, low, high)
            low = high
    yield from open_bands.values()


def _band(band: _Band) -> dict[str, Any]:
    return {"kind": band.kind, "from": band.start, "to": band.end, "low": band.low, "high": band.high}


def _hatch(band: _Band, width: int) -> Iterator[dict[str, Any]]:
    """Parallel lines that climb to the right, cut at the edges of the band."""
    height = band.high - band.low
    if band.kind not in _HATCHED or height <= 0:
        return
    step, slope = width / _LINES, _SLOPE / width
    run = height / slope
    begin = band.start - run + step / 2
    while begin < band.end:
        left, right = max(begin, band.start), min(begin + run, band.end)
        if right > left:
            low = band.low + (left - begin) * slope
            high = band.low + (right - begin) * slope
            yield {"kind": band.kind, "from": left, "to": right, "low": low, "high": high}
        begin += step


def _line(months: Sequence[ProtectionMonth]) -> list[dict[str, Any]]:
    corners = [(place + side, month.covered) for place, month in enumerate(months) for side in (0, 1)]
    return [{"place": n, "from": x, "low": share} for n, (x, share) in enumerate(corners)]


def _values(months: Sequence[ProtectionMonth]) -> list[dict[str, Any]]:
    """The first month, the highest after it, and the last where it differs."""
    highest = max(range(len(months)), key=lambda place: (months[place].covered, -place))
    last = next((p for p in range(len(months)) if all(m.covered == months[-1].covered for m in months[p:])), 0)
    places = [0]
    for place in (highest, last):
        if all(percent_label(months[place].covered) != percent_label(months[p].covered) for p in places):
            places.append(place)
    return [
        {"from": place, "low": months[place].covered, "text": percent_label(months[place].covered)} for place in places
    ]


def _marks(months: Sequence[ProtectionMonth], marks: Sequence[MonthMark]) -> list[dict[str, Any]]:
    places = {month.month: place for place, month in enumerate(months)}
    said: dict[int, list[str]] = {}
    for mark in marks:
        if mark.month in places:
            said.setdefault(places[mark.month], []).append(mark.text)
    heights = (1.12, 1.05)  # two words side by side would cover each other
    return [
        {
            "from": place,
            "low": 0,
            "high": heights[n % 2],
            "text": " · ".join(texts),
            "right": place > len(months) * 0.5,
        }
        for n, (place, texts) in enumerate(sorted(said.items()))
    ]


def _target(target_share: float | None, width: int) -> list[dict[str, Any]]:
    if target_share is None:
        return []
    return [{"from": 0, "to": width, "low": target_share, "text": f"target {percent_label(target_share, decimals=0)}"}]


def _names(months: Sequence[ProtectionMonth]) -> list[dict[str, Any]]:
    """The first month, and each January and July that has room after the name before it."""
    room = max(1, -(-len(months) // _ROOM))
    named = [0]
    for place, month in enumerate(months):
        if month.month.number in {1, 7} and place - named[-1] >= room and len(months) - place >= room:
            named.append(place)
    return [{"from": place, "low": -0.03, "text": months[place].month.short_label} for place in named]
