"""Several funds, or one with a condition, over the villages: who pays whom, and what each fund could not pay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.coverage import percent_label
from domain.money import Rupiah, format_number
from domain.plan import PlanFund, RegencyPlan
from domain.refusal import Refused
from services.district import VillagePicture
from services.division import Division, FundUse, Outcome
from services.group_needs import GroupNeed

_Row = tuple[str, str, int, int, int]  # village, group, eligible, active, pledged


@dataclass(frozen=True, slots=True)
class _Payment:
    village: str
    group: str
    fund: str
    workers: int


def divide_funds(
    places: Sequence[VillagePicture],
    pledged: Mapping[str, int],
    plan: RegencyPlan,
    groups: Sequence[GroupNeed],
    unit: Rupiah,
) -> Division:
    """Cover as many as the funds together can, the lowest coverage first, as `domain.fund_allocation` does.

    Pledges name no group: a village's pledged workers count for its groups in proportion to their uncovered.

    Raises:
        Refused: a bad fund, a fund for a group that is not in the data, or no figures by group.
    """
    codes = {place.village.code for place in places}
    needs = [need for need in groups if need.village_code in codes]
    names = {need.group_code: need.group_name for need in needs}
    _check(plan.funds, names)
    rows = _rows(needs, pledged)
    payments = _pay(rows, plan.funds, unit)
    given = Counter[str]()
    for payment in payments:
        given[payment.village] += payment.workers
    outcomes = tuple(
        Outcome(p.village.code, p.village.name, p.bpu, pledged.get(p.village.code, 0), given[p.village.code])
        for p in places
    )
    spent = given.total() * unit
    return Division(
        plan,
        outcomes,
        unit,
        Rupiah(spent),
        Rupiah(plan.budget_rupiah - spent),
        tuple(_use(fund, rows, payments, names, unit) for fund in plan.funds),
        _sentences=lambda: [_reason(outcome, payments, names, rows, plan.funds) for outcome in outcomes],
    )


def _check(funds: Sequence[PlanFund], names: Mapping[str, str]) -> None:
    if not names:
        raise Refused(
            "simulation.groups", "Data ini tidak memuat kelompok pekerja, jadi dana bersyarat belum terhitung."
        )
    if any(not fund.name.strip() for fund in funds):
        raise Refused("simulation.fund_name", "Beri nama setiap dana.", field="funds")
    if len({fund.name for fund in funds}) < len(funds):
        raise Refused("simulation.fund_name", "Dua dana bernama sama. Beri nama yang berbeda.", field="funds")
    unknown = sorted({group for fund in funds for group in fund.groups or ()} - set(names))
    if unknown:
        reason = f"Kelompok “{unknown[0]}” tidak ada di data ini. Pilih kelompok lain untuk dananya."
        raise Refused("simulation.groups", reason, field="funds")


def _rows(needs: Sequence[GroupNeed], pledged: Mapping[str, int]) -> tuple[_Row, ...]:
    by_village: dict[str, list[GroupNeed]] = {}
    for need in needs:
        by_village.setdefault(need.village_code, []).append(need)
    return tuple(
        (village, need.group_code, need.counts.eligible, need.counts.active, promised)
        for village, theirs in by_village.items()
        for need, promised in zip(theirs, _in_proportion(theirs, pledged.get(village, 0)), strict=True)
    )


def _in_proportion(needs: Sequence[GroupNeed], pledged: int) -> list[int]:
    """A village's pledged workers over its groups by their uncovered; remainders to the largest fractions."""
    uncovered = [max(0, need.counts.uncovered) for need in needs]
    everyone = sum(uncovered)
    count = min(pledged, everyone)
    if not count:
        return [0] * len(needs)
    parts = [count * one // everyone for one in uncovered]
    by_fraction = sorted(range(len(needs)), key=lambda at: (-(count * uncovered[at] % everyone), at))
    for at in by_fraction[: count - sum(parts)]:
        parts[at] += 1
    return parts


@lru_cache(maxsize=64)
def _pay(rows: tuple[_Row, ...], funds: tuple[PlanFund, ...], unit: Rupiah) -> tuple[_Payment, ...]:
    """The linear programs take some 15 ms: kept, so that another view of the same answer does not ask again."""
    # pandas takes half a second to import, and only these pages need it.
    import pandas as pd  # noqa: PLC0415

    from domain.fund_allocation import Fund, allocate_funds  # noqa: PLC0415

    needs = pd.DataFrame(rows, columns=["village_code", "worker_group", "eligible", "active", "pledged_workers"])
    found = allocate_funds(needs, [Fund(f.name, f.amount_rupiah, f.groups) for f in funds], unit)
    return tuple(_Payment(*row) for row in found.payments.to_numpy().tolist())


def _use(
    fund: PlanFund, rows: Sequence[_Row], payments: Sequence[_Payment], names: Mapping[str, str], unit: Rupiah
) -> FundUse:
    may_pay = set(names if fund.groups is None else fund.groups)
    workers = sum(payment.workers for payment in payments if payment.fund == fund.name)
    room = sum(max(0, eligible - active - own) for _, group, eligible, active, own in rows if group in may_pay)
    covered = sum(payment.workers for payment in payments if payment.group in may_pay)
    spent = workers * unit
    return FundUse(
        fund.name,
        Rupiah(fund.amount_rupiah),
        () if fund.groups is None else tuple(name for code, name in names.items() if code in may_pay),
        workers,
        Rupiah(spent),
        Rupiah(fund.amount_rupiah - spent),
        room - covered,
    )


def _why_nothing(
    outcome: Outcome, payments: Sequence[_Payment], rows: Sequence[_Row], funds: Sequence[PlanFund]
) -> str:
    open_groups = {
        group for code, group, eligible, active, own in rows if code == outcome.code and eligible - active > own
    }
    may_pay = [fund for fund in funds if fund.groups is None or open_groups & set(fund.groups)]
    if not may_pay:
        return "Tidak mendapat: tidak ada dana yang boleh membayar kelompok pekerja yang belum terlindungi di desa ini."
    if not {fund.name for fund in may_pay} & {payment.fund for payment in payments}:
        return "Tidak mendapat: dana yang boleh membayar kelompok di desa ini tidak cukup untuk satu pekerja."
    return "Tidak mendapat: dana yang boleh membayar kelompok di desa ini habis untuk cakupan yang lebih rendah."


def _reason(
    outcome: Outcome,
    payments: Sequence[_Payment],
    names: Mapping[str, str],
    rows: Sequence[_Row],
    funds: Sequence[PlanFund],
) -> str:
    counts = outcome.counts
    if not counts.eligible:
        return "Tidak mendapat: tidak ada pekerja berhak di desa ini."
    if counts.active >= counts.eligible:
        return f"Tidak mendapat: semua {format_number(counts.eligible)} pekerja berhak sudah aktif."
    if counts.active + outcome.pledged >= counts.eligible:
        return "Tidak mendapat: semua yang belum terlindungi sudah dijanjikan desa."
    if not outcome.given:
        return _why_nothing(outcome, payments, rows, funds)
    parts: dict[str, list[str]] = {}
    for payment in payments:
        if payment.village == outcome.code:
            parts.setdefault(payment.fund, []).append(
                f"{format_number(payment.workers)} {names[payment.group].lower()}"
            )
    sources = "; ".join(f"{fund} membayar {', '.join(groups)}" for fund, groups in parts.items())
    today, then = percent_label(counts.share), percent_label(counts.share_if_paid(outcome.given))
    change = f"cakupan desa ini naik dari {today} ke {then} bila dibayar".replace(",0%", "%")
    if outcome.pledged:
        change += f", belum termasuk {format_number(outcome.pledged)} yang dijanjikan desa"
    return f"Mendapat {format_number(outcome.given)} pekerja: {sources}; {change}."
