"""Read what an import is compared with: the regency's villages and groups, and its current dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.engine import Connection
from db.queries.enrollment import Dataset, DatasetKind, current_dataset
from db.queries.regions import (
    all_worker_groups,
    bps_codes,
    home_regencies,
    region_name,
    village_aliases,
    villages,
)
from domain.calendar import WIB
from domain.import_file import Scope
from domain.import_world import World
from domain.refusal import Refused
from domain.village_search import KnownVillage

if TYPE_CHECKING:
    from services.import_dataset import ImportFile


def only_regency(connection: Connection) -> str:
    """The regency where only one has data, or none has and only one is known.

    Raises:
        Refused: there are several.
    """
    known = home_regencies(connection)
    if len(known) == 1:
        return known[0]
    raise Refused("import.regency", "Sebutkan kabupatennya dengan --regency, misalnya --regency 62.08.")


def read_world(
    connection: Connection, regency_code: str, kind: DatasetKind, command: ImportFile
) -> tuple[Scope, World]:
    """What the file is read for, and what it is compared with.

    Raises:
        Refused: the regency's villages are not known.
    """
    aliases, bps = village_aliases(connection, regency_code), bps_codes(connection, regency_code)
    known = {
        village.code: KnownVillage(
            village.code,
            village.name,
            tuple(sorted(aliases.get(village.code, ()))),
            is_desa=village.is_desa,
            subdistrict=village.subdistrict,
            bps_code=bps.get(village.code, ""),
        )
        for village in villages(connection, regency_code)
    }
    if not known:
        raise Refused("import.regency", f"Desa-desa kabupaten {regency_code} belum dikenal program ini.")
    current = current_dataset(connection, regency_code, kind)
    world = World(
        str(current.id) if current else None,
        _label(current),
        {code: (village.name, *village.aliases) for code, village in known.items()},
        {group.code: group.name for group in all_worker_groups(connection)},
    )
    return Scope(known, region_name(connection, regency_code), command.month, command.answers), world


def _label(current: Dataset | None) -> str:
    if current is None:
        return "belum ada data"
    return (
        f"data {current.month.label} ({current.source}, disimpan {current.imported_at.astimezone(WIB):%d-%m-%Y %H.%M})"
    )
