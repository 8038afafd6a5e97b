"""The arguments of the commands about files of data, beside those of the import itself."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def add_template(command: argparse.ArgumentParser, kinds: Sequence[str]) -> None:
    """``template``: which kind, for which regency, and into which file."""
    command.add_argument("kind", choices=kinds)
    command.add_argument("--regency")
    command.add_argument("--out", metavar="FILE", help="x.xlsx: a workbook with drop-downs and rules; else CSV")
    command.add_argument("--current", action="store_true", help="filled with the data that count now")
