"""A province or the nation on the overview: sums of regencies, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping

from db.engine import Database
from db.queries.regions import region_name
from db.queries.rollups import monthly_totals, regencies_by_province, regency_totals
from domain.rollup import Rollup, full_months

NATION = "Indonesia"


def rollup(database: Database, province_code: str | None = None) -> Rollup | None:
    """The sum of a province's regencies, or of all; None where fewer than two have data that are not sample data."""
    with database.reading() as connection:
        regencies = regency_totals(connection, province_code)
        if len(regencies) < 2:
            return None
        name = f"Provinsi {region_name(connection, province_code)}" if province_code else NATION
        return Rollup(name, province_code, tuple(regencies), full_months(monthly_totals(connection, province_code)))


def rollups_above(database: Database, regency_code: str) -> Mapping[str | None, str]:
    """What a regency's overview leads up to: names by province code (None: the nation) of the sums that there are."""
    province_code = regency_code[:2]
    with database.reading() as connection:
        regencies = regencies_by_province(connection)
        found: dict[str | None, str] = {}
        if regencies.get(province_code, 0) > 1:
            found[province_code] = f"Provinsi {region_name(connection, province_code)}"
        if len(regencies) > 1:
            found[None] = NATION
        return found
