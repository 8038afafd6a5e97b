"""Store contribution rates; rows are added and never changed."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, insert

from db.rule_tables import rates
from domain.rates import Rate


def append_rate(connection: Connection, rate: Rate) -> None:
    """Append a row; from its first month on it is the one that counts."""
    until = rate.valid_until
    months = {"valid_from": str(rate.valid_from), "valid_until": str(until) if until else None}
    connection.execute(insert(rates).values(asdict(rate) | months))
