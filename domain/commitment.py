"""What a village pledges, and the rules that a pledge must keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from domain import pledge_warnings
from domain.calendar import Month
from domain.money import Rupiah
from domain.pledge_lines import FUNDING_SOURCES, NATURE_LABELS, GroupCounts, Line, LineRequest, Nature, Situation
from domain.pledge_rules import check_pledge
from domain.pledge_warnings import PledgeWarning
from domain.rates import RateTable
from domain.refusal import Refused
from domain.worker_groups import Segment

# The words of a pledge are asked for here, with the pledge.
__all__ = [
    "FUNDING_SOURCES",
    "LONGEST_REASON",
    "NATURE_LABELS",
    "WAY_LABELS",
    "EntryWay",
    "GroupCounts",
    "Line",
    "LineRequest",
    "Nature",
    "PledgeWarning",
    "Situation",
    "Way",
    "make_lines",
    "parse_workers",
    "total_rupiah",
    "total_workers",
    "warnings_for",
]

EntryWay = Literal["village", "facilitator", "paper"]
Way = Literal["phone", "spoken", "paper", "message", "machine"]

WAY_LABELS: dict[str, str] = {
    "phone": "lewat ponsel desa",
    "spoken": "diucapkan di rapat",
    "paper": "dari lembar kertas",
    "message": "lewat pesan",
    "machine": "lewat baris perintah",
    "": "cara tidak tercatat",
}
"""How a pledge came in; rows older than this question have no answer."""

LONGEST_REASON = 200


def parse_workers(text: object, *, field: str = "workers") -> int:
    """A count of workers as people type it; dots may separate thousands.

    Raises:
        Refused: not a whole number of workers.

    >>> parse_workers(" 1.200 "), parse_workers(60)
    (1200, 60)
    """
    raw = str(text).strip()
    groups = raw.split(".")
    thousands = len(groups) > 1 and 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    thousands = thousands and not raw.startswith("0")  # 0.500 could be a half
    digits = "".join(groups) if thousands else raw
    if not raw:
        raise Refused("commitment.workers", "Isi jumlah pekerja, misalnya 60.", field=field)
    if digits.startswith("-") and digits[1:].isdecimal():
        raise Refused("commitment.workers", "Jumlah pekerja tidak boleh negatif.", field=field)
    if not (digits.isascii() and digits.isdecimal()):
        raise Refused(
            "commitment.workers", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60.", field=field
        )
    if len(digits) > 18:
        raise Refused("commitment.workers", "Jumlah pekerja terlalu besar.", field=field)
    return int(digits)


def make_lines(requests: Sequence[LineRequest], situation: Situation) -> tuple[Line, ...]:
    """Check a pledge against what the meeting was opened on and compute its amounts.

    New workers may be at most the uncovered, continued ones at most the active, in each segment and each worker
    group, and both within the meeting's limits, over all lines together. Each amount is workers × the sum of the
    months' contributions.

    Returns:
        The lines with ``unit_rupiah`` (a worker's first month) and ``amount_rupiah``.

    Raises:
        Refused: the first rule that is broken, with the form field it belongs to.
    """
    check_pledge(requests, situation)
    return tuple(_priced(request, situation) for request in requests)


def _priced(request: LineRequest, situation: Situation) -> Line:
    months = [request.start_month.plus(offset) for offset in range(request.months)]
    units = [_month_of_one(request, situation.rates, month) for month in months]
    group = situation.groups.get(request.group)
    return Line(
        nature=request.nature,
        segment=request.segment,
        workers=request.workers,
        months=request.months,
        start_month=request.start_month,
        programmes=request.programmes,
        source=request.source,
        unit_rupiah=units[0],
        amount_rupiah=Rupiah(request.workers * sum(units)),
        group=request.group,
        group_name=group.name if group else "",
        wage_rupiah=request.wage_rupiah,
    )


def _month_of_one(request: LineRequest, rates: RateTable, month: Month) -> Rupiah:
    """One worker's contribution in a month; a PU worker's is a percent of a wage, here of the least that is lawful."""
    wage = request.wage_rupiah
    if request.segment == "PU" and wage is None:
        wage = rates.lowest_wage(month).wage_rupiah
    return rates.contribution(request.segment, request.programmes, month, base_rupiah=wage)


def warnings_for(requests: Sequence[LineRequest], situation: Situation | int) -> tuple[PledgeWarning, ...]:
    """What the village should know before it confirms; none of it stops the pledge.

    Args:
        situation: the village's; or the budget year alone, where its active workers are not known.
    """
    budget_year = situation if isinstance(situation, int) else situation.budget_year
    active = 0 if isinstance(situation, int) else situation.counts.active
    continued = sum(r.workers for r in requests if (r.nature, r.segment) == ("continued", "BPU"))
    found: list[PledgeWarning] = []
    if any(r.source == "DD" for r in requests):
        found.append(pledge_warnings.village_fund(budget_year))
    if any(r.start_month.plus(r.months - 1).year > budget_year for r in requests):
        found.append(pledge_warnings.beyond_budget_year(budget_year))
    if any(r.start_month.number > 1 or r.start_month.plus(r.months) < Month(budget_year + 1, 1) for r in requests):
        found.append(pledge_warnings.gap_months(max(r.start_month for r in requests)))
    if any(r.segment == "PU" and r.wage_rupiah is None for r in requests):
        found.append(pledge_warnings.lowest_wage())
    if requests and active > continued:
        found.append(pledge_warnings.active_unfunded(active - continued, min(r.start_month for r in requests)))
    return tuple(found)


def total_workers(lines: Sequence[Line], nature: Nature | None = None, segment: Segment | None = None) -> int:
    """Workers over the lines, of one nature or of both, of one segment or of both."""
    return sum(line.workers for line in lines if nature in (None, line.nature) and segment in (None, line.segment))


def total_rupiah(lines: Sequence[Line]) -> Rupiah:
    """The amount of a pledge: the sum of its lines, exactly."""
    return Rupiah(sum(line.amount_rupiah for line in lines))
