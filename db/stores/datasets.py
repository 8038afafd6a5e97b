"""Store datasets: immutable versions, of which one is current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from db.changes import raise_counter, regency_topic
from db.schema import current_datasets, datasets, datasets_in_force, enrollment
from domain.coverage import Counts


def add_enrollment_dataset(
    connection: Connection, values: Mapping[str, Any], rows: Iterable[tuple[str, str, Counts]]
) -> None:
    """Store a dataset with its rows (village, group, counts) and let it count for its month."""
    dataset_id, regency_code = values["id"], values["regency_code"]
    stored = _as_rows(dataset_id, rows)
    connection.execute(insert(datasets).values(kind="enrollment", row_count=len(stored), **values))
    if stored:
        connection.execute(insert(enrollment), stored)
    put_in_force(connection, regency_code, values["month"], dataset_id, is_sample=values["is_sample"])


def _as_rows(dataset_id: UUID, rows: Iterable[tuple[str, str, Counts]]) -> Sequence[dict[str, Any]]:
    return [
        {
            "dataset_id": dataset_id,
            "village_code": village_code,
            "group_code": group_code,
            "eligible": counts.eligible,
            "active": counts.active,
            "inactive": counts.inactive,
        }
        for village_code, group_code, counts in rows
    ]


def put_in_force(connection: Connection, regency_code: str, month: str, dataset_id: UUID, *, is_sample: bool) -> bool:
    """Let this version count for its month; returns whether another did before."""
    key = {"regency_code": regency_code, "is_sample": is_sample, "month": month, "kind": "enrollment"}
    conditions = [datasets_in_force.c[name] == value for name, value in key.items()]
    if connection.scalar(select(datasets_in_force.c.dataset_id).where(*conditions)) == dataset_id:
        return False
    connection.execute(delete(datasets_in_force).where(*conditions))
    connection.execute(insert(datasets_in_force).values(dataset_id=dataset_id, **key))
    raise_counter(connection, regency_topic(regency_code))
    return True


def make_current(connection: Connection, regency_code: str, dataset_id: UUID) -> None:
    """Let this dataset be the one that the regency's screens and new meetings use."""
    connection.execute(
        delete(current_datasets).where(
            current_datasets.c.regency_code == regency_code, current_datasets.c.kind == "enrollment"
        )
    )
    connection.execute(
        insert(current_datasets).values(regency_code=regency_code, kind="enrollment", dataset_id=dataset_id)
    )
    raise_counter(connection, regency_topic(regency_code))
