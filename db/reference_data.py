"""Load what ships with the product: regions, worker groups and contribution rates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from db.rule_tables import benefits, budget_dates, case_rates, rate_reliefs, rates, reference_wages
from db.schema import region_aliases, regions, worker_groups
from domain.worker_groups import WORKER_GROUPS

REFERENCE = Path(__file__).resolve().parent / "reference"
PROVINCE = ("62", "Kalimantan Tengah")
REGENCY = ("62.08", "Kabupaten Sukamara", "6206")


RULES = (rates, rate_reliefs, reference_wages, benefits, case_rates, budget_dates)
"""Tables of dated rules that ship with rows, each in a file of its name."""

_SHIPPED = ((regions, "code"), *((table, "id") for table in RULES))

_WHOLE = frozenset({"base_points", "flat_rupiah", "floor_rupiah", "cap_rupiah", "relief_points", "wage_rupiah"}) | {
    "amount_rupiah",
    "after_months",
    "from_budget_year",
    "year_offset",
    "month",
    "day",
}


def load_reference_data(connection: Connection) -> bool:
    """Fill what is empty of the regions and the rules; returns whether anything was loaded.

    A table that has rows is left alone: they are the office's. A database of an earlier version gets the
    rules that it does not know yet.
    """
    is_new = connection.execute(select(regions.c.code).limit(1)).first() is None
    if is_new:
        _load_places(connection)
    loaded = [_load_rules(connection, table) for table in RULES]
    return is_new or any(loaded)


def lacks_reference_data(connection: Connection) -> bool:
    """Whether anything that ships is missing: a new database, or one of an earlier version."""
    return any(connection.execute(select(table.c[key]).limit(1)).first() is None for table, key in _SHIPPED)


def _load_places(connection: Connection) -> None:
    villages = _read("villages_62.08.csv")
    connection.execute(insert(regions), _regions(villages))
    connection.execute(
        insert(region_aliases),
        [
            {"region_code": row["code"], "alias": row["alias"], "seen_in": row["seen_in"]}
            for row in _read("aliases_62.08.csv")
        ],
    )
    connection.execute(insert(worker_groups), _groups())


def _load_rules(connection: Connection, table: Table) -> bool:
    if connection.execute(select(table.c.id).limit(1)).first():
        return False
    rows = [_rule(row) for row in _read(f"{table.name}.csv")]
    if rows:
        connection.execute(insert(table), rows)
    return bool(rows)


def _read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _regions(villages: list[dict[str, str]]) -> list[dict[str, Any]]:
    regency_code = REGENCY[0]
    subdistricts = {row["subdistrict_code"]: row for row in villages}
    return [
        _region(PROVINCE[0], "province", PROVINCE[1]),
        _region(regency_code, "regency", REGENCY[1], parent_code=PROVINCE[0], bps_code=REGENCY[2]),
        *(
            _region(
                code,
                "subdistrict",
                row["subdistrict"],
                parent_code=regency_code,
                regency_code=regency_code,
                bps_code=row["subdistrict_bps_code"],
            )
            for code, row in sorted(subdistricts.items())
        ),
        *_villages(villages, regency_code),
    ]


def _villages(villages: list[dict[str, str]], regency_code: str) -> Iterable[dict[str, Any]]:
    # numpy takes 0.1 s to import and is needed once in a database's life.
    from domain.tile_layout import Place, tile_layout  # noqa: PLC0415

    places = [Place(row["code"], float(row["lat"]), float(row["lon"])) for row in villages]
    tiles = tile_layout(places)
    for row, place in zip(villages, places, strict=True):
        yield _region(
            place.code,
            "village",
            row["name"],
            kind=row["kind"],
            parent_code=row["subdistrict_code"],
            regency_code=regency_code,
            bps_code=row["bps_code"],
            lat=place.lat,
            lon=place.lon,
            tile_column=tiles[place.code].column,
            tile_row=tiles[place.code].row,
        )


def _region(code: str, level: str, name: str, **values: Any) -> dict[str, Any]:
    empty = {column.name: None for column in regions.c}
    return empty | {"code": code, "level": level, "name": name} | values


def _groups() -> list[dict[str, Any]]:
    return [
        {"code": group.code, "name": group.name, "segment": group.segment, "position": position}
        for position, group in enumerate(WORKER_GROUPS, start=1)
    ]


def _rule(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of a file; what is empty there is null."""
    return {name: _value(name, text) if text else None for name, text in row.items()}


def _value(name: str, text: str) -> Any:
    if name in _WHOLE:
        return int(text)
    return float(text) if name == "per_100_workers_year" else text
