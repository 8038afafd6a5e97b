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


def add_answers(command: argparse.ArgumentParser) -> None:
    """What a person decides about a file to import: which village a name means, which column is what."""
    command.add_argument(
        "--village", type=_village, action="append", metavar="NAME=CODE", help="which village a name of the file means"
    )
    command.add_argument(
        "--map", type=_column, action="append", metavar="COLUMN=TITLE", help='what a column is: "potensi=Jumlah"'
    )


def _village(text: str) -> tuple[str, str]:
    name, _, code = text.rpartition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r}: write NAME=CODE")
    return name, code


def _column(text: str) -> tuple[str, str]:
    key, sign, title = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text!r}: write COLUMN=TITLE; COLUMN= for none")
    return key.strip(), title.strip()


def add_count(command: argparse.ArgumentParser) -> None:
    """``count``: a list of workers, and where the counts go."""
    command.add_argument("file")
    command.add_argument("--regency")
    command.add_argument("--out", metavar="FILE", help="the counts as an enrollment file: x.xlsx, else CSV")
