"""Several funds, each for its own worker groups: as many workers as can be, the lowest coverage first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.allocation.inputs import is_text, read_counts, whole_rupiah, wrong_needs
from domain.allocation.queue import Ladder, climb
from domain.refusal import Refused
from domain.worker_groups import WORKER_GROUPS

Whole = NDArray[np.int64]

_REQUIRED = ["village_code", "worker_group", "eligible", "active"]
_PAID_BY_WAGE = {text for group in WORKER_GROUPS if group.segment != "BPU" for text in (group.code, group.name)}


@dataclass(frozen=True, slots=True)
class Fund:
    """Money with a condition: whole rupiah, and the worker groups that it may pay; None is every group."""

    code: str
    amount_rupiah: int
    groups: Collection[str] | None = None


@dataclass(frozen=True, eq=False)
class FundAllocation:
    """Who is paid by which fund; each worker by one.

    Args:
        workers: by village code, in the order in which the villages first stand in the needs.
        payments: `village_code`, `worker_group`, `fund`, `workers` (above 0), in this order.
        funds: by fund code: `workers`, `spent_rupiah`, `left_rupiah`; spent + left is the amount.
    """

    workers: pd.Series
    payments: pd.DataFrame
    funds: pd.DataFrame


def allocate_funds(needs: pd.DataFrame, funds: Sequence[Fund], unit_cost_rupiah: int) -> FundAllocation:
    """Cover as many as the funds together can; among all ways to do so, raise the lowest coverage first.

    The villages' coverages (active + given over eligible, all groups of the village together), sorted, are
    lexicographically as high as whole workers and the conditions allow; ties as in `equal_coverage`, whose result it
    is when there is one fund without a condition. The fund that may pay the fewest groups pays first, so that the
    money that is left is the money that can be used most freely.

    Args:
        needs: one row a village and group of BPU workers: `village_code`, `worker_group`, `eligible`, `active`,
            optionally `pledged_workers`; room is eligible − active − pledged, never below 0.
        funds: any number, each amount from 0 to 10^15; a fund pays whole workers only.
        unit_cost_rupiah: cost of one BPU worker for the whole time, from 1 to 10^15.

    Returns:
        FundAllocation; the same whatever the order of rows and funds.

    Raises:
        Refused: a ValueError with an Indonesian sentence: what is wrong and where.

    >>> needs = pd.DataFrame({"village_code": ["A", "A", "B"], "worker_group": ["fisher", "oil_palm_worker", "fisher"],
    ...                       "eligible": [10, 10, 20], "active": [0, 0, 5]})
    >>> funds = [Fund("APBD", 1_000), Fund("DBH Sawit", 550, ["oil_palm_worker"])]
    >>> allocate_funds(needs, funds, 100).payments.values.tolist()
    [['A', 'fisher', 'APBD', 5], ['A', 'oil_palm_worker', 'DBH Sawit', 5], ['B', 'fisher', 'APBD', 5]]
    """
    cost = whole_rupiah("unit_cost", "Biaya per pekerja", unit_cost_rupiah, 1)
    ordered = _read_funds(funds)
    places = _read_needs(needs)
    network = _Network(places, ordered, cost)
    totals = _raise_lowest_first(network)
    payments = _payments(network, *network.pay(totals))
    paid = payments.groupby("fund")["workers"].sum().reindex([fund.code for fund in funds], fill_value=0)
    amounts = np.array([int(fund.amount_rupiah) for fund in funds], dtype=np.int64)
    spent = paid.to_numpy().astype(np.int64) * cost
    return FundAllocation(
        pd.Series(totals, index=places.villages, name="workers").reindex(places.as_they_stood),
        payments,
        pd.DataFrame({"workers": paid, "spent_rupiah": spent, "left_rupiah": amounts - spent}, index=paid.index),
    )


def _read_funds(funds: Sequence[Fund]) -> list[Fund]:
    """The funds with the narrowest condition first, then by code."""
    for fund in funds:
        whole_rupiah("fund", f"Dana {fund.code}", fund.amount_rupiah, 0)
        if isinstance(fund.groups, str):
            raise Refused("allocation.fund", f"Kelompok untuk dana {fund.code} harus berupa daftar.")
    codes = [fund.code for fund in funds]
    if any(not isinstance(code, str) for code in codes) or len(set(codes)) < len(codes):
        raise Refused("allocation.fund", "Setiap dana perlu nama sendiri, yang tidak dipakai dana lain.")
    return sorted(funds, key=lambda fund: (fund.groups is None, len(set(fund.groups or ())), fund.code))


@dataclass(frozen=True, slots=True)
class _Places:
    """The rows of the needs, and the villages and groups in order of code; rows point to both."""

    as_they_stood: pd.Index
    villages: pd.Index
    groups: list[str]
    village: Whole
    group: Whole
    eligible: Whole
    active: Whole
    room: Whole

    def by_village(self, counts: Whole) -> Whole:
        return np.bincount(self.village, weights=counts, minlength=len(self.villages)).astype(np.int64)


def _read_needs(needs: pd.DataFrame) -> _Places:
    if not isinstance(needs, pd.DataFrame) or any(list(needs.columns).count(name) != 1 for name in _REQUIRED):
        raise wrong_needs(f"Kebutuhan harus berupa tabel dengan kolom {', '.join(_REQUIRED)}, masing-masing satu.")
    for name in _REQUIRED[:2]:
        if not is_text(needs[name]):
            raise wrong_needs(f"Kolom {name} harus diisi sebagai teks di setiap baris.")
    by_wage = sorted(_PAID_BY_WAGE & set(needs["worker_group"]))
    if by_wage:
        raise wrong_needs(f"Kelompok {by_wage[0]} dibayar menurut upah, bukan per pekerja. Hitung secara terpisah.")
    rows = needs.sort_values(["village_code", "worker_group"], ignore_index=True)
    twice = rows[rows.duplicated(["village_code", "worker_group"])]
    if len(twice):
        raise wrong_needs(f"Desa {twice.iloc[0, twice.columns.get_loc('village_code')]} punya satu kelompok dua kali.")
    eligible, active = read_counts(rows, "eligible"), read_counts(rows, "active")
    pledged = read_counts(rows, "pledged_workers") if "pledged_workers" in rows.columns else np.zeros_like(active)
    village, villages = pd.factorize(rows["village_code"])
    group, groups = pd.factorize(rows["worker_group"], sort=True)
    return _Places(
        as_they_stood=pd.Index(needs["village_code"].unique(), name="village_code"),
        villages=pd.Index(villages, name="village_code"),
        groups=list(groups),
        village=np.asarray(village, dtype=np.int64),
        group=np.asarray(group, dtype=np.int64),
        eligible=eligible,
        active=active,
        room=np.maximum(eligible - active - pledged, 0),
    )


def _raise_lowest_first(network: _Network) -> Whole:
    """Workers of each village: equal coverage, and where the funds' conditions forbid it, by halves.

    What the funds can give to sets of villages is a polymatroid. For those, Groenevelt (1991): divide as if there were
    no condition; if that cannot be paid, a cut of the flow names the villages that are short of money. Those get all
    that they can get, divided among them, then the others the rest. Each half is divided the same way.
    """
    places = network.places
    eligible = places.by_village(places.eligible)
    ladder = Ladder(places.by_village(places.active), 1, eligible.astype(np.float64), smaller_first=eligible)
    room = places.by_village(places.room)
    result = np.zeros_like(room)
    everyone = np.arange(len(room))
    waiting = [(everyone, network.most(room)[0])]
    while waiting:
        block, total = waiting.pop()
        limit = np.zeros_like(room)
        limit[block] = room[block]
        wished = climb(ladder, np.zeros_like(room), limit, total)
        reached, short = network.most(result + wished)
        reached -= int(result.sum())
        if reached == total:
            result += wished
            continue
        first, then = block[short[block]], block[~short[block]]
        if not len(first) or not len(then):  # a cut that divides nothing is no cut: rather refuse than go on for ever
            raise _not_solved()
        theirs = reached - int(wished[then].sum())
        waiting += [(then, total - theirs), (first, theirs)]
    return result


class _Network:
    """Money flows from funds to groups to villages; questions about it are linear programs for HiGHS.

    The matrix is that of a network, so the corners that the simplex method stops at are whole workers.
    """

    def __init__(self, places: _Places, funds: list[Fund], cost: int) -> None:
        self.places = places
        self.funds = funds
        everyone = int(places.room.sum())
        self._most = np.array([min(int(fund.amount_rupiah) // cost, everyone) for fund in funds], dtype=np.int64)
        pairs = [
            (fund, group)
            for fund, one in enumerate(funds)
            for group, name in enumerate(places.groups)
            if one.groups is None or name in one.groups
        ]
        self.fund = np.array([fund for fund, _ in pairs], dtype=np.int64)
        self.group = np.array([group for _, group in pairs], dtype=np.int64)

    def most(self, limit: Whole) -> tuple[int, NDArray[np.bool_]]:
        """The most workers that the funds can pay within the villages' limits; and the villages short of money."""
        if not len(self.places.room) or not len(self.fund):
            return 0, np.ones(len(limit), dtype=bool)
        rows, payers = len(self.places.room), len(self.fund)
        found = self._solve(
            np.r_[-np.ones(rows), np.zeros(payers)], {"A_ub": self._limits, "b_ub": np.r_[self._most, limit]}
        )
        # A limit without a price is no part of the cut: what holds these villages back is the money.
        prices = found.ineqlin.marginals[len(self.funds) :]
        return round(-found.fun), prices > -0.5

    def pay(self, totals: Whole) -> tuple[Whole, Whole]:
        """Workers of each row of the needs, and of each pair of fund and group; the narrowest funds pay first."""
        if not totals.any():
            return np.zeros_like(self.places.room), np.zeros_like(self.fund)
        rows, split = len(self.places.room), len(self.funds)
        limits = self._limits
        found = self._solve(
            np.r_[np.zeros(rows), self.fund],
            {"A_ub": limits[:split], "b_ub": self._most},
            also=(limits[split:], totals),
        )
        counts = np.rint(found.x).astype(np.int64)
        return counts[:rows], counts[rows:]

    @cached_property
    def _limits(self) -> Any:
        """One row a fund, what it pays; one row a village, what it gets."""
        from scipy.sparse import csr_array  # noqa: PLC0415  slow to import, and only this page needs it

        village, count = self.places.village, len(self.places.room)
        row = np.r_[self.fund, len(self.funds) + village]
        column = np.r_[count + np.arange(len(self.fund)), np.arange(count)]
        shape = (len(self.funds) + len(self.places.villages), count + len(self.fund))
        return csr_array((np.ones(len(row)), (row, column)), shape=shape)

    @cached_property
    def _balance(self) -> Any:
        """One row a group: what its workers get is what the funds pay for it."""
        from scipy.sparse import csr_array  # noqa: PLC0415  slow to import, and only this page needs it

        signs = np.r_[np.ones(len(self.places.group)), -np.ones(len(self.group))]
        row = np.r_[self.places.group, self.group]
        return csr_array((signs, (row, np.arange(len(row)))), shape=(len(self.places.groups), len(row)))

    def _solve(self, prices: NDArray[np.float64], limits: dict[str, Any], also: tuple[Any, Whole] | None = None) -> Any:
        from scipy.optimize import linprog  # noqa: PLC0415  slow to import, and only this page needs it
        from scipy.sparse import vstack  # noqa: PLC0415

        equal, amounts = self._balance, np.zeros(len(self.places.groups))
        if also:
            equal, amounts = vstack([equal, also[0]], format="csr"), np.r_[amounts, also[1]]
        most = np.r_[self.places.room, np.full(len(self.fund), np.inf)]
        bounds = np.column_stack([np.zeros(len(most)), most])
        found = linprog(prices, **limits, A_eq=equal, b_eq=amounts, bounds=bounds, method="highs-ds")
        if found.status != 0:
            raise _not_solved()
        return found


def _not_solved() -> Refused:
    return Refused("allocation.funds", "Pembagian ini tidak dapat dihitung. Periksa jumlah dan dana, lalu coba lagi.")


def _payments(network: _Network, workers: Whole, paid: Whole) -> pd.DataFrame:
    """Each group's workers in order of village code are paid by its funds in turn, the narrowest first."""
    places, rows = network.places, []
    for group, name in enumerate(places.groups):
        purses = [
            [network.funds[network.fund[pair]].code, int(paid[pair])] for pair in np.flatnonzero(network.group == group)
        ]
        for row in np.flatnonzero((places.group == group) & (workers > 0)).tolist():
            open_ = int(workers[row])
            while open_:
                purse = next(one for one in purses if one[1])
                part = min(open_, purse[1])
                rows.append((places.villages[places.village[row]], name, purse[0], part))
                purse[1] -= part
                open_ -= part
    columns = ["village_code", "worker_group", "fund", "workers"]
    return pd.DataFrame(rows, columns=columns).sort_values(columns[:3], ignore_index=True)
