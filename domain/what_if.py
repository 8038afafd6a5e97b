"""What an amount buys, what a number of workers costs, and what a target needs: one rule, asked from any side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.calendar import Month
from domain.coverage import Counts, workers_to_target
from domain.money import LARGEST, Rupiah
from domain.plan import SourceCeiling
from domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Purchase:
    """Whole workers for an amount; spent + left is the amount, to the rupiah.

    Attributes:
        next_rupiah: what must be added to protect one worker more; None where nobody is left to protect.
    """

    workers: int
    spent_rupiah: Rupiah
    left_rupiah: Rupiah
    next_rupiah: Rupiah | None


def workers_for(budget_rupiah: int, unit_cost_rupiah: int, most_workers: int) -> Purchase:
    """How many workers an amount protects for the whole time, never more than there are to protect.

    Args:
        budget_rupiah: 0 or more.
        unit_cost_rupiah: one worker over all months, at least 1.
        most_workers: those who are not protected yet.

    Raises:
        Refused: a negative amount, or a cost below one rupiah.

    >>> workers_for(5_000_000, 201_600, 500)
    Purchase(workers=24, spent_rupiah=4838400, left_rupiah=161600, next_rupiah=40000)
    """
    if budget_rupiah < 0:
        raise Refused("what_if.budget", "Jumlah tidak boleh negatif.", field="budget")
    if unit_cost_rupiah < 1:
        raise Refused("what_if.unit_cost", "Iuran satu pekerja harus lebih dari nol.")
    workers = min(budget_rupiah // unit_cost_rupiah, max(0, most_workers))
    spent = workers * unit_cost_rupiah
    left = budget_rupiah - spent
    missing = Rupiah(max(0, unit_cost_rupiah - left)) if workers < most_workers else None
    return Purchase(workers, Rupiah(spent), Rupiah(left), missing)


@dataclass(frozen=True, slots=True)
class SourceShare:
    """What one source pays; `left_rupiah` of its ceiling stays free, None where it has no ceiling."""

    source: str
    workers: int
    amount_rupiah: Rupiah
    left_rupiah: Rupiah | None


@dataclass(frozen=True, slots=True)
class Split:
    """Workers over sources; the workers of the shares + `unfunded_workers` are all workers."""

    shares: tuple[SourceShare, ...]
    unfunded_workers: int
    unfunded_rupiah: Rupiah


def split_over_sources(workers: int, unit_rupiah: int, sources: Sequence[SourceCeiling]) -> Split:
    """Each source pays whole workers up to its ceiling, in the order given; who is left has no money yet.

    A worker is paid by one source only: two remainders do not make a worker.

    Args:
        workers: 0 or more.
        unit_rupiah: one worker over all months, at least 1.

    Raises:
        Refused: a source that is named twice, a negative or unbelievable ceiling, a cost below one rupiah.

    >>> split = split_over_sources(5, 100, [SourceCeiling("ADD", 250), SourceCeiling("PADes", 199)])
    >>> [(share.source, share.workers, share.left_rupiah) for share in split.shares], split.unfunded_workers
    ([('ADD', 2, 50), ('PADes', 1, 99)], 2)
    """
    check_sources(sources)
    if workers < 0 or unit_rupiah < 1:
        raise Refused("what_if.unit_cost", "Jumlah pekerja dan iuran tidak boleh negatif.")
    left, shares = workers, []
    for source in sources:
        ceiling = source.ceiling_rupiah
        paid = left if ceiling is None else min(left, ceiling // unit_rupiah)
        spent = paid * unit_rupiah
        shares.append(
            SourceShare(source.source, paid, Rupiah(spent), None if ceiling is None else Rupiah(ceiling - spent))
        )
        left -= paid
    return Split(tuple(shares), left, Rupiah(left * unit_rupiah))


def check_sources(sources: Sequence[SourceCeiling]) -> None:
    """Sources are named once, each ceiling is a whole amount that can be.

    Raises:
        Refused: otherwise; the field is `sources`.
    """
    if len({source.source for source in sources}) < len(sources):
        raise Refused("plan.sources", "Tiap sumber dana hanya satu kali.", field="sources")
    for source in sources:
        ceiling = source.ceiling_rupiah
        if ceiling is None:
            continue
        if type(ceiling) is not int or ceiling < 0:
            raise Refused(
                "plan.ceiling", f"Pagu {source.source} harus rupiah bulat dan tidak negatif.", field="sources"
            )
        if ceiling > LARGEST:
            reason = f"Pagu {source.source} terlalu besar; periksa banyaknya angka nol."
            raise Refused("plan.ceiling", reason, field="sources")


@dataclass(frozen=True, slots=True)
class YearCost:
    """What falls into one budget year."""

    year: int
    months: int
    amount_rupiah: Rupiah


def cost_by_year(start: Month, months: int, month_rupiah: Callable[[Month], int]) -> tuple[YearCost, ...]:
    """Each month belongs to the budget of its own calendar year, at its own rate.

    >>> [(cost.year, cost.months, cost.amount_rupiah) for cost in cost_by_year(Month(2027, 11), 3, lambda month: 10)]
    [(2027, 2, 20), (2028, 1, 10)]
    """
    found: dict[int, tuple[int, int]] = {}
    for offset in range(months):
        month = start.plus(offset)
        count, amount = found.get(month.year, (0, 0))
        found[month.year] = (count + 1, amount + month_rupiah(month))
    return tuple(YearCost(year, count, Rupiah(amount)) for year, (count, amount) in found.items())


@dataclass(frozen=True, slots=True)
class Need:
    """Workers missing to a target, by segment, because each has a rate of its own."""

    bpu_workers: int
    officials: int


def need_to_target(bpu: Counts, officials: Counts, target_points: int, *, pledged: int = 0) -> Need:
    """Each segment reaches the target by itself, so the village does too; pledged BPU workers count as gained.

    Args:
        target_points: hundredths of a percent, 0 to 10,000.

    Raises:
        Refused: a target outside 0 to 100 %.

    >>> need_to_target(Counts(800, 320), Counts(10, 4), 6000, pledged=60)
    Need(bpu_workers=100, officials=2)
    """
    if not 0 <= target_points <= 10_000:
        raise Refused("what_if.target", "Target antara 0 dan 100 persen.", field="target")
    missing = max(0, workers_to_target(bpu, target_points) - pledged)
    return Need(missing, workers_to_target(officials, target_points))
