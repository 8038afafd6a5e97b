"""Worked examples that an expert can read, check by hand and add to: tests/golden/rates/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from domain.calendar import Month
from domain.relief import PAYER_OF_SOURCE, PaidBy
from tests.support.shipped_rules import shipped_table

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "rates"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
CASES = {name: tomllib.loads(text) for name, text in TEXTS.items()}
KEYS = {"segment", "programmes", "workers", "start_month", "months", "tolerance", "expected"}
OPTIONAL = {"paid_by", "position", "wage_rupiah", "base_rupiah"}


def priced(case: dict[str, Any], programmes: list[Any], start: Month, *, workers: int = 1, months: int = 1) -> int:
    table = shipped_table()
    wages = {wage.position: wage.wage_rupiah for wage in table.wages_in(start)}
    base = wages[case["position"]] if "position" in case else case.get("wage_rupiah", case.get("base_rupiah"))
    by = case.get("paid_by")
    relief = PaidBy(PAYER_OF_SOURCE[by["source"]], by["group"], by.get("assume_relief", False)) if by else None
    return table.cost(
        case["segment"], programmes, workers=workers, start=start, months=months, base_rupiah=base, relief=relief
    )


@pytest.mark.parametrize("name", CASES)
def test_a_contribution_costs_what_the_example_says(name: str) -> None:
    case, start = CASES[name], Month.parse(CASES[name]["start_month"])

    amount = priced(case, case["programmes"], start, workers=case["workers"], months=case["months"])
    first_month = {programme: priced(case, [programme], start) for programme in case["programmes"]}
    each_month = [priced(case, case["programmes"], start.plus(offset)) for offset in range(case["months"])]

    expected = {"each_month": each_month} | case["expected"]
    assert {"amount_rupiah": amount, "first_month": first_month, "each_month": each_month} == expected


@pytest.mark.parametrize("name", CASES)
def test_an_example_says_why_in_its_first_line_and_nothing_in_it_is_left_unread(name: str) -> None:
    assert TEXTS[name].startswith("# ")
    assert KEYS <= set(CASES[name]) <= KEYS | OPTIONAL
    assert set(CASES[name].get("paid_by", {})) <= {"source", "group", "assume_relief"}
    assert CASES[name]["tolerance"] == 0


def test_there_are_examples_of_both_segments_and_every_kind_of_payer() -> None:
    payers = {PAYER_OF_SOURCE[case["paid_by"]["source"]] for case in CASES.values() if "paid_by" in case}

    assert {case["segment"] for case in CASES.values()} == {"BPU", "PU"}
    assert payers == {"self", "sponsor", "village", "regency"}
