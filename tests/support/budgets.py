"""Files of village budgets, written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from db.engine import Database
from domain.budget_file import COLUMNS
from domain.calendar import Month
from domain.meeting import Meeting
from services.change_meeting import take_new_budgets
from services.import_budgets import ImportBudgets, import_budgets
from services.import_report import ImportReport
from tests.support.databases import AT_THE_MACHINE, clock

Row = Sequence[object]
KARTAMULIA = ("62.08.01.2005", "Kartamulia")
PUDU = ("62.08.01.2002", "Pudu")
SUNGAI_PASIR = ("62.08.04.2004", "Sungai Pasir")

OF_60 = 12_096_000
"""60 workers for 12 months at Rp 16,800."""


def budget_row(
    village: tuple[str, str] = KARTAMULIA,
    *,
    pagu: object = 60_000_000,
    sudah: object = "",
    sumber: str = "ADD",
    tahun: object = 2027,
    tahap: str = "APBDes",
) -> Row:
    return (*village, tahun, tahap, sumber, pagu, sudah)


def budget_file(*rows: Row, header: Sequence[object] = COLUMNS) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def import_budget_file(database: Database, *rows: Row, month: str = "2026-11", **values: object) -> ImportReport:
    command = ImportBudgets(budget_file(*rows), "pagu.csv", Month.parse(month), **values)  # type: ignore[arg-type]
    return import_budgets(command, database, clock, AT_THE_MACHINE)


def with_ceilings(database: Database, *rows: Row, **values: object) -> ImportReport:
    """A file that must be good: stored, and current from now on."""
    report = import_budget_file(database, *rows, **values)
    assert report.stored, report.faults
    return report


def take_new(database: Database, meeting: Meeting, *, revision: int | None = None) -> Meeting:
    """A facilitator lets the meeting keep to the newest budgets."""
    return take_new_budgets(meeting.id, database, clock, AT_THE_MACHINE, revision=revision)
