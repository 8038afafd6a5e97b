"""Lines of a pledge and the rates of a closed meeting, by hand: every figure can be seen here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.calendar import Month
from domain.pledge_lines import Line
from domain.rates import Rate, RateTable
from tests.support.workbooks import FLAT_RATE, RATE

BPU_JKK = RATE
BPU_JKM = {**FLAT_RATE, "valid_until": None}
BPU_JKM_FROM_JULY = {**BPU_JKM, "valid_from": "2027-07", "flat_rupiah": 8_000}
PU_JKK = {**RATE, "segment": "PU", "base_points": 24, "floor_rupiah": None, "cap_rupiah": None}
PU_JKM = {**PU_JKK, "programme": "JKM", "base_points": 30}
ROWS = (BPU_JKK, BPU_JKM, PU_JKK, PU_JKM)


def rates(*more: Mapping[str, Any]) -> RateTable:
    """The usual rates, and those that come to them."""
    return RateTable.of(rate_of(row) for row in (*ROWS, *more))


def kept_rates(*more: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a snapshot keeps them."""
    return {"base_rupiah": 1_000_000, "rows": [*ROWS, *more]}


def rate_of(values: Mapping[str, Any]) -> Rate:
    until = values["valid_until"]
    months = {
        "valid_from": Month.parse(values["valid_from"]),
        "valid_until": Month.parse(until) if until else None,
    }
    return Rate(**{**values, **months})


def line_of(values: Mapping[str, Any]) -> Line:
    """A line from a snapshot's."""
    typed = {"start_month": Month.parse(values["start_month"]), "programmes": tuple(values["programmes"])}
    return Line(**{**values, **typed})


def officials(workers: int, wage: int | None, months: Sequence[int], **changes: Any) -> dict[str, Any]:
    """A line of village officials as a snapshot keeps it; `months` are what one of them pays in each month."""
    return {
        "nature": "new", "segment": "PU", "workers": workers, "months": len(months), "start_month": "2027-01",
        "programmes": ["JKK", "JKM"], "source": "ADD", "unit_rupiah": months[0],
        "amount_rupiah": workers * sum(months), "group": "village_official", "group_name": "Perangkat desa",
        "wage_rupiah": wage, **changes,
    }  # fmt: skip
