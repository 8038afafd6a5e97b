"""What holds for the tiles of any set of places."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.tile_layout import Place, grid_size, tile_layout

# Few different values, so that equal points come often.
degrees = st.one_of(st.sampled_from([0.0, 1.0, 1.5]), st.floats(-90, 90, allow_nan=False))
point = st.one_of(st.tuples(degrees, degrees), st.just((None, None)), st.tuples(degrees, st.none()))
codes = st.lists(st.from_regex(r"[1-3]\.[0-9]{1,2}", fullmatch=True), unique=True, max_size=45)


@st.composite
def place_lists(draw: st.DrawFn) -> list[Place]:
    return [Place(code, *draw(point)) for code in draw(codes)]


@given(place_lists())
@settings(deadline=None)
def test_every_place_has_a_tile_of_its_own(places: list[Place]) -> None:
    tiles = tile_layout(places)

    assert list(tiles) == sorted(place.code for place in places)
    assert len(set(tiles.values())) == len(places)


@given(place_lists(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_input_does_not_matter(places: list[Place], random: object) -> None:
    shuffled = list(places)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert tile_layout(shuffled) == tile_layout(places)


@given(place_lists())
@settings(deadline=None)
def test_no_row_or_column_is_empty(places: list[Place]) -> None:
    tiles = tile_layout(places).values()

    assert {tile.column for tile in tiles} == set(range(len({tile.column for tile in tiles})))
    assert {tile.row for tile in tiles} == set(range(len({tile.row for tile in tiles})))


@given(place_lists())
@settings(deadline=None)
def test_the_grid_is_small(places: list[Place]) -> None:
    located = [place for place in places if place.lat is not None and place.lon is not None]
    columns, _ = grid_size(len(places))
    _, rows = grid_size(len(located))
    rows_below = -(-(len(places) - len(located)) // columns) if columns else 0

    for tile in tile_layout(places).values():
        assert 0 <= tile.column < columns
        assert 0 <= tile.row < rows + rows_below


@given(place_lists())
@settings(deadline=None)
def test_places_without_a_point_stand_below_all_others(places: list[Place]) -> None:
    tiles = tile_layout(places)
    located = {place.code for place in places if place.lat is not None and place.lon is not None}

    last_located_row = max((tiles[code].row for code in located), default=-1)

    assert all(tiles[code].row > last_located_row for code in tiles if code not in located)


@given(st.integers(0, 400))
def test_a_grid_holds_all_and_little_more(count: int) -> None:
    columns, rows = grid_size(count)

    assert count <= columns * rows <= 1.25 * count + columns
    assert rows <= columns
