"""What the pledges of a meeting are measured against: read once per revision of the meeting, then kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from db.engine import Connection, Database
from db.queries.enrollment import counts_by_village
from db.queries.meetings import rate_table
from db.queries.regions import Village, villages
from domain.commitment import Situation
from domain.coverage import Counts
from domain.meeting import Meeting
from domain.rates import RateTable

MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class PledgeBasis:
    """The villages, their BPU workers in the meeting's data, and the rates that opening has fixed."""

    villages: Mapping[str, Village]
    counts: Mapping[str, Counts]
    rates: RateTable

    def situation(self, found: Meeting, village_code: str) -> Situation:
        """What a pledge of one village must keep to."""
        return Situation(
            self.counts.get(village_code, Counts()),
            found.budget_year,
            self.rates,
            found.min_workers,
            found.max_workers,
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
    counts = counts_by_village(connection, found.dataset_id, segment="BPU") if found.dataset_id else {}
    basis = PledgeBasis(
        {village.code: village for village in villages(connection, found.regency_code)},
        counts,
        rate_table(connection, found),
    )
    if found.state == "open":
        with _guard:
            _kept[key] = basis
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return basis
