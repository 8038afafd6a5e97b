"""The arguments of ``python -m db``; each command sets ``action``, the name of what is to be done."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from db.data_arguments import add_answers, add_count, add_template
from db.follow_up_arguments import add_follow_up
from db.import_arguments import IMPORT_KINDS, MONTHLY, add_scope, import_problem
from db.keeping_arguments import add_keeping
from db.print_arguments import add_print
from domain.addendum import Kind
from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES
from domain.meeting import OverCeiling, Settings, Stage
from domain.money import parse_rupiah

KINDS = MONTHLY
EXPORT_FORMATS = ("docx", "pdf", "xlsx", "csv", "zip")
EXPORT_TABLES = ("desa", "baris", "kepesertaan", "simulasi", "tindak-lanjut")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _points(text: str) -> int:
    """A percentage as hundredths of a percent."""
    percent = float(text)
    if not math.isfinite(percent):
        raise argparse.ArgumentTypeError("a percentage between 0 and 100")
    return round(percent * 100)


def _or_none(parse_value: Callable[[str], int]) -> Callable[[str], int | None]:
    def parse_or_none(text: str) -> int | None:
        return None if text == "none" else parse_value(text)

    return parse_or_none


def _rupiah(text: str) -> int:
    try:
        return parse_rupiah(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of one command; ends the program with the usage where they are wrong."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    checks = {"commit": _commit_problem, "import": import_problem, "meeting set": _set_problem}
    check = checks.get(options.action)
    problem = check(options) if check else None
    if problem:
        parser.error(problem)
    return options


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m db", description="Administer Rembuk's database.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add(commands, "migrate", "bring the schema and the reference data up to date")
    _add(commands, "sample", "load sample data into a database without data")
    add_template(_add(commands, "template", "write an import file to fill"), KINDS)
    _add_import(_add(commands, "import", "import a file; all of it or nothing"))
    add_count(_add(commands, "count", "count a list of workers by village and group; nothing of it is stored"))
    _add_meeting(commands.add_parser("meeting", help="create, copy, open, set, close, reopen, publish, show or list"))
    _add(commands, "codes", "the card codes of a meeting").add_argument("meeting")
    _add_commit(_add(commands, "commit", "enter a pledge for a village"))
    _add(commands, "result", "the result of a meeting; frozen after closing").add_argument("meeting", nargs="?")
    _add_attendance(_add(commands, "attendance", "who came to a meeting; counts and rows without names"))
    _add_audit(_add(commands, "audit", "who did what and when, the newest act first"))
    add_print(_add, commands.add_parser("print", help="cards, attendance list, a closed meeting's annexes, as PDF"))
    _add_export(_add(commands, "export", "a file of a closed meeting: its minutes, its workbook, or its tables"))
    _add_decision(commands.add_parser("decision", help="what the meeting decides about regency funds"))
    _add_addendum(commands.add_parser("addendum", help="what changed after a result was published"))
    follow_up = commands.add_parser("follow-up", help="what became of the pledges, and the budget calendar")
    add_follow_up(follow_up, add=_add, month=_month, rupiah=_rupiah)
    _add_income_base(commands.add_parser("income-base", help="list, add or confirm a declared BPU income"))
    _add_facilitator(commands.add_parser("facilitator", help="links for facilitators by name, and the printed one"))
    _add(commands, "verify", "recompute the ledger's hashes and sums")
    add_keeping(_add, commands)
    return parser


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file")
    command.add_argument("--kind", choices=IMPORT_KINDS, required=True)
    command.add_argument(
        "--month", type=_month, help="the month the figures are for: 2026-10; of village budgets by default this month"
    )
    command.add_argument("--regency")
    add_scope(command)
    command.add_argument("--source", help="whose figures they are")
    command.add_argument("--as-of", type=date.fromisoformat, help="the day of the figures; default: end of the month")
    command.add_argument("--dry-run", action="store_true", help="check only")
    command.add_argument("--strict", action="store_true", help="warnings stop the import too")
    command.add_argument("--sheet", metavar="NAME", help="the sheet to read, where several look like the table")
    add_answers(command)


def _add(under: Any, name: str, text: str, *, action: str | None = None) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = under.add_parser(name, help=text, description=text)
    command.set_defaults(action=action or name)
    command.add_argument("--json", action="store_true", help="print one JSON document")
    return command


def _add_meeting(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(required=True, metavar="STEP")
    create = _add(steps, "create", "create a meeting and its cards", action="meeting create")
    create.add_argument("--title")
    create.add_argument("--date", type=date.fromisoformat)
    create.add_argument("--regency")
    create.add_argument("--dataset", type=UUID)
    create.add_argument("--year", type=int, help="the budget year; default: next year")
    create.add_argument("--target", type=_points, metavar="PERCENT", help="target coverage; default: none")
    create.add_argument("--stage", choices=get_args(Stage), default="APBDes")
    create.add_argument("--min-workers", type=int, metavar="N", help="least workers of a village's pledge")
    create.add_argument("--max-workers", type=int, metavar="N", help="most workers of a village's pledge")
    create.add_argument("--over-ceiling", choices=get_args(OverCeiling), default="refuse")
    for name, text in (
        ("open", "open a draft; fixes data, rates and target"),
        ("close", "close an open meeting; freezes the result"),
        ("publish", "publish the result of a closed meeting"),
        ("budgets", "let an open meeting keep to the newest village budgets"),
        ("show", "show a meeting"),
    ):
        _add(steps, name, text, action=f"meeting {name}").add_argument("meeting", nargs="?")
    _add(steps, "list", "all meetings with their totals", action="meeting list")
    copy = _add(steps, "copy", "a draft with title and settings of another meeting", action="meeting copy")
    copy.add_argument("meeting", nargs="?")
    copy.add_argument("--date", type=date.fromisoformat)
    copy.add_argument("--year", type=int, help="the budget year; default: next year")
    _add_settings(_add(steps, "set", "change settings; what is not named stays", action="meeting set"))
    reopen = _add(steps, "reopen", "open a closed meeting again", action="meeting reopen")
    reopen.add_argument("meeting", nargs="?")
    reopen.add_argument("--reason", required=True, metavar="TEXT", help="why; it is kept")


def _add_settings(command: argparse.ArgumentParser) -> None:
    """A setting that is not named is not among the options, because None is a setting too."""
    command.add_argument("meeting", nargs="?")
    for name, dest, parse_value, metavar in (
        ("--target", "target_points", _points, "PERCENT|none"),
        ("--min-workers", "min_workers", int, "N|none"),
        ("--max-workers", "max_workers", int, "N|none"),
    ):
        command.add_argument(name, dest=dest, type=_or_none(parse_value), metavar=metavar, default=argparse.SUPPRESS)
    command.add_argument("--stage", choices=get_args(Stage), default=argparse.SUPPRESS)
    command.add_argument("--over-ceiling", choices=get_args(OverCeiling), default=argparse.SUPPRESS)
    command.add_argument("--revision", type=int, metavar="N", help="refuse if the meeting was changed since")


def _set_problem(options: argparse.Namespace) -> str | None:
    return None if any(field.name in options for field in fields(Settings)) else "name a setting to change"


def _add_attendance(command: argparse.ArgumentParser) -> None:
    command.add_argument("meeting", nargs="?")
    command.add_argument("--names", action="store_true", help="print names and positions too; they are for the minutes")


def _add_audit(command: argparse.ArgumentParser) -> None:
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("meeting", nargs="?")
    whose.add_argument("--installation", action="store_true", help="what belongs to no meeting: imports, sign-ins")
    for name, text in (("--since", "the first moment that counts"), ("--until", "the first that no longer does")):
        command.add_argument(name, type=datetime.fromisoformat, metavar="ISO", help=f"{text}; without a zone: WIB")


def _add_export(command: argparse.ArgumentParser) -> None:
    command.add_argument("meeting")
    command.add_argument("--format", choices=EXPORT_FORMATS, required=True)
    command.add_argument("--table", choices=EXPORT_TABLES, default="desa", help="with csv: which one; default: desa")
    command.add_argument("--number", default="", help="with docx and pdf: the number of the minutes")
    command.add_argument("--place", default="", help="with docx and pdf: where the meeting was held")
    command.add_argument("--template", metavar="FILE", help="with docx: the office's own template")
    command.add_argument("--out", required=True, metavar="FILE")


def _add_decision(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(required=True, metavar="STEP")
    _add(steps, "list", "the decisions of a meeting", action="decision list").add_argument("meeting", nargs="?")
    new = _add(steps, "record", "record a kept simulation of regency funds as decided", action="decision record")
    new.add_argument("meeting")
    new.add_argument("--scenario", required=True, metavar="ID", help="the id in the simulation's link")
    new.add_argument("--decided-by", required=True, metavar="OFFICE", help="the office or body that decided it")
    new.add_argument("--note", default="", metavar="TEXT")
    new.add_argument("--replaces", type=int, metavar="NUMBER", help="the standing decision whose place it takes")
    new.add_argument("--key", required=True, help="the same for every sending of the same decision")
    withdraw = _add(steps, "withdraw", "take a decision back", action="decision withdraw")
    withdraw.add_argument("meeting")
    withdraw.add_argument("number", type=int)
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help="why; it is kept")


def _add_addendum(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(required=True, metavar="STEP")
    _add(steps, "list", "the addenda of a meeting", action="addendum list").add_argument("meeting", nargs="?")
    add = _add(steps, "add", "add an addendum to a published result", action="addendum add")
    add.add_argument("meeting")
    add.add_argument("--kind", choices=get_args(Kind), required=True)
    add.add_argument("--village", help="Kemendagri code; only a note needs none")
    add.add_argument("--text", required=True)
    add.add_argument("--decided-by", required=True, metavar="OFFICE", help="the body or office that decided it")
    add.add_argument("--key", required=True, help="the same for every sending of the same addendum")


def _add_income_base(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(required=True, metavar="STEP")
    _add(steps, "list", "the bases that the office has added", action="income-base list")
    for name, text in (
        ("add", "add a base; unverified until it is confirmed"),
        ("confirm", "confirm a base that was added, by a new row"),
    ):
        step = _add(steps, name, text, action=f"income-base {name}")
        step.add_argument("base", metavar="RUPIAH", type=_rupiah, help="declared monthly income: 1.500.000")
        step.add_argument("--basis", required=True, help="the law that names the base")
        step.add_argument("--source", required=True, help="where it was read")


def _add_facilitator(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(required=True, metavar="STEP", dest="step")
    for name, text, named in (
        ("add", "a link of their own for somebody; shown once", "NAME"),
        ("list", "who has a link of their own", None),
        ("link", "another link for one of them; the old one ends, and whoever signed in by it", "NAME_OR_ID"),
        ("revoke", "end somebody's link, and whoever signed in by it", "NAME_OR_ID"),
        ("renew", "another token for the installation's printed link", None),
    ):
        step = _add(steps, name, text, action="facilitator")
        if named:
            step.add_argument("named", metavar=named)
        else:
            step.set_defaults(named="")


def _add_commit(command: argparse.ArgumentParser) -> None:
    command.add_argument("meeting")
    command.add_argument("village", help="Kemendagri code, for example 62.08.01.2005")
    command.add_argument("--workers", metavar="N", help="new workers")
    command.add_argument("--continue", dest="continued", metavar="N", help="workers who are active now")
    command.add_argument("--officials", metavar="N", help="new village officials (PU)")
    command.add_argument("--wage", metavar="RUPIAH", help="their monthly wage; default: the lowest official one")
    command.add_argument("--months", type=int)
    command.add_argument("--start", type=_month, help="first month: 2027-01")
    command.add_argument("--source", help=", ".join(FUNDING_SOURCES))
    command.add_argument("--key", required=True, help="the same for every sending of the same pledge")
    command.add_argument("--replaces", type=int, metavar="REVISION", help="refuse if this is not the newest")
    command.add_argument("--reason", default="", metavar="TEXT", help="why it is corrected or withdrawn")
    command.add_argument("--withdraw", action="store_true", help="take the village's pledge back; needs --reason")


def _commit_problem(options: argparse.Namespace) -> str | None:
    """What is missing in a pledge, or too much in a withdrawal; argparse knows no rule between options."""
    content = [("--months", options.months), ("--start", options.start), ("--source", options.source)]
    if not options.withdraw:
        missing = [name for name, value in content if value is None]
        return f"the following arguments are required: {', '.join(missing)}" if missing else None
    content += [("--workers", options.workers), ("--continue", options.continued), ("--officials", options.officials)]
    given = [name for name, value in content if value is not None]
    return f"not allowed with --withdraw: {', '.join(given)}" if given else None
