"""Benefits and case rates: the rows that say what JKK and JKM pay, and how often they were needed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Table, select

from db import rule_tables
from domain.benefits import Benefit
from domain.calendar import Month
from domain.expected_cases import CaseRate


def all_benefits(connection: Connection) -> tuple[Benefit, ...]:
    """Every benefit row, in order of programme, item and first month."""
    return tuple(Benefit(**_values(row)) for row in _rows(connection, rule_tables.benefits, "programme", "item"))


def all_case_rates(connection: Connection) -> tuple[CaseRate, ...]:
    """Every case rate, in order of programme, level and first month."""
    return tuple(CaseRate(**_values(row)) for row in _rows(connection, rule_tables.case_rates, "programme", "level"))


def _rows(connection: Connection, table: Table, *order: str) -> list[Row[Any]]:
    columns = [column for column in table.c if column.name != "id"]
    return list(connection.execute(select(*columns).order_by(*(table.c[name] for name in (*order, "valid_from")))))


def _values(row: Row[Any]) -> dict[str, Any]:
    """A row with its first and last month read; an open end stays None."""
    values = row._asdict()
    for name in ("valid_from", "valid_until"):
        if values.get(name):
            values[name] = Month.parse(values[name])
    return values
