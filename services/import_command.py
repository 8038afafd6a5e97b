"""What ``python -m db import`` does and answers: a document for ``--json``, a text for people, and an exit code."""

from __future__ import annotations

import sys
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
from services.import_enrollment import DEFAULT_SOURCE
from services.import_regions import ImportRegions, import_regions
from services.import_report import ImportReport, Totals
from services.import_wide import ImportWide, import_wide
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
    if options.national or options.province:
        return _answer(_wide(options, database, clock, credential), options)
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
    return _answer(import_any(options.kind, values, database, clock, credential), options)


def _regions(options: Namespace, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    path = Path(options.file)
    values = {"dry_run": options.dry_run, "strict": options.strict, "sheet": options.sheet}
    values |= {"source": options.source} if options.source else {}
    return import_regions(ImportRegions(read_file(path), path.name, **values), database, clock, credential)


def _wide(options: Namespace, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    path = Path(options.file)
    command = ImportWide(
        read_file(path),
        path.name,
        options.month,
        options.province,
        source=options.source or DEFAULT_SOURCE,
        as_of=options.as_of,
        dry_run=options.dry_run,
        strict=options.strict,
        sheet=options.sheet,
        progress=_Progress(),
    )
    return import_wide(command, database, clock, credential)


class _Progress:
    """Says on standard error how far a long import is, at most once for each percent."""

    def __init__(self) -> None:
        self._said = (-1, "")

    def __call__(self, share: float, what: str) -> None:
        said = (int(share * 100), what)
        if said != self._said:
            end = "\n" if share >= 1 else ""
            sys.stderr.write(f"\r{what:<10} {said[0]:3d}%{end}")
            sys.stderr.flush()
            self._said = said


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
    if report.understood.note:
        lines.append(report.understood.note)
    rows = report.rows
    if report.regencies is not None:
        lines.append(f"{report.regencies} kabupaten/kota.")
    lines.append(
        f"{'Tersimpan' if report.stored else 'Tidak ada yang disimpan'}: {rows['new']} baris baru, "
        f"{rows['changed']} berubah, {rows['unchanged']} sama, {report.missing} tidak ada lagi, "
        f"{rows['refused']} ditolak."
    )
    return "\n".join(lines)
