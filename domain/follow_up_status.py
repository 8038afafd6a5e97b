"""How far each line of a frozen pledge has come: kept, partly or not yet, what is late, and what stops next month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.budget_calendar import Deadline
from domain.calendar import Month
from domain.follow_up import PledgedLine, Step, standing
from domain.follow_up_step import STAGES, Stage
from domain.money import Rupiah, format_number
from domain.protection import ARREARS_MONTHS

Outcome = Literal["kept", "partly", "not_yet"]
OUTCOME_LABELS: dict[str, str] = {"kept": "dipenuhi", "partly": "sebagian", "not_yet": "belum"}
StageState = Literal["done", "nothing", "unrecorded", "open"]
Filter = Literal["all", "open", "overdue", "lapsing"]


@dataclass(frozen=True, slots=True)
class LineState:
    """One frozen line with its standing steps, on a day.

    Attributes:
        steps: the standing ones of this line and revision, in the order in which they were recorded.
        deadlines: of "planned" and "budgeted".
    """

    pledged: PledgedLine
    steps: tuple[Step, ...]
    deadlines: Mapping[str, Deadline]
    pledged_on: date
    today: date

    def of_stage(self, stage: Stage) -> tuple[Step, ...]:
        """The steps of one stage, the newest by its own day last."""
        found = [step for step in self.steps if step.said.stage == stage]
        return tuple(sorted(found, key=lambda step: (step.said.happened_on, step.number)))

    @property
    def reached(self) -> Stage | None:
        """The furthest stage at which something was done; a step that says 0 reaches nothing."""
        return next((stage for stage in reversed(STAGES) if self._is_done(stage)), None)

    def _is_done(self, stage: Stage) -> bool:
        steps = self.of_stage(stage)
        if stage == "paid":
            return any(not step.said.is_nothing for step in steps)
        return bool(steps) and not steps[-1].said.is_nothing

    def state_of(self, stage: Stage) -> StageState:
        """Done; nothing (recorded as 0); not recorded though a later one is; or still open."""
        if self._is_done(stage):
            return "done"
        if self.of_stage(stage):
            return "nothing"
        return "unrecorded" if self.reached and STAGES.index(stage) < STAGES.index(self.reached) else "open"

    @property
    def next_stage(self) -> Stage | None:
        """What comes after the furthest one."""
        following = STAGES.index(self.reached) + 1 if self.reached else 0
        return STAGES[following] if following < len(STAGES) else None

    @property
    def budgeted_rupiah(self) -> Rupiah:
        """What the newest budget holds for the line; 0 where none is recorded."""
        steps = self.of_stage("budgeted")
        return Rupiah(steps[-1].said.amount_rupiah or 0) if steps else Rupiah(0)

    @property
    def paid_rupiah(self) -> Rupiah:
        """All payments together."""
        return Rupiah(sum(step.said.amount_rupiah or 0 for step in self.of_stage("paid")))

    def paid_workers(self, month: Month) -> int:
        """For how many workers a month was paid; two payments for one month are of different workers."""
        return sum(
            said.workers or 0
            for said in (step.said for step in self.of_stage("paid") if not step.said.is_nothing)
            if said.paid_from and said.paid_until and said.paid_from <= month <= said.paid_until
        )

    @property
    def paid_until(self) -> Month | None:
        """The last month that is paid for anybody."""
        ends = [step.said.paid_until for step in self.of_stage("paid") if not step.said.is_nothing]
        return max((end for end in ends if end), default=None)

    @property
    def other_number(self) -> tuple[Month, int] | None:
        """The first pledged month that is paid, but for fewer or more workers than were pledged; and for how many."""
        paid = ((month, self.paid_workers(month)) for month in self.pledged.months)
        return next(((month, count) for month, count in paid if count not in (0, self.pledged.line.workers)), None)

    @property
    def this_month(self) -> Month:
        """The month of the day."""
        return Month(self.today.year, self.today.month)

    @property
    def due_months(self) -> list[Month]:
        """The pledged months that are over."""
        return [month for month in self.pledged.months if month < self.this_month]

    @property
    def outcome(self) -> Outcome:
        """Kept: every pledged month that is over, and the first one, is paid for as many workers as were pledged.

        Partly: it is in the budget, listed, paid or said to be active, but that is not so. Not yet: a plan at most.
        """
        workers, months = self.pledged.line.workers, {self.pledged.months[0], *self.due_months}
        if all(self.paid_workers(month) >= workers for month in months):
            return "kept"
        return "partly" if self.reached not in (None, "planned") else "not_yet"

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do before the next meeting: it is not kept so far, or its money stops."""
        return self.outcome != "kept" or self.stops

    @property
    def overdue(self) -> tuple[str, ...]:
        """What is late, in words; only by days after the pledge."""
        late = [
            f"{deadline.document} ({deadline.text})"
            for stage, deadline in ((stage, self.deadlines.get(stage)) for stage in STAGES)
            if deadline and self.state_of(stage) == "open" and deadline.is_overdue(self.pledged_on, self.today)
        ]
        unpaid = [m for m in self.due_months if m.last_day > self.pledged_on and not self.paid_workers(m)]
        if unpaid:
            late.append(f"{unpaid[0].label} belum dibayar (bulan itu dijanjikan desa sendiri)")
        return tuple(late)

    @property
    def stops(self) -> bool:
        """Whether next month is not paid for those who are, or were, paid."""
        return self.paid_until is not None and self.paid_until <= self.this_month

    @property
    def stop_text(self) -> str:
        """Until when is paid, and what follows; empty where nothing is paid."""
        end = self.paid_until
        if end is None:
            return ""
        said = f"dibayar sampai {end.label}"
        if end > self.this_month:
            return said
        unpaid, inactive = end.plus(1), end.plus(ARREARS_MONTHS + 1)
        if inactive <= self.this_month:
            return f"{said}; nonaktif sejak {inactive.label} bila tidak dibayar pihak lain"
        when = "berhenti bulan depan" if end == self.this_month else f"belum dibayar sejak {unpaid.label}"
        return f"{said}; {when}, nonaktif mulai {inactive.label} bila tetap tidak dibayar"


