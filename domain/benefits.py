"""What JKK and JKM pay in a case: dated rows, the declared income, and how long the worker has been a member.

Figures, sources and what is not known: docs/benefits.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.benefit_cases import CASES, SCHOLARSHIPS, SCHOOL_LEVELS, Case, LineKind, SchoolLevel, kind_of
from domain.calendar import Month
from domain.money import LARGEST, Rupiah
from domain.refusal import Refused
from domain.relief import share_half_up

MOST_CHILDREN = 2
WHOLE = 10_000
"""Hundredths of a percent in a whole."""
LAPSE_MONTHS = 3
"""So many unpaid months in a row end the membership."""
JKM_WAIT_MONTHS = 3

BenefitProgramme = Literal["JKK", "JKM"]


class BenefitMissing(Refused):
    """No row says what a programme pays in a month; the office adds it, the program does not guess."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """What one programme pays for one item.

    Attributes:
        amount_rupiah: a fixed amount; of a scholarship, for one child and year. Or
        base_points: hundredths of a percent of the declared monthly income (480000 is 48 times). Neither: no ceiling.
        after_months: months of membership that must have passed; 3 pays from the fourth month on.
        valid_from, valid_until: first and last month; None is open.
        confidence: high, medium or low, after domain research.
    """

    programme: BenefitProgramme
    item: str
    valid_from: Month
    valid_until: Month | None
    amount_rupiah: int | None
    base_points: int | None
    after_months: int
    legal_basis: str
    source: str
    confidence: str

    def applies(self, programme: BenefitProgramme, item: str, month: Month) -> bool:
        """Whether this row is one for that month."""
        return (
            (self.programme, self.item) == (programme, item)
            and self.valid_from <= month
            and (self.valid_until is None or month <= self.valid_until)
        )

    def amount(self, base_rupiah: int) -> Rupiah | None:
        """Rupiah at a declared income, rounded half up; None where there is no ceiling."""
        if self.amount_rupiah is not None:
            return Rupiah(self.amount_rupiah)
        return None if self.base_points is None else Rupiah(share_half_up(base_rupiah, self.base_points))


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides the amount beside the case.

    Attributes:
        base_rupiah: declared monthly income.
        membership_month: in which month of membership it happens; the first paid month is 1.
        month: the calendar month in which it happens; decides the rows.
        children: the school level at which each child is now, at most two.
        loss_points: of a partial disability, its percent in the table, in hundredths; None where it is not said.

    Raises:
        Refused: a figure lies outside its range.
    """

    base_rupiah: int
    membership_month: int
    month: Month
    children: tuple[SchoolLevel, ...] = ()
    loss_points: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.base_rupiah <= LARGEST:
            raise Refused("benefit.base", "Penghasilan yang didaftarkan harus di atas nol.", field="base")
        if self.membership_month < 1:
            raise Refused("benefit.membership", "Bulan kepesertaan mulai dari 1.", field="membership_month")
        if len(self.children) > MOST_CHILDREN:
            raise Refused("benefit.children", f"Beasiswa untuk paling banyak {MOST_CHILDREN} anak.", field="children")
        if self.loss_points is not None and not 0 < self.loss_points <= WHOLE:
            raise Refused("benefit.loss", "Persen cacat di atas 0 dan paling banyak 100.", field="loss")


