"""A scenario as the beginning of a pledge: what the pledge form can hold, and in words what it cannot."""

from __future__ import annotations

from dataclasses import dataclass

from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, Nature
from domain.money import format_number, format_rupiah
from domain.plan import Plan, VillagePlan
from domain.rates import TWO_PROGRAMMES
from domain.refusal import Refused

DEFAULT_SOURCE = "ADD"
LONGEST_PLEDGE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class PledgeDraft:
    """One line for the form; `left_out` says what of the scenario is not in it."""

    nature: Nature
    workers: int
    months: int
    start_month: Month
    source: str
    left_out: tuple[str, ...]


def pledge_draft(plan: Plan, budget_year: int) -> PledgeDraft:
    """The draft that a village's scenario makes in a meeting's budget year; nothing is pledged by it.

    New workers before continued ones, the first source that a village may pay from, at most to December of the
    budget year. A start outside the budget year becomes its January.

    Raises:
        Refused: it is no village's scenario, or has no BPU worker.
    """
    if not isinstance(plan, VillagePlan):
        raise Refused(
            "scenario.not_a_village", "Simulasi itu untuk kabupaten; komitmen dibuat dari simulasi satu desa."
        )
    nature: Nature = "new" if plan.new_workers else "continued"
    workers = plan.new_workers or plan.continued_workers
    if not workers:
        raise Refused("scenario.no_workers", "Simulasi itu tidak memuat pekerja mandiri (BPU) untuk dijanjikan.")
    start = plan.start_month if plan.start_month.year == budget_year else Month(budget_year, 1)
    months = min(plan.months, LONGEST_PLEDGE_MONTHS, 12 - start.number + 1)
    source = next((s.source for s in plan.sources if s.source in FUNDING_SOURCES), DEFAULT_SOURCE)
    return PledgeDraft(
        nature, workers, months, start, source, (*_whom(plan), *_when(plan, start, months), *_how(plan, source))
    )


def _whom(plan: VillagePlan) -> list[str]:
    said = []
    if plan.new_workers and plan.continued_workers:
        said.append(f"{format_number(plan.continued_workers)} pekerja lanjutan di samping pekerja baru")
    if plan.officials:
        said.append(f"{format_number(plan.officials)} perangkat desa (PU)")
    return said


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
    if set(plan.programmes) != set(TWO_PROGRAMMES):
        said.append(f"pilihan program {' + '.join(plan.programmes)} (formulir memakai {' + '.join(TWO_PROGRAMMES)})")
    return said
