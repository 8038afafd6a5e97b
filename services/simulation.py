"""Dividing a regency fund over the villages: by one rule, and by all of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.queries.commitments import Commitment
from domain.coverage import Counts, workers_to_target
from domain.money import Rupiah
from services.district import District

COMPARED = ("equal_coverage", "proportional_to_uncovered", "equal_per_village", "most_villages_to_target")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One village before and after: its BPU workers, what it pledged, what the rule gives it."""

    code: str
    name: str
    counts: Counts
    pledged: int
    given: int
    reason: str

    @property
    def share_if_paid(self) -> float | None:
        """Coverage of BPU workers when the pledges and the fund are paid."""
        return self.counts.share_if_paid(self.pledged + self.given)


@dataclass(frozen=True, slots=True)
class Division:
    """What a rule does with a fund; spent + left is the fund."""

    rule: str
    outcomes: tuple[Outcome, ...]
    spent_rupiah: Rupiah
    left_rupiah: Rupiah

    @property
    def workers(self) -> int:
        """Workers protected by the fund."""
        return sum(outcome.given for outcome in self.outcomes)

    @property
    def villages_served(self) -> int:
        """Villages that get at least one worker."""
        return sum(outcome.given > 0 for outcome in self.outcomes)

    @property
    def lowest_share(self) -> float | None:
        """The lowest coverage of any village, if paid."""
        return min((o.share_if_paid for o in self.outcomes if o.share_if_paid is not None), default=None)

    def villages_at(self, target_points: int) -> int:
        """Villages that reach a target (hundredths of a percent), if paid."""
        return sum(_after(o).eligible > 0 and workers_to_target(_after(o), target_points) == 0 for o in self.outcomes)

    def share_if_paid(self) -> float | None:
        """Coverage of BPU workers over all villages, if paid."""
        after = sum((_after(outcome) for outcome in self.outcomes), Counts())
        return after.share


def _after(outcome: Outcome) -> Counts:
    counts = outcome.counts
    return Counts(counts.eligible, min(counts.eligible, counts.active + outcome.pledged + outcome.given))


def divide(
    district: District,
    pledges: Sequence[Commitment],
    rule: str,
    *,
    unit_cost_rupiah: int,
    budget_rupiah: int,
    target_points: int | None,
) -> Division:
    """Divide a fund over the villages that have a budget of their own; pledged workers are not paid for twice.

    Raises:
        Refused: a bad amount, or a rule that needs a target without one.
    """
    # pandas takes half a second to import, and only these pages need it.
    import pandas as pd  # noqa: PLC0415

    from domain.allocation import allocate  # noqa: PLC0415

    pledged: Mapping[str, int] = {pledge.village_code: pledge.new_workers for pledge in pledges}
    places = district.desa
    needs = pd.DataFrame(
        {
            "village_code": [p.village.code for p in places],
            "eligible": [p.bpu.eligible for p in places],
            "active": [p.bpu.active for p in places],
            "pledged_workers": [pledged.get(p.village.code, 0) for p in places],
        }
    )
    share = target_points / 10_000 if rule == "most_villages_to_target" and target_points else None
    found = allocate(rule, needs, unit_cost_rupiah, budget_rupiah, target_share=share)  # type: ignore[arg-type]
    outcomes = tuple(
        Outcome(
            place.village.code,
            place.village.name,
            place.bpu,
            pledged.get(place.village.code, 0),
            int(found.workers[place.village.code]),
            str(found.reasons[place.village.code]),
        )
        for place in places
    )
    return Division(rule, outcomes, Rupiah(found.spent_rupiah), Rupiah(found.left_rupiah))
