"""A table as it came in a file: sheets of cells, and what is found wrong in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cells = Mapping[str, object]
"""The cells of one row by the column that they belong to."""

BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:[0-9]{3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read.

    Attributes:
        name: of the sheet; "" for CSV.
        rows: row 1 is the first of the file. A formula without a result stands as its text, with the equals sign.
        hidden_rows: numbers of the rows that whoever opens the file does not see.
    """

    name: str
    rows: Sequence[Sequence[object]]
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must be mended before anything is stored: where, what, and how to mend it."""

    sheet: str
    row: int
    column: str
    value: str
    problem: str
    cure: str


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Faults that are mended in one way: the rows where they stand, in order, and one value as an example."""

    problem: str
    cure: str
    column: str
    sheet: str
    rows: tuple[int, ...]
    value: str


def grouped(faults: Sequence[Fault]) -> list[FaultGroup]:
    """The same fault in many rows as one, in the order in which the faults were found.

    >>> one = Fault("", 3, "potensi", "x", "Bukan angka.", "Tulis angka.")
    >>> grouped([one, Fault("", 5, "potensi", "y", "Bukan angka.", "Tulis angka.")])[0].rows
    (3, 5)
    """
    found: dict[tuple[str, str, str, str], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.sheet, fault.column, fault.problem, fault.cure), []).append(fault)
    return [
        FaultGroup(problem, cure, column, sheet, tuple(dict.fromkeys(f.row for f in same)), same[0].value)
        for (sheet, column, problem, cure), same in found.items()
    ]


def rows_label(rows: Sequence[int], most: int = 8) -> str:
    """Rows in few words.

    >>> rows_label([3]), rows_label([3, 4, 5, 9]), rows_label([1, 3, 5], most=2)
    ('baris 3', 'baris 3–5, 9', 'baris 1, 3 dan 1 lagi')
    """
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:most]]
    left = sum(len(run) for run in runs[most:])
    return f"baris {', '.join(shown)}" + (f" dan {left} lagi" if left else "")


def cell_text(cell: object) -> str:
    """A cell as people see it: no spaces around it, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def is_filled(row: Sequence[object]) -> bool:
    """Whether any cell of a row says something."""
    return any(cell_text(cell) for cell in row)


def why_formula(text: str) -> tuple[str, str] | None:
    """What is wrong with a cell whose formula gives nothing, and the cure; None for every other text.

    >>> why_formula("#REF!")[0]
    'Rumus di sel ini rusak.'
    """
    if BROKEN.fullmatch(text):
        return "Rumus di sel ini rusak.", "Perbaiki rumusnya di Excel, atau ketik angkanya."
    if text.startswith("="):
        return (
            "Rumus di sel ini belum mempunyai hasil.",
            "Buka berkas di Excel atau LibreOffice, simpan ulang, lalu unggah lagi; atau ketik nilainya.",
        )
    return None
