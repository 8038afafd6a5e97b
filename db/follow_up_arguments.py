"""The arguments of ``python -m db follow-up ...``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import get_args

from domain.budget_calendar import DOCUMENTS, Confidence
from domain.calendar import Month
from domain.follow_up_status import Filter
from domain.follow_up_step import KINDS

Add = Callable[..., argparse.ArgumentParser]


def add_follow_up(
    command: argparse.ArgumentParser, *, add: Add, month: Callable[[str], Month], rupiah: Callable[[str], int]
) -> None:
    """Give the command its steps: list, agenda, record, withdraw, dates, set-date.

    Args:
        add: makes the parser of one step, with ``--json``.
        month, rupiah: read ``2027-01`` and ``12.096.000``.
    """
    steps = command.add_subparsers(required=True, metavar="STEP")
    listed = add(steps, "list", "how far the pledges of a closed meeting have come", action="follow-up list")
    listed.add_argument("meeting", nargs="?", help="default: the closed meeting that was held last")
    listed.add_argument("--show", choices=get_args(Filter), default="all")
    agenda = add(steps, "agenda", "the open pledges as text for the next meeting", action="follow-up agenda")
    agenda.add_argument("meeting", nargs="?")
    new = add(steps, "record", "record a step of a pledge, or correct one", action="follow-up record")
    new.add_argument("meeting")
    new.add_argument("village", help="Kemendagri code, for example 62.08.01.2005")
    new.add_argument("kind", choices=KINDS, help="what happened")
    new.add_argument("--line", type=int, default=1, help="line of the village's pledge; default: 1")
    new.add_argument("--date", type=date.fromisoformat, required=True, help="the day it happened: 2026-12-20")
    new.add_argument("--workers", type=int, metavar="N")
    new.add_argument("--amount", type=rupiah, metavar="RUPIAH", help="budgeted: in all; paid: this payment")
    new.add_argument("--from", dest="paid_from", type=month, metavar="MONTH", help="first month that is paid: 2027-01")
    new.add_argument("--until", dest="paid_until", type=month, metavar="MONTH", help="last month that is paid")
    new.add_argument("--document", default="", metavar="TEXT", help="number of the regulation, SK or receipt")
    new.add_argument("--note", default="", metavar="TEXT")
    new.add_argument("--corrects", type=int, metavar="NUMBER", help="the step whose place it takes")
    new.add_argument("--key", required=True, help="the same for every sending of the same step")
    gone = add(steps, "withdraw", "take back a step that never happened", action="follow-up withdraw")
    gone.add_argument("meeting")
    gone.add_argument("village")
    gone.add_argument("number", type=int)
    gone.add_argument("--reason", required=True, metavar="TEXT", help="why; it is kept")
    gone.add_argument("--key", required=True)
    dates = add(steps, "dates", "the budget calendar with basis and confidence", action="follow-up dates")
    dates.add_argument("--year", type=int, help="budget year; default: next year")
    put = add(
        steps, "set-date", "another date of the budget calendar, from a budget year on", action="follow-up set-date"
    )
    put.add_argument("document", choices=DOCUMENTS)
    put.add_argument("--year", type=int, required=True, help="the first budget year that it counts for")
    put.add_argument("--day", metavar="DD-MM", help="without it the date is said to be unknown")
    put.add_argument("--same-year", action="store_true", help="in the budget year itself; default: the year before")
    put.add_argument("--basis", required=True, help="the law or letter that names the date")
    put.add_argument("--source", required=True, help="where it was read")
    put.add_argument("--confidence", choices=get_args(Confidence), required=True)
