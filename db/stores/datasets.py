"""Store datasets: immutable versions, of which one of each kind is current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, insert, select

from db.changes import raise_counter, regency_topic
from db.decision_tables import village_budgets
from db.queries.enrollment import DatasetKind
from db.schema import claims, current_datasets, datasets, datasets_in_force, enrollment
from db.stores.bulk import insert_many
from db.stores.rollups import store_totals
from domain.budget_file import BudgetRow
from domain.claims_file import ClaimRow
from domain.coverage import Counts


def add_enrollment_dataset(
    connection: Connection, values: Mapping[str, Any], rows: Iterable[tuple[str, str, Counts]]
) -> None:
    """Store a dataset with its rows (village, group, counts) and let it count for its month."""
    stored = [
        {
            "dataset_id": values["id"],
            "village_code": village_code,
            "group_code": group_code,
            "eligible": counts.eligible,
            "active": counts.active,
            "inactive": counts.inactive,
        }
        for village_code, group_code, counts in rows
    ]
    _add(connection, "enrollment", values, enrollment, stored)
    store_totals(connection, [values["id"]])


def add_enrollment_datasets(
    connection: Connection, values: Sequence[Mapping[str, Any]], rows: Iterable[tuple[UUID, str, str, int, int, int]]
) -> None:
    """Store datasets of several regencies at once, with all their rows, and let them count for their month.

    Args:
        values: of each dataset, `row_count` among them.
        rows: dataset, village, group, eligible, active, inactive; read once.
    """
    connection.execute(insert(datasets), [{"kind": "enrollment", **one} for one in values])
    insert_many(connection, enrollment, [column.name for column in enrollment.c], rows)
    store_totals(connection, [one["id"] for one in values])
    for one in values:
        put_in_force(connection, one["regency_code"], one["month"], one["id"], is_sample=one["is_sample"])


def add_budget_dataset(connection: Connection, values: Mapping[str, Any], rows: Iterable[BudgetRow]) -> None:
    """Store a dataset of village budgets with its rows and let it count for its month."""
    stored = [
        {
            "dataset_id": values["id"],
            "village_code": row.village_code,
            "budget_year": row.budget_year,
            "stage": row.stage,
            "source": row.ceiling.source,
            "ceiling_rupiah": row.ceiling.ceiling_rupiah,
            "planned_rupiah": row.ceiling.planned_rupiah,
        }
        for row in rows
    ]
    _add(connection, "village-budgets", values, village_budgets, stored)


def add_claims_dataset(connection: Connection, values: Mapping[str, Any], rows: Iterable[ClaimRow]) -> None:
    """Store a dataset of paid claims with its rows and let it count for its month."""
    stored = [{"dataset_id": values["id"], **asdict(row)} for row in rows]
    _add(connection, "claims", values, claims, stored)


def _add(
    connection: Connection, kind: DatasetKind, values: Mapping[str, Any], table: Table, rows: Sequence[dict[str, Any]]
) -> None:
    connection.execute(insert(datasets).values(kind=kind, row_count=len(rows), **values))
    if rows:
        connection.execute(insert(table), rows)
    put_in_force(
        connection, values["regency_code"], values["month"], values["id"], is_sample=values["is_sample"], kind=kind
    )


def put_in_force(
    connection: Connection,
    regency_code: str,
    month: str,
    dataset_id: UUID,
    *,
    is_sample: bool,
    kind: DatasetKind = "enrollment",
) -> bool:
    """Let this version count for its month; returns whether another did before."""
    key = {"regency_code": regency_code, "is_sample": is_sample, "month": month, "kind": kind}
    conditions = [datasets_in_force.c[name] == value for name, value in key.items()]
    if connection.scalar(select(datasets_in_force.c.dataset_id).where(*conditions)) == dataset_id:
        return False
    connection.execute(delete(datasets_in_force).where(*conditions))
    connection.execute(insert(datasets_in_force).values(dataset_id=dataset_id, **key))
    raise_counter(connection, regency_topic(regency_code))
    return True


def make_current(connection: Connection, regency_code: str, dataset_id: UUID, kind: DatasetKind = "enrollment") -> None:
    """Let this dataset be the one that the regency's screens and new meetings use."""
    of_kind = (current_datasets.c.regency_code == regency_code, current_datasets.c.kind == kind)
    connection.execute(delete(current_datasets).where(*of_kind))
    connection.execute(insert(current_datasets).values(regency_code=regency_code, kind=kind, dataset_id=dataset_id))
    raise_counter(connection, regency_topic(regency_code))
