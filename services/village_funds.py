"""What is known of a village's budget, and how a meeting's village budgets stand beside the newest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.engine import Database
from db.queries.commitments import Commitment
from db.queries.enrollment import Dataset, current_dataset, dataset
from db.queries.village_budgets import ceilings_of_village
from domain.ceiling import Ceiling, above_room, ceiling_uses
from domain.commitment import PledgeWarning
from domain.meeting import Meeting, Stage
from services.district import View
from services.village_plan import VillageAnswer


@dataclass(frozen=True, slots=True)
class VillageFunds:
    """The known ceilings of one village in one budget year and stage, and the dataset that says so.

    Attributes:
        dataset: None where the regency has no village budgets, or the meeting was opened without.
    """

    year: int
    stage: Stage
    ceilings: tuple[Ceiling, ...]
    dataset: Dataset | None


def village_funds(database: Database, seen: View, village_code: str, year: int) -> VillageFunds:
    """What a visitor may know of a village's budget: the meeting's where its data are shown, else the current.

    Args:
        year: the budget year where there is no meeting.
    """
    found = seen.meeting
    stage: Stage = found.stage if found else "APBDes"
    of_year = found.budget_year if found else year
    with database.reading() as connection:
        if found and found.state != "draft" and seen.pledges_count:
            data = dataset(connection, found.budget_dataset_id) if found.budget_dataset_id else None
        else:
            regency_code = seen.district.regency_code if seen.district else ""
            data = current_dataset(connection, regency_code, "village-budgets")
        ceilings = ceilings_of_village(connection, data.id, village_code, of_year, stage) if data else ()
    return VillageFunds(of_year, stage, ceilings, data)


def funds_warnings(
    funds: VillageFunds, answer: VillageAnswer, pledges: Sequence[Commitment]
) -> tuple[PledgeWarning, ...]:
    """Where a what-if asks more of a source than is left of its ceiling, beside what the village has pledged."""
    own = [line for pledge in pledges if pledge.village_code == answer.plan.village_code for line in pledge.lines]
    promised = {use.source: use.amount_rupiah for use in ceiling_uses(own, ())}
    return above_room(amounts_in_year(answer, funds.year), promised, funds.ceilings)


def amounts_in_year(answer: VillageAnswer, year: int) -> Mapping[str, int]:
    """What a plan takes from each source in the months of one budget year, in rupiah."""
    every = [answer.plan.start_month.plus(offset) for offset in range(answer.plan.months)]
    months = [month for month in every if month.year == year]
    bpu = sum(answer.prices.bpu_month(month) for month in months)
    official = sum(answer.prices.official_month(month) for month in months)
    pairs = zip(answer.bpu_split.shares, answer.official_split.shares, strict=True)
    return {share.source: share.workers * bpu + officials.workers * official for share, officials in pairs}


@dataclass(frozen=True, slots=True)
class MeetingBudgets:
    """The village budgets that a meeting keeps to, and the newest of its regency; None where there are none."""

    kept: Dataset | None
    newest: Dataset | None

    @property
    def is_behind(self) -> bool:
        """Whether the meeting could take newer ones."""
        return self.newest is not None and (self.kept is None or self.kept.id != self.newest.id)


def meeting_budgets(database: Database, found: Meeting) -> MeetingBudgets:
    """How a meeting's village budgets stand beside the newest."""
    with database.reading() as connection:
        kept = dataset(connection, found.budget_dataset_id) if found.budget_dataset_id else None
        return MeetingBudgets(kept, current_dataset(connection, found.regency_code, "village-budgets"))
