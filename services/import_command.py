"""What ``python -m db import`` does and answers: a document for ``--json``, a text for people, and an exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.engine import Database
from domain.budget_file import BudgetTotals
from domain.calendar import WIB, Month
from domain.coverage import Counts
from domain.import_file import Fault
from domain.refusal import Refused
from services import import_budgets, import_enrollment
from services.clock import Clock
from services.identity import Credential
from services.import_report import ImportReport


def import_command(
    options: Namespace, database: Database, clock: Clock, credential: Credential
) -> tuple[Mapping[str, Any], str, int]:
    """Import a file of the kind that is named; village budgets without a month are of the clock's.

    Raises:
        Refused: the file cannot be read, or the import is refused as a whole.
    """
    try:
        content = Path(options.file).read_bytes()
    except OSError as error:
        raise Refused("import.file", f"Berkas {options.file} tidak dapat dibaca. Periksa nama dan izinnya.") from error
    today = clock().astimezone(WIB)
    values: dict[str, Any] = {
        "content": content,
        "file_name": Path(options.file).name,
        "month": options.month or Month(today.year, today.month),
        "regency_code": options.regency,
        "as_of": options.as_of,
        "dry_run": options.dry_run,
        "strict": options.strict,
    }
    values |= {"source": options.source} if options.source else {}
    if options.kind == "village-budgets":
        report = import_budgets.import_budgets(import_budgets.ImportBudgets(**values), database, clock, credential)
    else:
        report = import_enrollment.import_enrollment(
            import_enrollment.ImportEnrollment(**values), database, clock, credential
        )
    refused = bool(report.faults) or (options.strict and bool(report.warnings))
    return report.to_json(), _text(report), 1 if refused else 0


def refused_import(options: Namespace, reason: str) -> Mapping[str, Any]:
    """The document of an import that was refused as a whole: one fault, of the file."""
    totals = BudgetTotals() if options.kind == "village-budgets" else Counts()
    fault = Fault("", 0, "", Path(options.file).name, reason, "")
    return ImportReport(totals, month=str(options.month or ""), faults=[fault]).to_json()


def _text(report: ImportReport) -> str:
    lines = [
        f"{f.sheet or 'CSV'} baris {f.row} kolom {f.column or '-'} [{f.value}]: {f.problem} {f.cure}"
        for f in report.faults
    ]
    lines += [f"Perhatian: {warning}" for warning in report.warnings]
    rows = report.rows
    lines.append(
        f"{'Tersimpan' if report.stored else 'Tidak ada yang disimpan'}: {rows['new']} baris baru, "
        f"{rows['changed']} berubah, {rows['unchanged']} sama, {rows['refused']} ditolak."
    )
    return "\n".join(lines)
