"""Store regions of a list: new ones in bulk, names that have changed with the one before as a spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from db.changes import raise_counter, regions_topic
from db.schema import region_aliases, regions
from db.stores.bulk import insert_many
from domain.region_changes import Renamed
from domain.region_file import RegionRow

_COLUMNS = (
    "code", "level", "kind", "name", "parent_code", "regency_code", "bps_code", "lat", "lon", "tile_column", "tile_row",
)  # fmt: skip
_REGENCY = len("62.08")


def add_regions(connection: Connection, rows: Sequence[RegionRow]) -> None:
    """Add regions, parents before those that lie in them; villages get a place on the map of tiles of their regency.

    Args:
        rows: none that is stored already.
    """
    tiles = _tiles(connection, [row for row in rows if row.level == "village"])
    insert_many(connection, regions, _COLUMNS, _values(rows, tiles))
    raise_counter(connection, regions_topic())


def rename_regions(connection: Connection, renamed: Sequence[Renamed], seen_in: str) -> None:
    """Give regions their new names; the ones before stay as spellings by which files find them."""
    if not renamed:
        return
    connection.execute(
        update(regions).where(regions.c.code == bindparam("region")).values(name=bindparam("called")),
        [{"region": one.code, "called": one.name} for one in renamed],
    )
    kept = [
        {"region_code": one.code, "alias": one.before, "seen_in": seen_in} for one in renamed if not one.was_stand_in
    ]
    if kept:
        connection.execute(insert(region_aliases), kept)
    raise_counter(connection, regions_topic())


def _values(rows: Sequence[RegionRow], tiles: Mapping[str, tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        regency = row.code[:_REGENCY] if len(row.code) > _REGENCY else None
        column, line = tiles.get(row.code, (None, None))
        yield (
            row.code, row.level, row.kind, row.name, row.parent_code, regency, row.bps_code, row.lat, row.lon,
            column, line,
        )  # fmt: skip


def _tiles(connection: Connection, villages: Sequence[RegionRow]) -> dict[str, tuple[int, int]]:
    """Places of new villages: below those that their regency has already, where it has some."""
    # numpy takes 0.1 s to import and is needed only here.
    from domain.tile_layout import Place, tile_layout  # noqa: PLC0415

    by_regency: dict[str, list[RegionRow]] = defaultdict(list)
    for row in villages:
        by_regency[row.code[:_REGENCY]].append(row)
    below = select(regions.c.regency_code, func.max(regions.c.tile_row)).where(regions.c.tile_row.is_not(None))
    last = {code: int(row) for code, row in connection.execute(below.group_by(regions.c.regency_code))}
    found: dict[str, tuple[int, int]] = {}
    for regency, rows in by_regency.items():
        first = last.get(regency, -1) + 1
        placed = tile_layout([Place(row.code, row.lat, row.lon) for row in rows])
        found |= {code: (tile.column, tile.row + first) for code, tile in placed.items()}
    return found
