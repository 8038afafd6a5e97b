"""The calendar of the village budget year: which dates count, and another one where the office knows better."""

from __future__ import annotations

from dataclasses import replace

from db.audit import record
from db.engine import Database
from db.queries.follow_up import all_budget_dates
from db.retry import retried
from db.stores.follow_up import add_budget_date
from domain.budget_calendar import DOCUMENTS, BudgetDate, date_in_force
from services.clock import Clock
from services.identity import Credential, require_facilitator


def budget_calendar(database: Database, budget_year: int) -> list[BudgetDate]:
    """The dates that count for a budget year, those that are not known too; public."""
    with database.reading() as connection:
        rows = all_budget_dates(connection)
    found = (date_in_force(rows, document, budget_year) for document in DOCUMENTS)
    return [row for row in found if row]


@retried
def set_budget_date(date: BudgetDate, database: Database, clock: Clock, credential: Credential) -> bool:
    """Let a date count from a budget year on, by a new row; the same again stores nothing.

    Returns:
        Whether anything was stored.

    Raises:
        Refused: not a facilitator, no such day, or without basis and source.
    """
    wanted = replace(date, legal_basis=" ".join(date.legal_basis.split()), source=" ".join(date.source.split()))
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        wanted.check()
        before = date_in_force(all_budget_dates(connection), wanted.document, wanted.from_budget_year)
        if before == wanted:
            return False
        add_budget_date(connection, wanted)
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action="budget_date.set",
            detail={
                "document": wanted.document,
                "budget_year": wanted.from_budget_year,
                "day": None if wanted.day is None else f"{wanted.day:02d}-{wanted.month:02d}",
                "is_same_year": wanted.year_offset == 0,
            },
        )
    return True
