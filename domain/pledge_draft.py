"""A scenario as the beginning of a pledge: what the pledge form can hold, and in words what it cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, LineRequest
from domain.money import format_number, format_rupiah
from domain.plan import Plan, VillagePlan
from domain.rates import TWO_PROGRAMMES, Programme
from domain.refusal import Refused

DEFAULT_SOURCE = "ADD"
LONGEST_PLEDGE_MONTHS = 12
THREE_PROGRAMMES: tuple[Programme, ...] = (*TWO_PROGRAMMES, "JHT")


@dataclass(frozen=True, slots=True)
class PledgeDraft:
    """The lines for the form; `left_out` says what of the scenario is not in them."""

    lines: tuple[LineRequest, ...]
    left_out: tuple[str, ...]


def pledge_draft(plan: Plan, budget_year: int, *, official_group: str = "") -> PledgeDraft:
    """The draft that a village's scenario makes in a meeting's budget year; nothing is pledged by it.

    A line each for new workers, continued ones and officials, from the first source that a village may pay from, at
    most to December of the budget year. A start outside the budget year becomes its January.

    Args:
        official_group: code of the officials' worker group in the meeting's data; empty: it has none.

    Raises:
        Refused: it is no village's scenario, or has no BPU worker.
    """
    if not isinstance(plan, VillagePlan):
        raise Refused(
            "scenario.not_a_village", "Simulasi itu untuk kabupaten; komitmen dibuat dari simulasi satu desa."
        )
    start = plan.start_month if plan.start_month.year == budget_year else Month(budget_year, 1)
    months = min(plan.months, LONGEST_PLEDGE_MONTHS, 12 - start.number + 1)
    source = next((s.source for s in plan.sources if s.source in FUNDING_SOURCES), DEFAULT_SOURCE)
    programmes = THREE_PROGRAMMES if "JHT" in plan.programmes else TWO_PROGRAMMES
    one = LineRequest("new", plan.new_workers, months, start, source, programmes)
    lines = [one, replace(one, nature="continued", workers=plan.continued_workers)]
    if official_group:
        of_group = replace(one, segment="PU", group=official_group, programmes=TWO_PROGRAMMES)
        lines.append(replace(of_group, workers=plan.officials))
    kept = tuple(line for line in lines if line.workers)
    if not kept:
        raise Refused("scenario.no_workers", "Simulasi itu tidak memuat pekerja untuk dijanjikan.")
    left_out = () if official_group or not plan.officials else (f"{format_number(plan.officials)} perangkat desa (PU)",)
    return PledgeDraft(kept, (*left_out, *_when(plan, start, months), *_how(plan, source)))


def _when(plan: VillagePlan, start: Month, months: int) -> list[str]:
    said = []
    if start != plan.start_month:
        said.append(f"mulai {plan.start_month.label} (di luar tahun anggaran {start.year})")
    if months < plan.months:
        said.append(f"{plan.months - months} bulan sesudah {start.plus(months - 1).label}")
    return said


def _how(plan: VillagePlan, source: str) -> list[str]:
    said = []
    others = [s.source for s in plan.sources if s.source != source]
    if others:
        said.append(f"sumber dana {', '.join(others)}")
    ceilings = [s for s in plan.sources if s.ceiling_rupiah is not None]
    if ceilings:
        said.append(f"batas dana ({', '.join(f'{s.source} {format_rupiah(s.ceiling_rupiah or 0)}' for s in ceilings)})")
    if set(plan.programmes) not in (set(TWO_PROGRAMMES), set(THREE_PROGRAMMES)):
        said.append(
            f"pilihan program {' + '.join(plan.programmes)} (formulir memakai JKK + JKM, dengan atau tanpa JHT)"
        )
    return said
