"""Worked examples that an expert can read, check by hand and add to: tests/golden/allocation/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from domain.allocation import RULES, allocate
from domain.fund_allocation import Fund, allocate_funds

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "allocation"
CASES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
OVER_VILLAGES = {name: case for name, case in CASES.items() if "rule" in case}
OF_SEVERAL_FUNDS = {name: case for name, case in CASES.items() if "fund" in case}


@pytest.mark.parametrize("name", OVER_VILLAGES)
def test_a_fund_is_divided_as_the_example_says(name):
    case = OVER_VILLAGES[name]
    table = pd.DataFrame(case["village"])

    found = allocate(
        case["rule"],
        table.drop(columns="gets"),
        case["unit_cost_rupiah"],
        case["budget_rupiah"],
        target_share=case.get("target_share"),
        matching=case.get("matching"),
    )

    assert found.workers.to_dict() == dict(zip(table["village_code"], table["gets"], strict=True))
    assert {"spent_rupiah": found.spent_rupiah, "left_rupiah": found.left_rupiah} == case["expected"]


@pytest.mark.parametrize("name", OF_SEVERAL_FUNDS)
def test_several_funds_are_divided_as_the_example_says(name):
    case = OF_SEVERAL_FUNDS[name]
    table = pd.DataFrame(case["need"])
    funds = [Fund(one["code"], one["amount_rupiah"], one.get("groups")) for one in case["fund"]]

    found = allocate_funds(table.drop(columns="gets"), funds, case["unit_cost_rupiah"])

    given = found.payments.groupby(["village_code", "worker_group"])["workers"].sum().to_dict()
    wanted = {(row.village_code, row.worker_group): row.gets for row in table.itertuples() if row.gets}
    assert given == wanted
    lines = {code: (line["workers"], line["left_rupiah"]) for code, line in found.funds.to_dict("index").items()}
    assert lines == {one["code"]: (one["pays_workers"], one["left_rupiah"]) for one in case["fund"]}


def test_every_rule_has_an_example_and_nothing_is_rounded_away():
    assert {case["rule"] for case in OVER_VILLAGES.values()} == set(RULES)
    assert {case["tolerance"] for case in CASES.values()} == {0}
    assert OF_SEVERAL_FUNDS
