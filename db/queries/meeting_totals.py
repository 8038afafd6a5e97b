"""What each meeting has gathered: all meetings in one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, case, func, select

from db.schema import commitments, meetings, regions
from domain.money import Rupiah


@dataclass(frozen=True, slots=True)
class Totals:
    """What a meeting has gathered so far.

    Attributes:
        villages, of: desa that have pledged, of those that may; a withdrawn pledge is none.
        workers: new and continued ones.
    """

    villages: int
    of: int
    workers: int
    amount_rupiah: Rupiah


_NEWEST = (
    select(commitments.c.meeting_id, func.max(commitments.c.sequence).label("sequence"))
    .group_by(commitments.c.meeting_id, commitments.c.village_code)
    .subquery()
)
_WORKERS = commitments.c.new_workers + commitments.c.continued_workers
_PLEDGED = (
    select(
        commitments.c.meeting_id,
        func.sum(case((_WORKERS > 0, 1), else_=0)).label("villages"),
        func.sum(_WORKERS).label("workers"),
        func.sum(commitments.c.amount_rupiah).label("amount_rupiah"),
    )
    .join(
        _NEWEST,
        (_NEWEST.c.meeting_id == commitments.c.meeting_id) & (_NEWEST.c.sequence == commitments.c.sequence),
    )
    .group_by(commitments.c.meeting_id)
    .subquery()
)
_ENTITLED = (
    select(regions.c.regency_code, func.count().label("of"))
    .where(regions.c.kind == "desa", regions.c.regency_code.in_(select(meetings.c.regency_code)))
    .group_by(regions.c.regency_code)
    .subquery()
)
_TOTALS = (
    select(meetings.c.id, _ENTITLED.c.of, _PLEDGED.c.villages, _PLEDGED.c.workers, _PLEDGED.c.amount_rupiah)
    .outerjoin(_PLEDGED, _PLEDGED.c.meeting_id == meetings.c.id)
    .outerjoin(_ENTITLED, _ENTITLED.c.regency_code == meetings.c.regency_code)
)


def meeting_totals(connection: Connection) -> Mapping[UUID, Totals]:
    """The totals of every meeting, by its id; of each village only its newest revision counts."""
    return {
        row.id: Totals(
            int(row.villages or 0), int(row.of or 0), int(row.workers or 0), Rupiah(int(row.amount_rupiah or 0))
        )
        for row in connection.execute(_TOTALS)
    }
