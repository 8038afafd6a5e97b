"""What holds for every set of funds with conditions; brute force and one-by-one are the judges."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.allocation import allocate
from domain.fund_allocation import Fund, FundAllocation, allocate_funds

GROUPS = ["a", "b", "c"]
COST = 7
Row = tuple[str, str, int, int]


@st.composite
def needs_rows(draw: st.DrawFn, *, villages: int, groups: int, largest: int) -> list[Row]:
    names = draw(st.lists(st.sampled_from("PQRSTUVW"), min_size=0, max_size=villages, unique=True))
    chosen = GROUPS[:groups]
    pairs = [
        (name, group)
        for name in names
        for group in draw(st.lists(st.sampled_from(chosen), unique=True, max_size=groups))
    ]
    rows = []
    for name, group in pairs:
        eligible = draw(st.integers(0, largest))
        rows.append((name, group, eligible, draw(st.integers(0, eligible))))
    return rows


@st.composite
def fund_lists(draw: st.DrawFn, *, most: int = 3, workers: int = 6) -> list[Fund]:
    # Often one group only: then the money of one is of no use to the other.
    single = st.sampled_from(GROUPS[:2]).map(lambda group: [group])
    conditions = st.one_of(
        single, single, st.none(), st.lists(st.sampled_from([*GROUPS, "x"]), unique=True, max_size=2)
    )
    names = draw(st.lists(st.sampled_from(["APBD", "CSR", "DBH", "PBH"]), unique=True, max_size=most))
    return [Fund(name, draw(st.integers(0, workers * COST)), draw(conditions)) for name in names]


def as_table(rows: list[Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["village_code", "worker_group", "eligible", "active"])
    return table.astype({"village_code": "str", "worker_group": "str", "eligible": "int64", "active": "int64"})


def pays(fund: Fund, group: str) -> bool:
    return fund.groups is None or group in fund.groups


def payable(by_group: dict[str, int], funds: list[Fund]) -> bool:
    """Hall: no set of groups needs more than the funds that may pay any of it."""
    groups = [group for group, count in by_group.items() if count]
    return all(
        sum(by_group[group] for group in chosen)
        <= sum(fund.amount_rupiah // COST for fund in funds if any(pays(fund, group) for group in chosen))
        for size in range(1, len(groups) + 1)
        for chosen in combinations(groups, size)
    )


def divisions(rows: list[Row], funds: list[Fund]) -> list[dict[str, int]]:
    """Workers by village of every division that the funds can pay."""
    found = []
    for counts in product(*(range(eligible - active + 1) for _, _, eligible, active in rows)):
        groups: dict[str, int] = {}
        villages = {name: 0 for name, *_ in rows}
        for (name, group, *_), count in zip(rows, counts, strict=True):
            groups[group] = groups.get(group, 0) + count
            villages[name] += count
        if payable(groups, funds):
            found.append(villages)
    return found


def sizes(rows: list[Row]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for name, _, eligible, active in rows:
        before = found.get(name, (0, 0))
        found[name] = (before[0] + eligible, before[1] + active)
    return found


def one_by_one(rows: list[Row], possible: list[dict[str, int]]) -> dict[str, int]:
    """The next worker goes to the lowest village of those that can still be paid one more."""
    has = {name: 0 for name, *_ in rows}
    while True:
        able = [
            name
            for name in has
            if any(all(one[other] >= has[other] + (other == name) for other in has) for one in possible)
        ]
        if not able:
            return has
        size = sizes(rows)
        lowest = min(able, key=lambda name: (Fraction(size[name][1] + has[name], size[name][0]), size[name][0], name))
        has[lowest] += 1


@given(rows=needs_rows(villages=3, groups=2, largest=3), funds=fund_lists(workers=5))
@settings(max_examples=100)
def test_it_covers_the_most_and_then_the_lowest_as_high_as_can_be(rows: list[Row], funds: list[Fund]) -> None:
    possible = divisions(rows, funds)
    size = sizes(rows)

    def worth(workers: dict[str, int]) -> tuple[int, list[Fraction]]:
        shares = [Fraction(size[name][1] + count, size[name][0]) for name, count in workers.items() if size[name][0]]
        return sum(workers.values()), sorted(shares)

    found = allocate_funds(as_table(rows), funds, COST).workers.to_dict()

    assert worth(found) == max(map(worth, possible))
    assert found == one_by_one(rows, possible)


@given(rows=needs_rows(villages=8, groups=3, largest=30), amount=st.integers(0, 300 * COST), random=st.randoms())
@settings(max_examples=60)
def test_one_fund_without_a_condition_is_equal_coverage(rows: list[Row], amount: int, random: Any) -> None:
    size = sizes(rows)
    simple = pd.DataFrame(
        [(name, *counts) for name, counts in size.items()], columns=["village_code", "eligible", "active"]
    ).astype({"village_code": "str"})  # fmt: skip
    random.shuffle(rows)

    found = allocate_funds(as_table(rows), [Fund("APBD", amount)], COST)

    assert found.workers.to_dict() == allocate("equal_coverage", simple, COST, amount).workers.to_dict()


def check_payments(found: FundAllocation, rows: list[Row], funds: list[Fund]) -> None:
    rooms = {(name, group): eligible - active for name, group, eligible, active in rows}
    payments = found.payments
    assert (payments["workers"] > 0).all()
    for (name, group), count in payments.groupby(["village_code", "worker_group"])["workers"].sum().items():
        assert count <= rooms[name, group]
    assert payments.groupby("village_code")["workers"].sum().to_dict() == found.workers[found.workers > 0].to_dict()
    for fund in funds:
        theirs = payments[payments["fund"] == fund.code]
        line = found.funds.loc[fund.code]
        assert all(pays(fund, group) for group in theirs["worker_group"])
        assert line["workers"] == theirs["workers"].sum()
        assert line["spent_rupiah"] == line["workers"] * COST
        assert line["spent_rupiah"] + line["left_rupiah"] == fund.amount_rupiah
        assert line["left_rupiah"] >= 0


@given(rows=needs_rows(villages=8, groups=3, largest=30), funds=fund_lists(most=4, workers=90), random=st.randoms())
@settings(max_examples=80)
def test_the_payments_add_up_in_any_order_of_rows_and_funds(rows: list[Row], funds: list[Fund], random: Any) -> None:
    found = allocate_funds(as_table(rows), funds, COST)
    check_payments(found, rows, funds)

    other_rows, other_funds = list(rows), list(funds)
    random.shuffle(other_rows)
    random.shuffle(other_funds)
    other = allocate_funds(as_table(other_rows), other_funds, COST)

    assert other.workers.to_dict() == found.workers.to_dict()
    assert other.payments.equals(found.payments)


@given(rows=needs_rows(villages=8, groups=3, largest=30), funds=fund_lists(most=4, workers=60))
@settings(max_examples=40)
def test_more_money_in_a_fund_covers_no_fewer(rows: list[Row], funds: list[Fund]) -> None:
    richer = [Fund(fund.code, fund.amount_rupiah + 3 * COST, fund.groups) for fund in funds]

    before = allocate_funds(as_table(rows), funds, COST).workers
    after = allocate_funds(as_table(rows), richer, COST).workers

    assert after.sum() >= before.sum()
