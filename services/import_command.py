"""What ``python -m db import`` does and answers: a document for ``--json``, a text for people, and an exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from db.engine import Database
from domain.calendar import WIB, Month
from domain.import_table import Fault, grouped, rows_label
from domain.region_file import RegionTotals
from services.clock import Clock
from services.identity import Credential
from services.import_any import KINDS, import_any
from services.import_regions import ImportRegions, import_regions
from services.import_report import ImportReport, Totals
from services.read_table import read_file

_TOTALS: Mapping[str, Callable[[], Totals]] = {
    **{kind: known.totals for kind, known in KINDS.items()},
    "regions": RegionTotals,
}


def import_command(
    options: Namespace, database: Database, clock: Clock, credential: Credential
) -> tuple[Mapping[str, Any], str, int]:
    """Import a file of the kind that is named; village budgets without a month are of the clock's.

    Raises:
        Refused: the file cannot be read, or the import is refused as a whole.
    """
    if options.kind == "regions":
        return _answer(_regions(options, database, clock, credential), options)
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
    }
    return _answer(import_any(options.kind, values, database, clock, credential), options)


def _regions(options: Namespace, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    path = Path(options.file)
    values = {"dry_run": options.dry_run, "strict": options.strict, "sheet": options.sheet}
    values |= {"source": options.source} if options.source else {}
    return import_regions(ImportRegions(read_file(path), path.name, **values), database, clock, credential)


def _answer(report: ImportReport, options: Namespace) -> tuple[Mapping[str, Any], str, int]:
    refused = bool(report.faults) or (options.strict and bool(report.warnings))
    return report.to_json(), _text(report), 1 if refused else 0


def refused_import(options: Namespace, reason: str) -> Mapping[str, Any]:
    """The document of an import that was refused as a whole: one fault, of the file."""
    fault = Fault("", 0, "", Path(options.file).name, reason, "")
    return ImportReport(_TOTALS[options.kind](), month=str(options.month or ""), faults=[fault]).to_json()


def _text(report: ImportReport) -> str:
    lines = [
        f"{f.sheet or 'CSV'} {rows_label(f.rows)} kolom {f.column or '-'} [{f.value}]: {f.problem} {f.cure}"
        for f in grouped(report.faults)
    ]
    lines += [f"Perhatian: {warning}" for warning in report.warnings]
    rows = report.rows
    lines.append(
        f"{'Tersimpan' if report.stored else 'Tidak ada yang disimpan'}: {rows['new']} baris baru, "
        f"{rows['changed']} berubah, {rows['unchanged']} sama, {report.missing} tidak ada lagi, "
        f"{rows['refused']} ditolak."
    )
    return "\n".join(lines)