@dataclass(frozen=True, slots=True)
class Line:
    """One part of what is paid.

    Attributes:
        kind: "cash" is paid at once; "at_most" up to the amount; "monthly" a month; "formula" has no amount before
            the table's percent is known; "unlimited" has none.
        amount_rupiah: None for the last two.
        times: years of school, or 1; the amount is already multiplied by it.
        is_due: False while the membership is too short.
    """

    benefit: Benefit
    kind: LineKind
    amount_rupiah: Rupiah | None
    times: int
    is_due: bool

    @property
    def is_scholarship(self) -> bool:
        """Whether it is paid for a child at school."""
        return self.benefit.item in SCHOLARSHIPS


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a worker or the family gets in a case, part by part."""

    case: Case
    situation: Situation
    lines: tuple[Line, ...]

    @property
    def total_rupiah(self) -> Rupiah | None:
        """What is paid at once; None where the case pays no sum that is known beforehand."""
        cash = [line for line in self.lines if line.kind == "cash"]
        return Rupiah(sum(line.amount_rupiah or 0 for line in cash if line.is_due)) if cash else None

    @property
    def scholarship_rupiah(self) -> Rupiah:
        """The most that the children get over all their years at school; not in the total."""
        return Rupiah(sum(line.amount_rupiah or 0 for line in self.lines if line.is_scholarship and line.is_due))


def entitlement(benefits: Iterable[Benefit], case_code: str, situation: Situation) -> Entitlement:
    """A case pays the sum of its items, each by the newest row that applies to the month.

    Death by accident never pays less than JKM's death benefit. Scholarships are counted from the level at which a
    child is now to the end of university: the most that is possible.

    Args:
        case_code: one of `domain.benefit_cases.CASES`.

    Returns:
        Every item of the case, also the ones that are not due yet.

    Raises:
        BenefitMissing: an item has no row for the month; says which.
    """
    case, rows = CASES[case_code], tuple(benefits)
    lines = [_line(rows, case, item, situation) for item in case.items]
    if case.has_scholarship:
        lines += [line for child in situation.children for line in _scholarship(rows, case, child, situation)]
    return Entitlement(case, situation, tuple(lines))


def _line(rows: Sequence[Benefit], case: Case, item: str, situation: Situation) -> Line:
    row = _row(rows, case.programme, item, situation.month)
    amount, kind = row.amount(situation.base_rupiah), kind_of(item)
    if item == "partial_disability":
        amount = None if situation.loss_points is None else _lost(row, situation.loss_points, situation.base_rupiah)
        kind = "formula" if amount is None else "cash"
    if (case.programme, item) == ("JKK", "death"):
        floors = [r.amount_rupiah or 0 for r in rows if r.applies("JKM", "death", situation.month)]
        amount = Rupiah(max([amount or 0, *floors]))
    return Line(row, kind, amount, 1, situation.membership_month > row.after_months)


def _lost(row: Benefit, loss_points: int, base_rupiah: int) -> Rupiah:
    """The table's percent of the whole, rounded half up once."""
    whole = WHOLE * WHOLE
    return Rupiah((base_rupiah * (row.base_points or 0) * loss_points + whole // 2) // whole)


def _scholarship(rows: Sequence[Benefit], case: Case, child: SchoolLevel, situation: Situation) -> Iterable[Line]:
    levels = list(SCHOOL_LEVELS)
    for level in levels[levels.index(child) :]:
        row = _row(rows, case.programme, f"scholarship_{level}", situation.month)
        years = SCHOOL_LEVELS[level].years
        amount = Rupiah((row.amount_rupiah or 0) * years)
        yield Line(row, "at_most", amount, years, situation.membership_month > row.after_months)


def _row(rows: Sequence[Benefit], programme: BenefitProgramme, item: str, month: Month) -> Benefit:
    applying = [row for row in rows if row.applies(programme, item, month)]
    if applying:  # a later row is a change of law, also where the earlier one was left open-ended
        return max(applying, key=lambda row: row.valid_from)
    raise BenefitMissing(
        "benefit.missing",
        f"Belum ada manfaat {programme} untuk {month.label} ({item}). "
        "Tambahkan manfaatnya beserta dasar hukumnya sebelum menghitung.",
    )


def jkm_full_from(paid_months: Sequence[Month]) -> tuple[Month, Month] | None:
    """The first month with full JKM, by the earlier and by the later reading of a rule that leaves two things open.

    Not known: whether the wait counts elapsed or paid months, and whether it begins again after a lapse (three
    unpaid months in a row). Earlier: the first paid month that is three months or more after the first one, whatever
    was paid between. Later: the fourth paid month since the last lapse; fewer than three unpaid months do not begin
    the count again.

    Returns:
        Both months, the same where payment was never interrupted; None where there is no fourth paid month since
        the last lapse, so that nobody can count on it.

    >>> [str(month) for month in jkm_full_from([Month(2027, n) for n in (1, 2, 6, 7, 8, 9)])]
    ['2027-06', '2027-09']
    """
    ordered = sorted(set(paid_months))
    run: list[Month] = []
    for month in ordered:
        if run and run[-1].plus(LAPSE_MONTHS) < month:
            run = []
        run.append(month)
    if len(run) <= JKM_WAIT_MONTHS:
        return None
    waited = ordered[0].plus(JKM_WAIT_MONTHS)
    return next(month for month in ordered if month >= waited), run[JKM_WAIT_MONTHS]
