"""The door for administration: ``python -m db ...`` parses arguments and calls services.

Exit 0 done, 1 refused with the reason, 2 wrong usage. With ``--json`` one JSON document, and
nothing else, is printed on standard output.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import ValidationError

from db.arguments import parse
from db.engine import Database, DatabaseUnavailable
from db.settings import settings
from domain.card_codes import shown_code
from domain.money import format_number, format_rupiah
from domain.rates import IncomeBase
from domain.refusal import Refused
from services.addendum_command import ADDENDUM_COMMANDS
from services.attendance_command import ATTENDANCE_COMMANDS
from services.audit_command import AUDIT_COMMANDS
from services.card_list import card_list
from services.clock import system_clock
from services.commit_command import commit
from services.count_command import count_command
from services.decision_command import DECISION_COMMANDS
from services.export_command import EXPORT_COMMANDS
from services.facilitator_command import facilitator_command
from services.find_meeting import find_meeting, meeting_named
from services.follow_up_command import FOLLOW_UP_COMMANDS
from services.identity import CommandLine
from services.import_command import import_command, refused_import
from services.income_bases import BaseRequest, add_income_base, confirm_income_base, income_bases
from services.keeping_command import KEEPING_COMMANDS
from services.meeting_command import MEETING_COMMANDS, Command
from services.meeting_result import meeting_result
from services.prepare_database import load_sample, ready_database
from services.print_command import PRINT_COMMANDS
from services.template_command import template_command
from services.verify_ledger import verify_ledger

ME = CommandLine()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parse(arguments)
    try:
        if options.action in KEEPING_COMMANDS:
            document, text, code = KEEPING_COMMANDS[options.action](options, settings(), system_clock)
            _say(options, document, text)
            return code
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
            document |= refused_import(options, reason)
        print(json.dumps(document, ensure_ascii=False, indent=2))
    return 1


def _say(options: argparse.Namespace, document: Any, text: str) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2) if options.json else text)


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
    document, text = template_command(options, database, system_clock, ME)
    if options.json or options.out:
        _say(options, document, text)
    else:
        sys.stdout.write(text)


def _import(options: argparse.Namespace, database: Database) -> int:
    document, text, code = import_command(options, database, system_clock, ME)
    _say(options, document, text)
    return code


def _answered(command: Command) -> Callable[[argparse.Namespace, Database], None]:
    return lambda options, database: _say(options, *command(options, database, system_clock, ME))


def _codes(options: argparse.Namespace, database: Database) -> None:
    cards = card_list(meeting_named(database, options.meeting), database, ME)
    document = [{"village_code": c.village_code, "name": c.name, "code": c.code} for c in cards]
    _say(options, document, "\n".join(f"{c.village_code}  {shown_code(c.code)}  {c.name}" for c in cards))


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


COMMANDS = {
    **MEETING_COMMANDS,
    **ADDENDUM_COMMANDS,
    **ATTENDANCE_COMMANDS,
    **AUDIT_COMMANDS,
    **DECISION_COMMANDS,
    **EXPORT_COMMANDS,
    **FOLLOW_UP_COMMANDS,
    **PRINT_COMMANDS,
}
ACTIONS = {
    **{action: _answered(command) for action, command in COMMANDS.items()},
    "migrate": _migrate,
    "sample": _sample,
    "template": _template,
    "import": _import,
    "count": _answered(count_command),
    "codes": _codes,
    "commit": _answered(commit),
    "result": _result,
    "income-base list": _list_bases,
    "income-base add": _base_step(add_income_base),
    "income-base confirm": _base_step(confirm_income_base),
    "facilitator": lambda o, d: _say(o, *facilitator_command(o.step, o.named, d, system_clock, settings(), ME)),
    "verify": _verify,
}


if __name__ == "__main__":
    sys.exit(main())
