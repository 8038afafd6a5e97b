"""The door for administration: ``python -m db ...`` parses arguments and calls services.

Exit 0 done, 1 refused with the reason, 2 wrong usage. With ``--json`` one JSON document, and
nothing else, is printed on standard output.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from db.arguments import parse
from db.engine import Database, DatabaseUnavailable
from db.settings import settings
from domain.card_codes import shown_code
from domain.commitment import LineRequest, Nature, parse_workers
from domain.enrollment_file import Fault
from domain.meeting import Meeting
from domain.money import format_number, format_rupiah
from domain.rates import IncomeBase
from domain.refusal import Refused
from domain.region_names import normal_code
from services import change_meeting
from services.card_list import card_list
from services.clock import system_clock
from services.create_meeting import CreateMeeting, create_meeting
from services.find_meeting import find_meeting
from services.identity import CommandLine
from services.import_enrollment import DEFAULT_SOURCE, ImportEnrollment, ImportReport, import_enrollment
from services.income_bases import BaseRequest, add_income_base, confirm_income_base, income_bases
from services.meeting_result import meeting_result
from services.prepare_database import load_sample, ready_database
from services.submit_commitment import SubmitCommitment, submit_commitment
from services.verify_ledger import verify_ledger
from services.write_template import enrollment_template

ME = CommandLine()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parse(arguments)
    try:
        database = ready_database(settings())
        try:
            return int(ACTIONS[options.action](options, database) or 0)
        finally:
            database.close()
    except ValidationError as error:
        names = ", ".join(str(part["loc"][0]) for part in error.errors())
        return _refuse(options, f"Pengaturan lingkungan tidak terbaca: {names}.")
    except (Refused, DatabaseUnavailable) as refusal:
        return _refuse(options, str(refusal))


def _refuse(options: argparse.Namespace, reason: str) -> int:
    """One sentence on standard error; with ``--json`` it is a document on standard output as well."""
    print(reason, file=sys.stderr)
    if options.json:
        document: dict[str, Any] = {"refused": reason}
        if options.action == "import":
            fault = Fault("", 0, "", Path(options.file).name, reason, "")
            document |= ImportReport(month=str(options.month), faults=[fault]).to_json()
        print(json.dumps(document, ensure_ascii=False, indent=2))
    return 1


def _say(options: argparse.Namespace, document: Any, text: str) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2) if options.json else text)


def _meeting(database: Database, named: str | None) -> Meeting:
    with database.reading() as connection:
        return find_meeting(connection, named)


def _migrate(options: argparse.Namespace, _database: Database) -> None:
    _say(options, {"ready": True}, "Basis data siap.")


def _sample(options: argparse.Namespace, database: Database) -> None:
    stored = load_sample(database, system_clock, actor="command_line")
    _say(
        options,
        {"stored": stored},
        "Data contoh tersimpan." if stored else "Sudah ada data; data contoh tidak dimuat.",
    )


def _template(options: argparse.Namespace, database: Database) -> None:
    text = enrollment_template(database, options.regency)
    if options.out:
        try:
            Path(options.out).write_text(text, encoding="utf-8-sig", newline="")
        except OSError as error:
            raise Refused("template.out", f"Berkas {options.out} tidak dapat ditulis. Periksa foldernya.") from error
        _say(options, {"file": options.out}, f"Tersimpan: {options.out}")
    elif options.json:
        _say(options, list(csv.DictReader(text.splitlines())), "")
    else:
        sys.stdout.write(text)


def _import(options: argparse.Namespace, database: Database) -> int:
    try:
        content = Path(options.file).read_bytes()
    except OSError as error:
        raise Refused("import.file", f"Berkas {options.file} tidak dapat dibaca. Periksa nama dan izinnya.") from error
    command = ImportEnrollment(
        content=content,
        file_name=Path(options.file).name,
        month=options.month,
        regency_code=options.regency,
        source=options.source or DEFAULT_SOURCE,
        as_of=options.as_of,
        dry_run=options.dry_run,
        strict=options.strict,
    )
    report = import_enrollment(command, database, system_clock, ME)
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
    refused = bool(report.faults) or (options.strict and bool(report.warnings))
    _say(options, report.to_json(), "\n".join(lines))
    return 1 if refused else 0


def _tell_meeting(options: argparse.Namespace, meeting: Meeting) -> None:
    document = {
        "meeting": str(meeting.id),
        "state": meeting.state,
        "revision": meeting.revision,
        "title": meeting.title,
        "regency": meeting.regency_code,
        "budget_year": meeting.budget_year,
        "rehearsal": meeting.is_rehearsal,
    }
    _say(options, document, f"{meeting.title}\n{meeting.state_label}, revisi {meeting.revision}\n{meeting.id}")


def _create(options: argparse.Namespace, database: Database) -> None:
    command = CreateMeeting(
        title=options.title,
        held_on=options.date,
        regency_code=options.regency,
        dataset_id=options.dataset,
        budget_year=options.year,
        stage=options.stage,
        target_points=None if options.target is None else round(options.target * 100),
        min_workers=options.min_workers,
        max_workers=options.max_workers,
    )
    _tell_meeting(options, create_meeting(command, database, system_clock, ME))


def _step(step: Callable[..., Meeting]) -> Callable[[argparse.Namespace, Database], None]:
    def run(options: argparse.Namespace, database: Database) -> None:
        found = _meeting(database, options.meeting)
        _tell_meeting(options, step(found.id, database, system_clock, ME))

    return run


def _reopen(options: argparse.Namespace, database: Database) -> None:
    found = _meeting(database, options.meeting)
    _tell_meeting(options, change_meeting.reopen_meeting(found.id, options.reason, database, system_clock, ME))


def _show(options: argparse.Namespace, database: Database) -> None:
    _tell_meeting(options, _meeting(database, options.meeting))


def _codes(options: argparse.Namespace, database: Database) -> None:
    cards = card_list(_meeting(database, options.meeting), database, ME)
    document = [{"village_code": c.village_code, "name": c.name, "code": c.code} for c in cards]
    _say(options, document, "\n".join(f"{c.village_code}  {shown_code(c.code)}  {c.name}" for c in cards))


def _commit(options: argparse.Namespace, database: Database) -> None:
    found = _meeting(database, options.meeting)
    asked: list[tuple[Nature, str | None]] = [("new", options.workers), ("continued", options.continued)]
    lines = [
        LineRequest(nature, parse_workers(count), options.months, options.start, options.source)
        for nature, count in asked
        if count is not None
    ]
    command = SubmitCommitment(
        meeting_id=found.id,
        village_code=normal_code(options.village) or options.village,
        lines=lines,
        idempotency_key=options.key,
        replaces=options.replaces,
        reason=options.reason,
        withdraw=options.withdraw,
    )
    receipt = submit_commitment(command, database, system_clock, ME)
    kept = receipt.commitment
    document = {
        "receipt": kept.receipt,
        "village_code": kept.village_code,
        "revision": kept.revision,
        "workers": kept.workers,
        "new_workers": kept.new_workers,
        "continued_workers": kept.continued_workers,
        "amount_rupiah": kept.amount_rupiah,
        "withdrawn": kept.is_withdrawn,
        "repeated": receipt.repeated,
        "warnings": [asdict(warning) for warning in receipt.warnings],
    }
    amount = "" if kept.is_withdrawn else f", {format_rupiah(kept.amount_rupiah)}"
    text = f"{receipt.village_name}: {kept.text}{amount}. Tanda terima {kept.receipt}"
    text += " (sudah tercatat sebelumnya)" if receipt.repeated else ""
    _say(options, document, "\n".join([text, *(f"Perhatian: {w.text}" for w in receipt.warnings)]))


def _result(options: argparse.Namespace, database: Database) -> None:
    with database.reading() as connection:
        document = meeting_result(connection, find_meeting(connection, options.meeting))
    totals = document["totals"]
    text = (
        f"{document['title']} ({document['state']}): {totals['villages_committed']} dari "
        f"{totals['villages_entitled']} desa, {format_number(totals['workers'])} pekerja, "
        f"{format_rupiah(totals['amount_rupiah'])}. SHA-256 {document['sha256'] or 'belum ada'}"
    )
    _say(options, document, text)


def _list_bases(options: argparse.Namespace, database: Database) -> None:
    found = income_bases(database)
    lines = [f"{base.label}, sejak {base.valid_from}: {base.legal_basis}; {base.source}" for base in found]
    _say(options, [_base_document(base) for base in found], "\n".join(lines) or "Belum ada dasar penghasilan lain.")


def _base_step(step: Callable[..., IncomeBase]) -> Callable[[argparse.Namespace, Database], None]:
    def run(options: argparse.Namespace, database: Database) -> None:
        base = step(BaseRequest(options.base, options.basis, options.source), database, system_clock, ME)
        _say(options, _base_document(base), f"Tersimpan: {base.label}, sejak {base.valid_from}")

    return run


def _base_document(base: IncomeBase) -> dict[str, Any]:
    return asdict(base) | {"valid_from": str(base.valid_from)}


def _verify(options: argparse.Namespace, database: Database) -> int:
    found = verify_ledger(database)
    text = f"{found.meetings} rapat, {found.rows} baris: "
    _say(
        options,
        {"ok": found.fault is None} | asdict(found),
        text + (f"TIDAK COCOK, {found.fault}." if found.fault else "semua cocok."),
    )
    return 1 if found.fault else 0


ACTIONS = {
    "migrate": _migrate,
    "sample": _sample,
    "template": _template,
    "import": _import,
    "meeting create": _create,
    "meeting open": _step(change_meeting.open_meeting),
    "meeting close": _step(change_meeting.close_meeting),
    "meeting reopen": _reopen,
    "meeting publish": _step(change_meeting.publish_meeting),
    "meeting show": _show,
    "codes": _codes,
    "commit": _commit,
    "result": _result,
    "income-base list": _list_bases,
    "income-base add": _base_step(add_income_base),
    "income-base confirm": _base_step(confirm_income_base),
    "verify": _verify,
}


if __name__ == "__main__":
    sys.exit(main())
