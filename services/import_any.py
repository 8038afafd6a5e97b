"""One way in for the page and the command line: a file of whichever kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db.engine import Database
from db.queries.enrollment import DatasetKind
from domain import budget_file, claims_file, enrollment_file
from domain.column_titles import Column
from domain.coverage import Counts
from services import import_budgets, import_claims, import_enrollment
from services.clock import Clock
from services.identity import Credential
from services.import_report import ImportReport, Totals


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its Indonesian name, whose figures it usually holds, its columns, and who reads it."""

    label: str
    source: str
    columns: tuple[Column, ...]
    command: Callable[..., Any]
    run: Callable[..., ImportReport]
    totals: Callable[[], Totals]


KINDS: Mapping[DatasetKind, Kind] = {
    "enrollment": Kind(
        "Kepesertaan",
        import_enrollment.DEFAULT_SOURCE,
        enrollment_file.MEANINGS,
        import_enrollment.ImportEnrollment,
        import_enrollment.import_enrollment,
        Counts,
    ),
    "claims": Kind(
        "Klaim dibayar",
        import_claims.DEFAULT_SOURCE,
        claims_file.MEANINGS,
        import_claims.ImportClaims,
        import_claims.import_claims,
        claims_file.ClaimTotals,
    ),
    "village-budgets": Kind(
        "Pagu desa",
        import_budgets.DEFAULT_SOURCE,
        budget_file.MEANINGS,
        import_budgets.ImportBudgets,
        import_budgets.import_budgets,
        budget_file.BudgetTotals,
    ),
}


def import_any(
    kind: DatasetKind, values: Mapping[str, Any], database: Database, clock: Clock, credential: Credential
) -> ImportReport:
    """Check a file of a kind, and store it unless it is a dry run.

    Args:
        values: the fields of :class:`services.import_dataset.ImportFile`; an empty source is the usual one.

    Raises:
        Refused: as :func:`services.import_dataset.import_dataset`.
    """
    known = KINDS[kind]
    named = {name: value for name, value in values.items() if name != "source" or value}
    return known.run(known.command(**named), database, clock, credential)
