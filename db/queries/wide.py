"""What a file over several regencies is read for and compared with: villages, current datasets, rows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, Select, select

from db.changes import counter_of, regions_topic
from db.queries.enrollment import Dataset, dataset_from
from db.schema import current_datasets, datasets, enrollment, region_aliases, regions
from domain.village_search import KnownVillage

_PARENT = regions.alias("parent")


def regencies_within(connection: Connection, province_code: str | None) -> dict[str, str]:
    """Names by code of the regencies of a province, or of all."""
    query = select(regions.c.code, regions.c.name).where(regions.c.level == "regency").order_by(regions.c.code)
    if province_code:
        query = query.where(regions.c.parent_code == province_code)
    return {row.code: row.name for row in connection.execute(query)}


def provinces(connection: Connection) -> list[str]:
    """Codes of the provinces that have a regency here."""
    query = select(regions.c.parent_code).where(regions.c.level == "regency").distinct()
    return sorted(code for code in connection.scalars(query) if code)


def villages_within(connection: Connection, province_code: str | None) -> dict[str, KnownVillage]:
    """The villages of a province, or of all, by code, with the spellings by which files find them."""
    aliases: dict[str, list[str]] = {}
    for code, alias in connection.execute(select(region_aliases.c.region_code, region_aliases.c.alias)):
        aliases.setdefault(code, []).append(alias)
    query = (
        select(regions.c.code, regions.c.name, regions.c.kind, regions.c.bps_code, _PARENT.c.name.label("subdistrict"))
        .join(_PARENT, _PARENT.c.code == regions.c.parent_code)
        .where(regions.c.level == "village")
    )
    if province_code:
        query = query.where(regions.c.code.startswith(f"{province_code}."))
    return {
        code: KnownVillage(
            code,
            name,
            tuple(sorted(aliases.get(code, ()))),
            is_desa=kind == "desa",
            subdistrict=subdistrict,
            bps_code=bps_code or "",
        )
        for code, name, kind, bps_code, subdistrict in connection.execute(query)
    }


def current_enrollments(connection: Connection) -> dict[str, Dataset]:
    """The current enrollment dataset of each regency that has one."""
    query = (
        select(datasets)
        .join(current_datasets, current_datasets.c.dataset_id == datasets.c.id)
        .where(current_datasets.c.kind == "enrollment")
    )
    return _by_regency(connection, query)


def enrollments_of_file(connection: Connection, month: str, file_sha256: str) -> dict[str, Dataset]:
    """The datasets that were made of this very file for this month."""
    of_file = (
        datasets.c.kind == "enrollment",
        datasets.c.month == month,
        datasets.c.file_sha256 == file_sha256,
    )
    return _by_regency(connection, select(datasets).where(*of_file))


def enrollment_rows(connection: Connection, dataset_id: UUID) -> Iterator[tuple[str, str, int, int, int]]:
    """The rows of a dataset: village, group, eligible, active, inactive."""
    columns = (enrollment.c[name] for name in ("village_code", "group_code", "eligible", "active", "inactive"))
    for row in connection.execute(select(*columns).where(enrollment.c.dataset_id == dataset_id)):
        yield row[0], row[1], row[2], row[3], row[4]


def regions_version(connection: Connection) -> int:
    """Rises whenever a list of regions is imported."""
    return counter_of(connection, regions_topic())


def _by_regency(connection: Connection, query: Select[tuple[object, ...]]) -> dict[str, Dataset]:
    return {row.regency_code: dataset_from(row) for row in connection.execute(query)}
