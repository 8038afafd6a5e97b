"""BPU workers by village and group: what funds with conditions, and weights by a group, are divided by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from db.engine import Database
from db.queries.enrollment import rows_of
from db.queries.regions import all_worker_groups
from domain.coverage import Counts


@dataclass(frozen=True, slots=True)
class GroupNeed:
    """The workers of one group in one village."""

    village_code: str
    group_code: str
    group_name: str
    counts: Counts


@lru_cache(maxsize=32)
def group_needs(database: Database, dataset_id: UUID) -> tuple[GroupNeed, ...]:
    """The BPU groups of a dataset, village by village; read once per process, since a dataset never changes."""
    with database.reading() as connection:
        rows = rows_of(connection, dataset_id)
        groups = {g.code: (at, g.name) for at, g in enumerate(all_worker_groups(connection)) if g.segment == "BPU"}
    kept = ((village, *groups[code], code, counts) for (village, code), counts in rows.items() if code in groups)
    return tuple(
        GroupNeed(village, code, name, counts)
        for village, _, name, code, counts in sorted(kept, key=lambda row: (row[0], row[1]))
    )


def group_names(groups: tuple[GroupNeed, ...]) -> dict[str, str]:
    """Code and name of each group in the needs, in the order of the office."""
    return {need.group_code: need.group_name for need in groups}
