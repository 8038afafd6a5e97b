"""The map of tiles: Sukamara as it is shown, and the odd cases."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import pytest

from domain.tile_layout import Place, Tile, grid_size, tile_layout

VILLAGES = Path(__file__).parents[2] / "db" / "reference" / "villages_62.08.csv"
# fmt: off
EXPECTED = [
    [".", ".", "Nibung Terjun", "Sembikuan", "Semantun", "Natai Kondang", "Ajang", "Laman Baru"],
    [".", ".", "Pempaning", "Balai Riam", "Sekuningan Baru", "Bangun Jaya", "Lupu Peruca", "Kenawan"],
    [".", ".", "Jihing", "Air Dua", "Petarikan", "Bukit Sungkai", "Sukaraja", "Pangkalan Muntai"],
    ["Kuala Jelai", "Pulau Nibung", ".", "Mendawai", "Padang", "Natai Sedawak", "Pudu", "Kartamulia"],
    ["Sungai Baru", "Sungai Bundung", "Sungai Raja", "Sungai Damar", "Sungai Tabuk", "Sungai Cabang Barat",
     "Sungai Pasir", "."],
]
# fmt: on


def _villages() -> list[dict[str, str]]:
    with VILLAGES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sukamara() -> dict[str, Tile]:
    return tile_layout([Place(row["code"], float(row["lat"]), float(row["lon"])) for row in _villages()])


def _pieces(cells: set[tuple[int, int]]) -> int:
    """How many pieces, joined at edges, the cells form."""
    left, pieces = set(cells), 0
    while left:
        pieces += 1
        edge = [left.pop()]
        while edge:
            column, row = edge.pop()
            for near in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
                if near in left:
                    left.remove(near)
                    edge.append(near)
    return pieces


def test_sukamara_is_laid_out_as_it_was_looked_at() -> None:
    name_at = {tile: code for code, tile in _sukamara().items()}
    names = {row["code"]: row["name"] for row in _villages()}
    grid = [[names.get(name_at.get(Tile(column, row), ""), ".") for column in range(8)] for row in range(5)]

    assert grid == EXPECTED


def test_sukamara_fits_eight_columns_and_five_rows() -> None:
    tiles = _sukamara().values()

    assert len(tiles) == 32
    assert max(tile.column for tile in tiles) == 7
    assert max(tile.row for tile in tiles) == 4


def test_every_subdistrict_of_sukamara_is_in_one_piece() -> None:
    cells = defaultdict(set)
    for code, tile in _sukamara().items():
        cells[code[:8]].add((tile.column, tile.row))

    assert {subdistrict: _pieces(its_cells) for subdistrict, its_cells in cells.items()} == {
        "62.08.01": 1,
        "62.08.02": 1,
        "62.08.03": 1,
        "62.08.04": 1,
        "62.08.05": 1,
    }


def test_the_north_is_up_and_the_east_is_right() -> None:
    tiles = tile_layout([Place("s", -2, 1), Place("n", 2, 1), Place("w", 0, -1), Place("e", 0, 3)])

    assert tiles["n"].row < tiles["s"].row
    assert tiles["w"].column < tiles["e"].column


def test_no_places_have_no_tiles() -> None:
    assert tile_layout([]) == {}
    assert grid_size(0) == (0, 0)


def test_one_place_stands_in_the_corner() -> None:
    assert tile_layout([Place("a", -2.5, 111.0)]) == {"a": Tile(0, 0)}


def test_equal_points_get_different_tiles() -> None:
    tiles = tile_layout([Place(f"a.{number:02d}", -2.5, 111.0) for number in range(20)])

    assert len(set(tiles.values())) == 20


@pytest.mark.parametrize("missing", [None, math.nan, math.inf])
def test_places_without_a_point_follow_below_in_the_order_of_their_codes(missing: float | None) -> None:
    tiles = tile_layout([Place("c", missing, 1.0), Place("a", 1.0, 1.0), Place("b", missing, None)])

    assert tiles == {"a": Tile(0, 0), "b": Tile(0, 1), "c": Tile(1, 1)}


def test_without_any_point_the_tiles_fill_the_rows() -> None:
    tiles = tile_layout([Place(code, None, None) for code in "abcdef"])

    assert grid_size(6) == (4, 2)
    assert list(tiles.values()) == [Tile(0, 0), Tile(1, 0), Tile(2, 0), Tile(3, 0), Tile(0, 1), Tile(1, 1)]


def test_four_hundred_places_fit_on_a_wide_screen() -> None:
    places = [Place(f"{number % 20:02d}.{number:03d}", number * 7 % 41, number * 13 % 97) for number in range(400)]

    tiles = tile_layout(places)

    assert len(set(tiles.values())) == 400
    assert max(tile.column for tile in tiles.values()) < 29
    assert max(tile.row for tile in tiles.values()) < 18


def test_a_code_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Place 62\.08\.01\.2005 comes twice"):
        tile_layout([Place("62.08.01.2005", 1, 1), Place("62.08.01.2005", 2, 2)])
