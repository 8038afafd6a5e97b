"""What came of an import, of whichever kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from domain.budget_file import BudgetTotals
from domain.coverage import Counts
from domain.import_file import Fault

Totals = Counts | BudgetTotals


@dataclass(slots=True)
class ImportReport:
    """Stored or not, and every fault with its place and cure.

    Attributes:
        totals: the sums of the file's rows.
        rows: how many are new, changed or unchanged against the current dataset, or refused.
    """

    totals: Totals
    stored: bool = False
    dataset: UUID | None = None
    month: str = ""
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("new", "changed", "unchanged", "refused"), 0))
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def to_json(self) -> Mapping[str, Any]:
        """The document of ``import --json``."""
        return {
            "stored": self.stored,
            "dataset": str(self.dataset) if self.dataset else None,
            "month": self.month,
            "rows": self.rows,
            "totals": asdict(self.totals),
            "faults": [asdict(fault) for fault in self.faults],
            "warnings": self.warnings,
        }
