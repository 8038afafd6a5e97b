"""What ``python -m db import`` does and answers: a document for ``--json``, a text for people, and an exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.engine import Database
from domain.calendar import WIB, Month
from domain.import_table import Fault, grouped, rows_label
from services.clock import Clock
from services.identity import Credential
from services.import_any import KINDS, import_any
from services.import_report import ImportReport
from services.read_table import read_file


def import_command(
    options: Namespace, database: Database, clock: Clock, credential: Credential
) -> tuple[Mapping[str, Any], str, int]:
    """Import a file of the kind that is named; village budgets without a month are of the clock's.

    Raises:
        Refused: the file cannot be read, or the import is refused as a whole.
    """
    content = read_file(Path(options.file))
    today = clock().astimezone(WIB)
    values: dict[str, Any] = {
        "content": content,
        "file_name": Path(options.file).name,
        "month": options.month or Month(today.year, today.month),
        "regency_code": options.regency,
        "as_of": options.as_of,
        "dry_run": options.dry_run,
        "strict": options.strict,
        "source": options.source,
        "sheet": options.sheet,
        "answers": dict(options.village or ()),
        "columns": dict(options.map or ()),
    }
    report = import_any(options.kind, values, database, clock, credential)
    refused = bool(report.faults) or (options.strict and bool(report.warnings))
    return report.to_json(), _text(report), 1 if refused else 0


def refused_import(options: Namespace, reason: str) -> Mapping[str, Any]:
    """The document of an import that was refused as a whole: one fault, of the file."""
    fault = Fault("", 0, "", Path(options.file).name, reason, "")
    return ImportReport(KINDS[options.kind].totals(), month=str(options.month or ""), faults=[fault]).to_json()


def _text(report: ImportReport) -> str:
    lines = [
        f"{f.sheet or 'CSV'} {rows_label(f.rows)} kolom {f.column or '-'} [{f.value}]: {f.problem} {f.cure}"
        for f in grouped(report.faults)
    ]
    lines += [f"Perhatian: {warning}" for warning in report.warnings]
    if report.understood.note:
        lines.append(report.understood.note)
    rows = report.rows
    lines.append(
        f"{'Tersimpan' if report.stored else 'Tidak ada yang disimpan'}: {rows['new']} baris baru, "
        f"{rows['changed']} berubah, {rows['unchanged']} sama, {report.missing} tidak ada lagi, "
        f"{rows['refused']} ditolak."
    )
    return "\n".join(lines)
