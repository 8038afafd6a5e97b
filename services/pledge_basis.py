"""What the pledges of a meeting are measured against: read once per revision of the meeting, then kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from db.engine import Connection, Database
from db.queries.enrollment import groups_by_village
from db.queries.meetings import rate_table
from db.queries.regions import Village, villages
from db.queries.village_budgets import meeting_ceilings
from domain.ceiling import Ceiling
from domain.commitment import GroupCounts, Situation
from domain.coverage import Counts, total
from domain.meeting import Meeting
from domain.rates import RateTable

MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class PledgeBasis:
    """The villages, their workers in the meeting's data, and the rates that opening has fixed.

    Attributes:
        counts: the BPU workers of each village; groups: its worker groups by code, PU included.
        ceilings: what is known of each village's budget, in the meeting's budget year and stage.
    """

    villages: Mapping[str, Village]
    counts: Mapping[str, Counts]
    groups: Mapping[str, Mapping[str, GroupCounts]]
    rates: RateTable
    ceilings: Mapping[str, tuple[Ceiling, ...]]

    def situation(self, found: Meeting, village_code: str) -> Situation:
        """What a pledge of one village must keep to."""
        return Situation(
            self.counts.get(village_code, Counts()),
            found.budget_year,
            self.rates,
            found.min_workers,
            found.max_workers,
            self.groups.get(village_code, {}),
        )


_kept: OrderedDict[tuple[Database, UUID, int], PledgeBasis] = OrderedDict()
_guard = Lock()


def pledge_basis(connection: Connection, database: Database, found: Meeting) -> PledgeBasis:
    """The basis of an open meeting; while it is open, whatever changes it raises the meeting's revision."""
    key = (database, found.id, found.revision)
    with _guard:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    groups = groups_by_village(connection, found.dataset_id) if found.dataset_id else {}
    basis = PledgeBasis(
        {village.code: village for village in villages(connection, found.regency_code)},
        {code: total(g.counts for g in of.values() if g.segment == "BPU") for code, of in groups.items()},
        groups,
        rate_table(connection, found),
        meeting_ceilings(connection, found),
    )
    if found.state == "open":
        with _guard:
            _kept[key] = basis
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return basis
