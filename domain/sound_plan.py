"""Which plans may be kept: whole numbers in their bounds, known rules and programmes, short words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from domain.money import LARGEST
from domain.plan import LONGEST_MONTHS, MOST_FUNDS, PLAN_RULES, Plan, RegencyPlan, VillagePlan
from domain.rates import Programme
from domain.refusal import Refused

MOST_WORKERS = 10**9
MOST_SOURCES = 20
LONGEST_WORD = 80


def require_sound(plan: Plan) -> None:
    """Refuse a plan that no form of this program makes: NaN, negative, three hundred months.

    Raises:
        Refused: says what is wrong with it.
    """
    if not _whole(plan.months, 1, LONGEST_MONTHS):
        _refuse(f"Lama perlindungan dalam simulasi 1 sampai {LONGEST_MONTHS} bulan.")
    if not plan.programmes or not _each_once(plan.programmes, get_args(Programme)):
        _refuse("Pilih program simulasi, masing-masing satu kali.")
    if isinstance(plan, VillagePlan):
        _village(plan)
    else:
        _regency(plan)


def _village(plan: VillagePlan) -> None:
    if not all(_whole(n, 0, MOST_WORKERS) for n in (plan.new_workers, plan.continued_workers, plan.officials)):
        _refuse("Jumlah pekerja dalam simulasi harus bilangan bulat, 0 atau lebih.")
    if not _word(plan.village_code):
        _refuse("Desa dalam simulasi itu tidak terbaca.")
    if len(plan.sources) > MOST_SOURCES or not all(_word(source.source) for source in plan.sources):
        _refuse("Sumber dana dalam simulasi itu tidak terbaca.")
    _amounts(source.ceiling_rupiah for source in plan.sources if source.ceiling_rupiah is not None)


def _regency(plan: RegencyPlan) -> None:
    if plan.rule not in PLAN_RULES:
        _refuse("Aturan pembagian dalam simulasi itu tidak dikenal.")
    if not 1 <= len(plan.funds) <= MOST_FUNDS or not all(_word(fund.name, empty=True) for fund in plan.funds):
        _refuse(f"Simulasi kabupaten memakai 1 sampai {MOST_FUNDS} dana, masing-masing dengan nama pendek.")
    _amounts(fund.amount_rupiah for fund in plan.funds)
    if not all(_word(group) for fund in plan.funds for group in fund.groups or ()):
        _refuse("Kelompok pekerja dalam simulasi itu tidak terbaca.")
    if plan.target_points is not None and not _whole(plan.target_points, 1, 10_000):
        _refuse("Target cakupan lebih dari 0 dan paling tinggi 100 persen.")
    words = [word for pair in plan.weights for word in pair] + [plan.per_pledged]
    if not all(_word(word) for word in words) or not _whole(plan.cap, 0, MOST_WORKERS):
        _refuse("Bobot atau batas dalam simulasi itu tidak terbaca.")


def _amounts(amounts: Iterable[object]) -> None:
    if not all(_whole(amount, 0, LARGEST) for amount in amounts):
        _refuse("Jumlah uang dalam simulasi harus rupiah bulat, 0 atau lebih.")


def _whole(number: object, least: int, most: int) -> bool:
    return type(number) is int and least <= number <= most


def _word(text: object, *, empty: bool = False) -> bool:
    return isinstance(text, str) and (empty or bool(text)) and len(text) <= LONGEST_WORD and text.isprintable()


def _each_once(chosen: Sequence[str], known: Sequence[str]) -> bool:
    return len(set(chosen)) == len(chosen) and set(chosen) <= set(known)


def _refuse(reason: str) -> None:
    raise Refused("scenario.plan", reason)
