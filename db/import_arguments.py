"""Arguments of ``python -m db import`` that only some kinds of file have."""

from __future__ import annotations

import argparse
import re

MONTHLY = ("enrollment", "claims", "village-budgets")
IMPORT_KINDS = (*MONTHLY, "regions")
_PROVINCE = re.compile(r"[1-9][0-9]")


def add_scope(command: argparse.ArgumentParser) -> None:
    """Which regencies a file is for, where it is not for one alone."""
    scope = command.add_mutually_exclusive_group()
    scope.add_argument("--province", type=_province, metavar="CODE", help="enrollment of all its regencies: 62")
    scope.add_argument("--national", action="store_true", help="enrollment of all regencies that are known")


def _province(text: str) -> str:
    if not _PROVINCE.fullmatch(text):
        raise argparse.ArgumentTypeError("a province has a code of two digits, for example 62")
    return text


def import_problem(options: argparse.Namespace) -> str | None:
    """What is missing or too much for the kind; argparse knows no rule between options."""
    if options.kind in ("enrollment", "claims") and options.month is None:
        return "the following arguments are required: --month"
    is_wide = options.national or options.province is not None
    if is_wide and options.kind != "enrollment":
        return "--province and --national are for --kind enrollment"
    if is_wide and (options.regency or options.village):
        return "--regency and --village are for a file of one regency"
    return None
