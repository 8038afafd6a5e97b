"""What came of an import, of whichever kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from domain.budget_file import BudgetTotals
from domain.claims_file import ClaimTotals
from domain.coverage import Counts
from domain.import_table import Fault
from domain.import_world import World
from domain.region_file import RegionTotals
from domain.village_search import Question

Totals = Counts | BudgetTotals | ClaimTotals | RegionTotals


@dataclass(frozen=True, slots=True)
class Understood:
    """How a file was read: the sheet, the row of its header, and the title and place in the file of each column.

    Attributes:
        labels: of all columns of the file; none of a file with data of persons.
        mapping: which of them was taken for what; "" for none.
        note: where that was remembered from a file before.
    """

    sheet: str = ""
    header_row: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns of the file that nothing was taken from."""
        used = set(self.mapping.values())
        return tuple(label for label in self.labels if label not in used)


@dataclass(slots=True)
class ImportReport:
    """Stored or not, and every fault with its place and cure.

    Attributes:
        totals: the sums of the file's rows.
        rows: how many are new, changed or unchanged against the current dataset, or refused.
        missing: rows of the current dataset that a file without faults does not have.
        questions: names that a person has to tell apart.
        sheets: the names to choose from, where several sheets look like the table.
        is_personal: whether data of persons were found; nothing of the file may be shown.
        world: what the file was compared with.
        regencies: of a file over several, how many it has data of; each is a dataset of its own.
        changes: of a list of regions, and of a file over several regencies, a digest of what storing it changes.
    """

    totals: Totals
    stored: bool = False
    dataset: UUID | None = None
    month: str = ""
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("new", "changed", "unchanged", "refused"), 0))
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: int = 0
    understood: Understood = field(default_factory=Understood)
    questions: list[Question] = field(default_factory=list)
    sheets: tuple[str, ...] = ()
    is_personal: bool = False
    world: World | None = None
    changes: str | None = None
    regencies: int | None = None

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
            "missing": self.missing,
            "understood": {
                "sheet": self.understood.sheet,
                "header_row": self.understood.header_row,
                "columns": dict(self.understood.columns),
                "ignored": list(self.understood.ignored),
                "note": self.understood.note,
            },
            "questions": [{"key": asked.key, "candidates": dict(asked.candidates)} for asked in self.questions],
            "sheets": list(self.sheets),
            **({} if self.regencies is None else {"regencies": self.regencies}),
        }
