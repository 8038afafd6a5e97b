"""The regency as equal tiles, for a picture: each village where it stands on the screens' map, and its coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt

from charts.theme import GREEN, INK, LINE, PALE, TRACK, finished, nothing_to_draw, wait_until_whole
from domain.coverage import percent_label

_GAP = 0.06
_LETTERS = 13
"""Of a village's name on one line of a tile; a longer one has two lines, and then an ellipsis."""
_DARK_FROM = 0.7
"""From this share on the tile is so dark that its letters are white."""


@dataclass(frozen=True, slots=True)
class TileRow:
    """One village: its place on the map, and `share` 0..1 or None where it has no workers.

    Attributes:
        takes_part: False for a kelurahan, which has no village budget.
    """

    name: str
    column: int
    row: int
    share: float | None
    takes_part: bool = True


def coverage_tiles(villages: Sequence[TileRow]) -> dict[str, Any]:
    """A tile for every village; the darker, the more of its workers are active. A kelurahan is hatched by its frame."""
    if not villages:
        return nothing_to_draw()
    wait_until_whole()
    columns, rows = (1 + max(getattr(one, name) for one in villages) for name in ("column", "row"))
    none = alt.Axis(labels=False, grid=False, ticks=False, domain=False, title=None)
    x = alt.X("left:Q", scale=alt.Scale(domain=[0, columns], nice=False), axis=none)
    y = alt.Y("top:Q", scale=alt.Scale(domain=[rows, 0], nice=False), axis=none)
    base = alt.Chart(alt.Data(values=[_values(one) for one in villages]))
    middle = base.encode(x=alt.X("middle:Q", axis=none), color=alt.Color("letters:N", scale=None))
    fill = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[PALE, GREEN]), legend=None)
    layers = [
        base.mark_rect(cornerRadius=6, stroke=LINE).encode(x=x, y=y, x2="right:Q", y2="bottom:Q", color=fill),
        base.transform_filter("!datum.takes_part")
        .mark_rect(cornerRadius=6, fill=TRACK, strokeDash=[4, 3], stroke=INK)
        .encode(x=x, y=y, x2="right:Q", y2="bottom:Q"),
        middle.mark_text(fontSize=12, lineBreak="\n", baseline="top").encode(
            y=alt.Y("name_at:Q", axis=none), text="name:N"
        ),
        middle.mark_text(fontSize=18, fontWeight=700, baseline="bottom").encode(
            y=alt.Y("figure_at:Q", axis=none), text="percent:N"
        ),
    ]
    return finished(alt.layer(*layers).properties(width=max(720, 108 * columns), height=84 * rows))


def _values(one: TileRow) -> dict[str, Any]:
    is_dark = one.takes_part and (one.share or 0) >= _DARK_FROM
    return {
        "name": short_name(one.name),
        "percent": percent_label(one.share, decimals=0) if one.takes_part else "",
        "share": one.share or 0,
        "takes_part": one.takes_part,
        "letters": "#ffffff" if is_dark else INK,
        "left": one.column + _GAP,
        "right": one.column + 1 - _GAP,
        "middle": one.column + 0.5,
        "top": one.row + _GAP,
        "bottom": one.row + 1 - _GAP,
        "name_at": one.row + 0.16,
        "figure_at": one.row + 0.88,
    }


def short_name(name: str) -> str:
    """On two lines at most, broken at spaces; what is left over becomes an ellipsis.

    >>> short_name("Kampung Baru Sungai Cabang Barat Hulu").splitlines()
    ['Kampung Baru', 'Sungai …']
    """
    return "\n".join(wrap(name, _LETTERS, max_lines=2, placeholder=" …"))
