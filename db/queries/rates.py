"""The rules of cost: contribution rates, reliefs, reference wages and declared incomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from db import rule_tables
from domain.calendar import Month
from domain.rates import LOWEST_BPU_BASE_RUPIAH, IncomeBase, Rate, RateTable, ReferenceWage
from domain.relief import Relief


def _in_order(table: Table, *order: str) -> Select[Any]:
    """The rows of a table, without their id."""
    columns = [column for column in table.c if column.name != "id"]
    return select(*columns).order_by(*(table.c[name] for name in order))


_RATES = _in_order(rule_tables.rates, "segment", "programme", "valid_from")
_RELIEFS = _in_order(rule_tables.rate_reliefs, "programme", "group_code", "valid_from")
_WAGES = _in_order(rule_tables.reference_wages, "position", "valid_from")


def current_rate_table(
    connection: Connection, base_rupiah: int = LOWEST_BPU_BASE_RUPIAH, *, fixed: Iterable[Rate] | None = None
) -> RateTable:
    """Every rule as it stands now, or with the rates that a meeting has fixed."""
    return RateTable.of(
        all_rates(connection) if fixed is None else fixed,
        base_rupiah,
        wages=all_reference_wages(connection),
        reliefs=all_reliefs(connection),
    )


def all_rates(connection: Connection) -> tuple[Rate, ...]:
    """Every rate row, in order of segment, programme and first month."""
    return tuple(rate_from(row) for row in connection.execute(_RATES).mappings())


def all_reliefs(connection: Connection) -> tuple[Relief, ...]:
    """Every relief row, in order of programme, group and first month."""
    return tuple(Relief(**_with_months(row)) for row in connection.execute(_RELIEFS).mappings())


def all_reference_wages(connection: Connection) -> tuple[ReferenceWage, ...]:
    """Every reference wage, in order of position and first month."""
    return tuple(wage_from(row) for row in connection.execute(_WAGES).mappings())


def all_income_bases(connection: Connection) -> tuple[IncomeBase, ...]:
    """Every declared income that the office has added, the lowest first; each as its newest row says."""
    columns = [rule_tables.income_bases.c[name] for name in IncomeBase.__dataclass_fields__]
    newest: dict[int, IncomeBase] = {}
    for row in connection.execute(select(*columns).order_by(rule_tables.income_bases.c.id)).mappings():
        newest[row["base_rupiah"]] = IncomeBase(**_with_months(row))
    return tuple(newest[base] for base in sorted(newest))


def _with_months(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with its first and last month read; an open end stays None."""
    values = dict(row)
    for name in ("valid_from", "valid_until"):
        if values.get(name):
            values[name] = Month.parse(values[name])
    return values


def rate_from(values: Mapping[Any, Any]) -> Rate:
    """A rate from a table row or from the copy that an opened meeting keeps."""
    return Rate(**_with_months(values))


def wage_from(values: Mapping[Any, Any]) -> ReferenceWage:
    """A reference wage from a table row or from the copy that a closed meeting keeps."""
    return ReferenceWage(**_with_months(values))


def wage_to_json(wage: ReferenceWage) -> dict[str, Any]:
    """A reference wage as the copy that a closed meeting keeps; the inverse of :func:`wage_from`."""
    return {**asdict(wage), "valid_from": str(wage.valid_from)}


def rate_to_json(rate: Rate) -> dict[str, Any]:
    """A rate as the copy that an opened meeting keeps; the inverse of :func:`rate_from`."""
    until = rate.valid_until
    return {**asdict(rate), "valid_from": str(rate.valid_from), "valid_until": str(until) if until else None}
