"""Which sheet of a workbook holds the table: the only one that looks like it, or the one that a person names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.coded_rows import CodedRows
from domain.column_titles import Column, find_header
from domain.import_table import Fault, Sheet, cell_text
from domain.import_template import RULES_MARK

SAMPLE_WORDS = "DATA CONTOH"
"""What every file of sample data says; it is never taken for real."""

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """The sheet to read, or faults that say why none is read.

    Attributes:
        candidates: the names to choose from, where several sheets look like the table.
    """

    sheet: Sheet
    warnings: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    candidates: tuple[str, ...] = ()


def choose_sheet(sheets: Sequence[Sheet], columns: Sequence[Column], wanted: str | None = None) -> SheetChoice:
    """The only visible sheet with a header of this kind of file, else the first; several are asked about.

    Args:
        sheets: all of the file, hidden ones included; at least one.
        wanted: the name of the sheet that a person chose.
    """
    data = [sheet for sheet in sheets if not _is_rules(sheet)] or list(sheets)  # the template's second sheet is ours
    shown = [sheet for sheet in data if not sheet.is_hidden] or data
    likely = [sheet for sheet in shown if _looks_right(sheet, columns)]
    named = [sheet for sheet in shown if sheet.name == wanted] if wanted else []
    chosen = (named or likely or shown)[0]
    warnings = [_not_read(sheet) for sheet in data if sheet is not chosen]
    faults = [mark] if (mark := sample_mark(sheets)) else []
    names = tuple(sheet.name for sheet in likely)
    if wanted and not named:
        problem = f"Lembar “{wanted}” tidak ada."
        faults.append(Fault("", 1, "", wanted, problem, f"Yang ada: {', '.join(sheet.name for sheet in shown)}."))
    elif not named and len(likely) > 1:
        problem = f"{len(likely)} lembar tampak seperti data: {', '.join(names)}."
        faults.append(Fault("", 1, "", "", problem, "Pilih satu lembar, atau satukan semuanya di satu lembar."))
    return SheetChoice(chosen, warnings, faults, names if len(likely) > 1 else ())


def sample_mark(sheets: Sequence[Sheet]) -> Fault | None:
    """The first cell that says that this is sample data; it refuses the file."""
    for sheet in sheets:
        if isinstance(sheet.rows, CodedRows) and not _holds_mark(sheet.rows):
            continue
        for number, row in enumerate(sheet.rows, start=1):
            for cell in row:
                if isinstance(cell, str) and SAMPLE_WORDS in cell.upper():
                    problem = "Berkas ini data contoh dari program ini, bukan data sebenarnya."
                    cure = "Pakai berkas dari kantor BPJS Ketenagakerjaan atau desa."
                    return Fault(sheet.name, number, "", cell_text(cell)[:80], problem, cure)
    return None


def _is_rules(sheet: Sheet) -> bool:
    return bool(sheet.rows) and any(cell_text(cell).startswith(RULES_MARK) for cell in sheet.rows[0][:1])


def _holds_mark(rows: CodedRows) -> bool:
    cells = (cell for place in range(rows.places) for cell in rows.cells(place))
    return any(isinstance(cell, str) and SAMPLE_WORDS in cell.upper() for cell in cells)


def _looks_right(sheet: Sheet, columns: Sequence[Column]) -> bool:
    header = find_header(sheet.rows, columns)
    return header is not None and header.score >= _ENOUGH


def _not_read(sheet: Sheet) -> str:
    return f"Lembar {'tersembunyi ' if sheet.is_hidden else ''}“{sheet.name}” tidak dibaca."
