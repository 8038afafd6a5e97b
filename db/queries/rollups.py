"""Sums over regencies, from the totals of their datasets: by index, whatever the number of villages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from db.rollup_tables import dataset_totals
from db.schema import current_datasets, datasets, datasets_in_force, regions
from domain.calendar import Month
from domain.coverage import Counts
from domain.rollup import RegencyTotals

_PROVINCE = regions.alias("province")


def regency_totals(connection: Connection, province_code: str | None = None) -> list[RegencyTotals]:
    """The regencies of a province, or of the nation, in their current data; sample data are left out."""
    query = (
        select(
            datasets.c.regency_code,
            datasets.c.month,
            datasets.c.source,
            regions.c.name,
            _PROVINCE.c.code.label("province_code"),
            _PROVINCE.c.name.label("province_name"),
            dataset_totals,
        )
        .join(current_datasets, current_datasets.c.dataset_id == datasets.c.id)
        .join(dataset_totals, dataset_totals.c.dataset_id == datasets.c.id)
        .join(regions, regions.c.code == datasets.c.regency_code)
        .join(_PROVINCE, _PROVINCE.c.code == regions.c.parent_code)
        .where(current_datasets.c.kind == "enrollment", datasets.c.is_sample.is_(False))
        .order_by(datasets.c.regency_code)
    )
    if province_code:
        query = query.where(regions.c.parent_code == province_code)
    return [_regency(row) for row in connection.execute(query)]


def regencies_by_province(connection: Connection) -> dict[str, int]:
    """How many regencies of each province have current enrollment that is not sample data."""
    province = func.substr(current_datasets.c.regency_code, 1, 2)
    query = (
        select(province, func.count())
        .join(datasets, datasets.c.id == current_datasets.c.dataset_id)
        .where(current_datasets.c.kind == "enrollment", datasets.c.is_sample.is_(False))
        .group_by(province)
    )
    return {code: count for code, count in connection.execute(query)}  # noqa: C416  a row is no tuple to the types


def monthly_totals(connection: Connection, province_code: str | None = None) -> list[tuple[Month, int, Counts]]:
    """Month by month: how many regencies have data that count, and their sums."""
    query: Select[Any] = (
        select(
            datasets_in_force.c.month,
            func.count().label("regencies"),
            *(func.sum(dataset_totals.c[name]).label(name) for name in ("eligible", "active", "inactive")),
        )
        .join(dataset_totals, dataset_totals.c.dataset_id == datasets_in_force.c.dataset_id)
        .where(datasets_in_force.c.kind == "enrollment", datasets_in_force.c.is_sample.is_(False))
        .group_by(datasets_in_force.c.month)
        .order_by(datasets_in_force.c.month)
    )
    if province_code:
        query = query.where(datasets_in_force.c.regency_code.between(f"{province_code}.", f"{province_code}.99"))
    return [(Month.parse(row.month), row.regencies, _counts(row)) for row in connection.execute(query)]


def months_of_regency(connection: Connection, regency_code: str, *, is_sample: bool) -> list[tuple[Month, Counts]]:
    """A regency's counts month by month; sample and real data never mix."""
    query = (
        select(datasets_in_force.c.month, dataset_totals)
        .join(dataset_totals, dataset_totals.c.dataset_id == datasets_in_force.c.dataset_id)
        .where(
            datasets_in_force.c.regency_code == regency_code,
            datasets_in_force.c.kind == "enrollment",
            datasets_in_force.c.is_sample.is_(is_sample),
        )
        .order_by(datasets_in_force.c.month)
    )
    return [(Month.parse(row.month), _counts(row)) for row in connection.execute(query)]


def _counts(row: Any) -> Counts:
    return Counts(int(row.eligible), int(row.active), int(row.inactive))


def _regency(row: Any) -> RegencyTotals:
    return RegencyTotals(
        row.regency_code,
        row.name,
        row.province_code,
        row.province_name,
        Month.parse(row.month),
        row.source,
        row.villages,
        _counts(row),
    )
