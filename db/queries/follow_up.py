"""The steps that were recorded after a meeting, and the dates of the village budget year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from db.follow_up_tables import follow_up_steps
from db.rule_tables import budget_dates
from domain.budget_calendar import BudgetDate
from domain.calendar import Month
from domain.follow_up import Step
from domain.follow_up_step import StepRequest

_PLAIN = (
    "village_code", "line", "stage", "happened_on", "is_change", "workers", "amount_rupiah", "document", "note",
    "corrects", "is_withdrawn",
)  # fmt: skip


def step_of(row: Mapping[str, Any] | RowMapping) -> Step:
    """A step from the columns of its row."""
    first, last = (Month.parse(row[name]) if row[name] else None for name in ("paid_from", "paid_until"))
    return Step(
        number=row["number"],
        revision=row["pledge_revision"],
        said=StepRequest(paid_from=first, paid_until=last, **{name: row[name] for name in _PLAIN}),
        typed_by=row["typed_by"],
        created_at=row["created_at"],
    )


def meeting_steps(connection: Connection, meeting_id: UUID) -> list[Step]:
    """Every step of a meeting in the order in which they were recorded, those that no longer hold too."""
    query = select(follow_up_steps).where(follow_up_steps.c.meeting_id == meeting_id)
    return [step_of(row._mapping) for row in connection.execute(query.order_by(follow_up_steps.c.number))]


def step_with_key(connection: Connection, meeting_id: UUID, key: str) -> Step | None:
    """The step that was stored under a key."""
    query = select(follow_up_steps).where(
        follow_up_steps.c.meeting_id == meeting_id, follow_up_steps.c.idempotency_key == key
    )
    row = connection.execute(query).first()
    return step_of(row._mapping) if row else None


def all_budget_dates(connection: Connection) -> list[BudgetDate]:
    """Every row in the order in which it was added."""
    names = tuple(BudgetDate.__dataclass_fields__)
    rows = connection.execute(select(*(budget_dates.c[name] for name in names)).order_by(budget_dates.c.id))
    return [BudgetDate(**row._mapping) for row in rows]
