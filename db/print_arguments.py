"""The arguments of ``python -m db print ...``."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def add_print(add: Callable[..., argparse.ArgumentParser], command: argparse.ArgumentParser) -> None:
    """What can be printed: before the meeting cards and the list to sign, after its closing the annexes.

    Args:
        add: adds a command that does something, as `db.arguments` does it for all.
    """
    steps = command.add_subparsers(required=True, metavar="WHAT")
    cards = add(steps, "cards", "the cards of all villages, or of some", action="print cards")
    cards.add_argument("--base-url", metavar="URL", help="where phones find the program: http://192.168.1.5:8501")
    attendance = add(steps, "attendance", "the list to sign", action="print attendance")
    table = add(steps, "commitments", "every village's pledge after closing, in one table", action="print commitments")
    rab = add(steps, "rab", "the budget sheets of the villages that have pledged, after closing", action="print rab")
    letters = add(steps, "letters", "their letters of commitment to sign, after closing", action="print letters")
    for step in (cards, rab, letters):
        step.add_argument("--village", action="append", metavar="CODE", help="only this one; may come several times")
    for step in (rab, letters):
        step.add_argument("--zip", action="store_true", help="one PDF a village, in a ZIP file")
    for name, text in (
        ("activity", "activity (kegiatan) of BPU workers, in this file; default: as kept for the regency, else none"),
        ("account", "their account (rekening belanja); default likewise"),
        ("officials-activity", "activity of village officials (PU); default: as kept, else the known one"),
        ("officials-account", "their account; default: as kept, else the known ones"),
    ):
        rab.add_argument(f"--{name}", default="", metavar="TEXT", help=text)
    for step in (cards, attendance, table, rab, letters):
        step.add_argument("meeting")
        step.add_argument("--out", required=True, metavar="FILE")