@dataclass(frozen=True, slots=True)
class VillageState:
    """A village's pledge: all its lines."""

    village_code: str
    lines: tuple[LineState, ...]

    @property
    def outcome(self) -> Outcome:
        """Kept or not yet where all lines are; else partly."""
        found = {line.outcome for line in self.lines}
        return found.pop() if len(found) == 1 else "partly"

    @property
    def pledged_rupiah(self) -> Rupiah:
        """The pledge."""
        return Rupiah(sum(line.pledged.line.amount_rupiah for line in self.lines))

    def shown_in(self, chosen: Filter) -> bool:
        """Whether it belongs to a list of the open, the overdue, those whose money stops, or all."""
        if chosen == "overdue":
            return any(line.overdue for line in self.lines)
        if chosen == "lapsing":
            return any(line.stops for line in self.lines)
        return chosen == "all" or any(line.is_open for line in self.lines)


def steps_of_lines(
    pledged: Iterable[PledgedLine], steps: Sequence[Step]
) -> Iterator[tuple[PledgedLine, tuple[Step, ...]]]:
    """Each line with its standing steps, in the order in which they were recorded; of its own revision only."""
    holding: dict[tuple[str, int, int], list[Step]] = {}
    for step in standing(steps):
        holding.setdefault((step.said.village_code, step.revision, step.said.line), []).append(step)
    for line in pledged:
        yield line, tuple(holding.get((line.village_code, line.revision, line.number), ()))


def line_states(
    pledged: Iterable[PledgedLine],
    steps: Sequence[Step],
    deadlines: Mapping[str, Deadline],
    pledged_on: date,
    today: date,
) -> list[VillageState]:
    """Every village that pledged, with its lines and what became of them, in the order of the lines."""
    found: dict[str, list[LineState]] = {}
    for line, own in steps_of_lines(pledged, steps):
        found.setdefault(line.village_code, []).append(LineState(line, own, deadlines, pledged_on, today))
    return [VillageState(code, tuple(lines)) for code, lines in found.items()]


@dataclass(frozen=True, slots=True)
class Summary:
    """How the pledges of a meeting stand, as the next one opens with it."""

    villages: int
    kept: int
    partly: int
    not_yet: int

    @property
    def pledged(self) -> int:
        """The villages that pledged."""
        return self.kept + self.partly + self.not_yet

    @property
    def text(self) -> str:
        """``29 desa: 18 dipenuhi, 6 sebagian, 5 belum``; those without a pledge are counted apart."""
        counted = (
            f"{format_number(self.kept)} dipenuhi, {format_number(self.partly)} sebagian, "
            f"{format_number(self.not_yet)} belum"
        )
        without = self.villages - self.pledged
        if not without:
            return f"{format_number(self.villages)} desa: {counted}"
        return f"{format_number(self.pledged)} desa berjanji: {counted}; {format_number(without)} desa tidak berjanji"


def summary_of(found: Iterable[VillageState], villages: int) -> Summary:
    """Count the outcomes over the villages that were entitled to pledge."""
    outcomes = [village.outcome for village in found]
    return Summary(villages, *(outcomes.count(name) for name in ("kept", "partly", "not_yet")))
