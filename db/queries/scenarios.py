"""Scenarios as they were stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from db.schema import scenarios


@dataclass(frozen=True, slots=True)
class StoredScenario:
    """A row as it stands; whether it may be believed is for the reader to check."""

    id: str
    regency_code: str
    dataset_id: UUID
    kind: str
    content: str
    result: str
    sha256: str
    created_at: datetime


_COLUMNS = tuple(scenarios.c[name] for name in StoredScenario.__dataclass_fields__)


def stored_scenario(connection: Connection, scenario_id: str) -> StoredScenario | None:
    """The row with an id; None where there is none."""
    row = connection.execute(select(*_COLUMNS).where(scenarios.c.id == scenario_id)).first()
    return StoredScenario(**row._mapping) if row else None


def scenario_count(connection: Connection, regency_code: str) -> int:
    """How many scenarios a regency has."""
    query = select(func.count()).select_from(scenarios).where(scenarios.c.regency_code == regency_code)
    return connection.execute(query).scalar_one()


def scenarios_until(connection: Connection, regency_code: str, until: datetime, most: int) -> list[StoredScenario]:
    """The rows of a regency that were stored by a moment, the newest first."""
    query = (
        select(*_COLUMNS)
        .where(scenarios.c.regency_code == regency_code, scenarios.c.created_at <= until)
        .order_by(scenarios.c.created_at.desc(), scenarios.c.id)
        .limit(most)
    )
    return [StoredScenario(**row._mapping) for row in connection.execute(query)]


def newest_scenario_ids(
    connection: Connection, regency_code: str, *, kind: str, dataset_id: UUID, most: int
) -> list[str]:
    """The ids of a regency's scenarios of a kind on one dataset, the newest first."""
    query = (
        select(scenarios.c.id)
        .where(
            scenarios.c.regency_code == regency_code,
            scenarios.c.kind == kind,
            scenarios.c.dataset_id == dataset_id,
        )
        .order_by(scenarios.c.created_at.desc(), scenarios.c.id)
        .limit(most)
    )
    return list(connection.scalars(query))
