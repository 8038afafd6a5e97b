"""Import village budgets as a new version of a regency's ceilings; meetings that are open keep theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.engine import Database
from db.queries.village_budgets import budget_rows
from db.stores.datasets import add_budget_dataset
from domain.budget_file import MEANINGS, BudgetRow, budget_totals, check_budgets
from domain.calendar import WIB
from services.clock import Clock
from services.identity import Credential
from services.import_dataset import ImportFile, ImportKind, import_dataset
from services.import_report import ImportReport

DEFAULT_SOURCE = "Berkas pagu desa"
YEARS_AROUND = 5


@dataclass(frozen=True, slots=True)
class ImportBudgets(ImportFile):
    """A file of village budgets to import; `month` is the one that its figures are of."""

    source: str = DEFAULT_SOURCE


def import_budgets(command: ImportBudgets, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    """Check a file of village budgets and store it as a new dataset version, all or nothing.

    The figures are of the end of their month, or of today where it has not ended. Budget years may be five years
    from the clock's, before or after. See :func:`services.import_dataset.import_dataset` for the rest.
    """
    today = clock().astimezone(WIB).date()
    years = range(today.year - YEARS_AROUND, today.year + YEARS_AROUND + 1)
    kind: ImportKind[BudgetRow] = ImportKind(
        name="village-budgets",
        act="budgets",
        columns=MEANINGS,
        check=lambda _connection, sheet, scope: check_budgets(sheet, scope, years),
        rows_of=budget_rows,
        entry=lambda row: (row.key, row.ceiling),
        totals=budget_totals,
        add=add_budget_dataset,
    )
    dated = replace(command, as_of=command.as_of or min(command.month.last_day, today))
    return import_dataset(dated, kind, database, clock, credential)
