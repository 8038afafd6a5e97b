"""Village budgets: the ceilings of a budget dataset."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from db.decision_tables import village_budgets
from domain.ceiling import Ceiling
from domain.meeting import Meeting, Stage


def ceilings_by_village(
    connection: Connection, dataset_id: UUID, budget_year: int, stage: Stage
) -> dict[str, tuple[Ceiling, ...]]:
    """The known ceilings of each village in one budget year and stage, in order of source."""
    found: dict[str, tuple[Ceiling, ...]] = {}
    query = _of(dataset_id, budget_year, stage).order_by(village_budgets.c.village_code, village_budgets.c.source)
    for row in connection.execute(query):
        found[row.village_code] = (*found.get(row.village_code, ()), _ceiling(row))
    return found


def meeting_ceilings(connection: Connection, of: Meeting) -> dict[str, tuple[Ceiling, ...]]:
    """The ceilings that a meeting keeps to: of the dataset that it has taken, in its budget year and stage."""
    if of.budget_dataset_id is None:
        return {}
    return ceilings_by_village(connection, of.budget_dataset_id, of.budget_year, of.stage)


def ceilings_of_village(
    connection: Connection, dataset_id: UUID, village_code: str, budget_year: int, stage: Stage
) -> tuple[Ceiling, ...]:
    """The known ceilings of one village in one budget year and stage, in order of source."""
    query = _of(dataset_id, budget_year, stage).where(village_budgets.c.village_code == village_code)
    return tuple(_ceiling(row) for row in connection.execute(query.order_by(village_budgets.c.source)))


def budget_rows(connection: Connection, dataset_id: UUID) -> dict[tuple[str, int, str, str], Ceiling]:
    """All rows of a budget dataset by village, year, stage and source."""
    query = select(village_budgets).where(village_budgets.c.dataset_id == dataset_id)
    return {
        (row.village_code, row.budget_year, row.stage, row.source): _ceiling(row) for row in connection.execute(query)
    }


def _of(dataset_id: UUID, budget_year: int, stage: Stage) -> Any:
    return select(village_budgets).where(
        village_budgets.c.dataset_id == dataset_id,
        village_budgets.c.budget_year == budget_year,
        village_budgets.c.stage == stage,
    )


def _ceiling(row: Row[Any]) -> Ceiling:
    return Ceiling(row.source, row.ceiling_rupiah, row.planned_rupiah)
