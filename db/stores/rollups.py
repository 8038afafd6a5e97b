"""Keep the sums of enrollment datasets: written with their rows, in the same transaction, and never again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, case, distinct, func, insert, select

from db.rollup_tables import dataset_totals
from db.schema import enrollment, worker_groups

_AT_ONCE = 100
_COUNTS = (enrollment.c.eligible, enrollment.c.active, enrollment.c.inactive)
_SUMS = (
    select(
        enrollment.c.dataset_id,
        func.count(distinct(enrollment.c.village_code)),
        *(func.sum(column) for column in _COUNTS),
        *(func.sum(case((worker_groups.c.segment == "BPU", column), else_=0)) for column in _COUNTS),
    )
    .join(worker_groups, worker_groups.c.code == enrollment.c.group_code)
    .where(enrollment.c.dataset_id.in_(bindparam("datasets", expanding=True)))
    .group_by(enrollment.c.dataset_id)
)
_STORE = insert(dataset_totals).from_select([column.name for column in dataset_totals.c], _SUMS)


def store_totals(connection: Connection, dataset_ids: Sequence[UUID]) -> None:
    """Add up the rows of datasets that have just been stored."""
    for start in range(0, len(dataset_ids), _AT_ONCE):
        connection.execute(_STORE, {"datasets": list(dataset_ids[start : start + _AT_ONCE])})
