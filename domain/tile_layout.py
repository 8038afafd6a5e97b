"""Where each village stands in the map of equal tiles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Cells per place. The spare cells are the sea and the forest between the villages: they let the outline of
# the region show. With 1.25, 32 places get 8 x 5 cells.
SLACK = 1.25
# Columns per row, so that the map fills the left two thirds of a wide screen.
ASPECT = 8 / 5
# 0 keeps true distances (crowded villages fight for the same cell), 1 keeps only their order.
RANK_WEIGHT = 0.2
# How far a place is drawn towards the middle of its subdistrict, so that subdistricts stay in one piece.
# Both are the middle of what gives Sukamara five whole subdistricts (0.1 to 0.4 and 0.2 to 0.4 give one map).
SUBDISTRICT_PULL = 0.3

Positions = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A region and the point that stands for it, in degrees; a point without both of them counts as not known."""

    code: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Tile:
    """A cell of the grid, both from 0; column 0 is the west, row 0 the north."""

    column: int
    row: int


def tile_layout(places: Sequence[Place]) -> dict[str, Tile]:
    """Give every place a cell of its own, as near as possible to where it lies on the map.

    The sum of the squared displacements is the smallest that the grid allows, measured as shares of the
    region's width and height. Places of one subdistrict (the code without its last part) are drawn together
    a little first. The same places give the same cells in whatever order they come.

    Args:
        places: any number, meant for up to a few hundred; each code once.

    Returns:
        code -> Tile, in the order of the codes. No two places share a tile, no row and no column is empty.
        Places without a point stand in rows of their own below the others, in the order of their codes.

    Raises:
        ValueError: a code comes twice; names it.

    >>> tile_layout([Place("b", -2.0, 111.0), Place("a", -2.0, 110.0)])
    {'a': Tile(column=0, row=0), 'b': Tile(column=1, row=0)}
    """
    ordered = sorted(places, key=lambda place: place.code)
    for before, after in itertools.pairwise(ordered):
        if before.code == after.code:
            raise ValueError(f"Place {after.code} comes twice; give each place once.")
    codes, points = _located(ordered)
    tiles = _assigned(codes, points)
    columns, _ = grid_size(len(ordered))
    first_free_row = max((tile.row for tile in tiles.values()), default=-1) + 1
    unlocated = [place.code for place in ordered if place.code not in tiles]
    for number, code in enumerate(unlocated):
        tiles[code] = Tile(number % columns, first_free_row + number // columns)
    return dict(sorted(tiles.items()))


def grid_size(count: int) -> tuple[int, int]:
    """Columns and rows of the grid for so many places: a little larger than needed, about 8:5; (0, 0) for none.

    >>> grid_size(32)
    (8, 5)
    """
    if count == 0:
        return 0, 0
    cells = count * SLACK
    columns = math.ceil(math.sqrt(cells * ASPECT))
    return columns, math.ceil(cells / columns)


def _located(ordered: Sequence[Place]) -> tuple[list[str], Positions]:
    """Codes and points of the places that have one: degrees east, degrees south, because row 0 is the north."""
    codes: list[str] = []
    points: list[tuple[float, float]] = []
    for place in ordered:
        if place.lat is None or place.lon is None:
            continue
        if math.isfinite(place.lat) and math.isfinite(place.lon):
            codes.append(place.code)
            points.append((place.lon, -place.lat))
    return codes, np.array(points, dtype=np.float64).reshape(-1, 2)


def _assigned(codes: list[str], points: Positions) -> dict[str, Tile]:
    if not codes:
        return {}
    # scipy.optimize takes about 0.3 s to import and is needed once per set of regions, whose tiles
    # are then kept: the start of the program should not pay for it.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    columns, rows = grid_size(len(codes))
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    centres = (np.array(cells, dtype=np.float64) + 0.5) / (columns, rows)
    wanted = _drawn_together(codes, np.column_stack([_spread(points[:, 0]), _spread(points[:, 1])]))
    cost = ((wanted[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    # Rounded, so that the last bit of a sum, which differs between processors, cannot decide between cells.
    _, chosen = linear_sum_assignment(np.round(cost, 9))
    return _without_gaps(codes, [cells[int(index)] for index in chosen])


def _spread(values: Positions) -> Positions:
    """Positions in 0..1, between the true ones and an even spread; equal values stay equal."""
    in_order = np.sort(values)
    below = np.searchsorted(in_order, values, side="left")
    not_above = np.searchsorted(in_order, values, side="right")
    rank = (below + not_above) / (2 * len(values))
    width = in_order[-1] - in_order[0]
    true = (values - in_order[0]) / width if width > 0 else np.full(len(values), 0.5)
    blended: Positions = RANK_WEIGHT * rank + (1 - RANK_WEIGHT) * true
    return blended


def _drawn_together(codes: list[str], positions: Positions) -> Positions:
    subdistricts = np.array([code.rpartition(".")[0] for code in codes])
    drawn = positions.copy()
    for subdistrict in np.unique(subdistricts):
        members = subdistricts == subdistrict
        middle = positions[members].mean(axis=0)
        drawn[members] += SUBDISTRICT_PULL * (middle - positions[members])
    return drawn


def _without_gaps(codes: list[str], cells: list[tuple[int, int]]) -> dict[str, Tile]:
    new_column = {column: new for new, column in enumerate(sorted({column for column, _ in cells}))}
    new_row = {row: new for new, row in enumerate(sorted({row for _, row in cells}))}
    return {code: Tile(new_column[column], new_row[row]) for code, (column, row) in zip(codes, cells, strict=True)}
