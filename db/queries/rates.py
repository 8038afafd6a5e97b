"""Contribution rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from db import rule_tables
from domain.calendar import Month
from domain.rates import Rate


def all_rates(connection: Connection) -> tuple[Rate, ...]:
    """Every rate row, in order of segment, programme and first month."""
    columns = [c for c in rule_tables.rates.c if c.name != "id"]
    query = select(*columns).order_by(
        rule_tables.rates.c.segment, rule_tables.rates.c.programme, rule_tables.rates.c.valid_from
    )
    return tuple(rate_from(dict(row._mapping)) for row in connection.execute(query))


def rate_from(values: Mapping[str, Any]) -> Rate:
    """A rate from a table row or from the copy that an opened meeting keeps."""
    until = values["valid_until"]
    return Rate(
        **{
            **values,
            "valid_from": Month.parse(values["valid_from"]),
            "valid_until": Month.parse(until) if until else None,
        }
    )


def rate_to_json(rate: Rate) -> dict[str, Any]:
    """A rate as the copy that an opened meeting keeps; the inverse of :func:`rate_from`."""
    until = rate.valid_until
    return {**asdict(rate), "valid_from": str(rate.valid_from), "valid_until": str(until) if until else None}
