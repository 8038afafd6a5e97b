"""The rules as they ship, read from their files without a database."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from domain.calendar import Month
from domain.rates import LOWEST_BPU_BASE_RUPIAH, Rate, RateTable, ReferenceWage
from domain.relief import Relief

REFERENCE = Path(__file__).parents[2] / "db" / "reference"
MONTHS = {"valid_from", "valid_until"}
NUMBERS = {"base_points", "flat_rupiah", "floor_rupiah", "cap_rupiah", "relief_points", "wage_rupiah"}


def shipped_table(base_rupiah: int = LOWEST_BPU_BASE_RUPIAH) -> RateTable:
    """Rates, reliefs and wages of a new installation."""
    return RateTable.of(
        [Rate(**row) for row in _rows("rates")],
        base_rupiah,
        wages=[ReferenceWage(**row) for row in _rows("reference_wages")],
        reliefs=[Relief(**row) for row in _rows("rate_reliefs")],
    )


def _rows(name: str) -> list[dict[str, Any]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: _value(column, text) for column, text in row.items()} for row in csv.DictReader(file)]


def _value(column: str, text: str) -> Any:
    if not text:
        return None
    if column in MONTHS:
        return Month.parse(text)
    return int(text) if column in NUMBERS else text
