"""Load what ships with the product: regions, worker groups and contribution rates."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from db.schema import rates, region_aliases, regions, worker_groups
from domain.worker_groups import WORKER_GROUPS

REFERENCE = Path(__file__).resolve().parent / "reference"
PROVINCE = ("62", "Kalimantan Tengah")
REGENCY = ("62.08", "Kabupaten Sukamara", "6206")


def load_reference_data(connection: Connection) -> bool:
    """Fill an empty database with the reference data; returns whether anything was loaded."""
    if connection.execute(select(regions.c.code).limit(1)).first():
        return False
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
    connection.execute(insert(rates), _rates())
    return True


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


def _rates() -> list[dict[str, Any]]:
    whole = ("base_points", "flat_rupiah", "floor_rupiah", "cap_rupiah")
    return [
        {name: (int(value) if name in whole else value) if value else None for name, value in row.items()}
        for row in _read("rates.csv")
    ]
