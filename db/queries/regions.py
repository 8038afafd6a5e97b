"""Regencies, villages, their aliases, and the worker groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from db.schema import current_datasets, region_aliases, regions, worker_groups
from domain.region_changes import KnownRegion
from domain.worker_groups import WorkerGroup

HOME_REGENCY = "62.08"
"""Sukamara, whose villages come with the program."""


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan with its place on the tile map."""

    code: str
    name: str
    kind: str
    subdistrict_code: str
    subdistrict: str
    column: int
    row: int

    @property
    def is_desa(self) -> bool:
        """Whether it has a village budget, and so can pledge."""
        return self.kind == "desa"

    @property
    def title(self) -> str:
        """``Desa Kartamulia``."""
        return f"{'Desa' if self.is_desa else 'Kelurahan'} {self.name}"


def region_name(connection: Connection, code: str) -> str:
    """The name of any region; its code where it is unknown."""
    return connection.scalar(select(regions.c.name).where(regions.c.code == code)) or code


_PARENT = regions.alias("parent")
_VILLAGES = (
    select(regions, _PARENT.c.name.label("subdistrict"))
    .join(_PARENT, _PARENT.c.code == regions.c.parent_code)
    .where(regions.c.regency_code == bindparam("regency"), regions.c.level == "village")
    .order_by(regions.c.code)
)
_VILLAGE = _VILLAGES.where(regions.c.code == bindparam("village"))


def _village(row: Row[Any]) -> Village:
    return Village(
        code=row.code,
        name=row.name,
        kind=row.kind,
        subdistrict_code=row.parent_code,
        subdistrict=row.subdistrict,
        column=row.tile_column or 0,
        row=row.tile_row or 0,
    )


def villages(connection: Connection, regency_code: str) -> list[Village]:
    """All desa and kelurahan of a regency, in order of code."""
    return [_village(row) for row in connection.execute(_VILLAGES, {"regency": regency_code})]


def village_of(connection: Connection, regency_code: str, village_code: str) -> Village | None:
    """One desa or kelurahan of a regency; None where the regency has no such village."""
    row = connection.execute(_VILLAGE, {"regency": regency_code, "village": village_code}).first()
    return _village(row) if row else None


def village_aliases(connection: Connection, regency_code: str) -> dict[str, list[str]]:
    """Other spellings of the villages' names, by code."""
    found: dict[str, list[str]] = {}
    query = (
        select(region_aliases.c.region_code, region_aliases.c.alias)
        .join(regions, regions.c.code == region_aliases.c.region_code)
        .where(regions.c.regency_code == regency_code)
    )
    for code, alias in connection.execute(query):
        found.setdefault(code, []).append(alias)
    return found


def known_regencies(connection: Connection) -> list[str]:
    """Codes of the regencies whose villages are known."""
    query = select(regions.c.code).where(regions.c.level == "regency").order_by(regions.c.code)
    return list(connection.scalars(query))


def regencies_with_data(connection: Connection) -> list[str]:
    """Codes of the regencies that have any enrollment dataset; village budgets alone are no data to meet on."""
    query = select(current_datasets.c.regency_code).where(current_datasets.c.kind == "enrollment")
    return list(connection.scalars(query.order_by(current_datasets.c.regency_code)))


def home_regencies(connection: Connection) -> list[str]:
    """The regencies that this installation is for: those with data; before there are any, the one that ships with it.

    The list of regions may hold the whole country.
    """
    found = regencies_with_data(connection)
    if found:
        return found
    known = known_regencies(connection)
    return [HOME_REGENCY] if HOME_REGENCY in known else known


def all_known_regions(connection: Connection) -> dict[str, KnownRegion]:
    """Every region by code, with its other spellings."""
    aliases: dict[str, list[str]] = {}
    for code, alias in connection.execute(select(region_aliases.c.region_code, region_aliases.c.alias)):
        aliases.setdefault(code, []).append(alias)
    names = connection.execute(select(regions.c.code, regions.c.name))
    return {code: KnownRegion(name, tuple(aliases.get(code, ()))) for code, name in names}


def all_worker_groups(connection: Connection) -> list[WorkerGroup]:
    """The worker groups in the order in which they are shown."""
    query = select(worker_groups).order_by(worker_groups.c.position)
    return [WorkerGroup(row.code, row.name, row.segment) for row in connection.execute(query)]


def bps_codes(connection: Connection, regency_code: str) -> dict[str, str]:
    """The BPS codes of the regency's villages by Kemendagri code, where they are known."""
    query = select(regions.c.code, regions.c.bps_code).where(
        regions.c.regency_code == regency_code, regions.c.level == "village", regions.c.bps_code.is_not(None)
    )
    return {row.code: row.bps_code for row in connection.execute(query)}
