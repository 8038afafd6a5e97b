"""Every version of a regency's data, and which of them counts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from db.queries.enrollment import Dataset, dataset_from
from db.schema import current_datasets, datasets, meetings


@dataclass(frozen=True, slots=True)
class Version:
    """A dataset with what its own row says beside the rest.

    Attributes:
        imported_by: the label of who brought it; never a person's name.
        meetings: titles of the meetings that were opened with it, whether it is current or not.
    """

    dataset: Dataset
    row_count: int
    warnings: tuple[str, ...]
    imported_by: str
    is_current: bool
    meetings: tuple[str, ...] = ()


def versions_of(connection: Connection, regency_code: str) -> tuple[Version, ...]:
    """All versions of all kinds, the newest import first; of sample data only the current one."""
    current = set(
        connection.scalars(select(current_datasets.c.dataset_id).where(current_datasets.c.regency_code == regency_code))
    )
    kept = _meetings_by_dataset(connection, regency_code)
    query = (
        select(datasets)
        .where(datasets.c.regency_code == regency_code)
        .order_by(datasets.c.imported_at.desc(), datasets.c.month.desc(), datasets.c.id)
    )
    return tuple(
        Version(
            dataset_from(row),
            row.row_count,
            tuple(row.warnings),
            row.imported_by,
            row.id in current,
            tuple(kept.get(row.id, ())),
        )
        for row in connection.execute(query)
        if not row.is_sample or row.id in current
    )


def _meetings_by_dataset(connection: Connection, regency_code: str) -> dict[UUID, list[str]]:
    query = select(meetings.c.title, meetings.c.dataset_id, meetings.c.budget_dataset_id).where(
        meetings.c.regency_code == regency_code, meetings.c.state != "draft"
    )
    found: dict[UUID, list[str]] = {}
    for title, *used in connection.execute(query.order_by(meetings.c.created_at)):
        for dataset_id in used:
            if dataset_id:
                found.setdefault(dataset_id, []).append(title)
    return found
