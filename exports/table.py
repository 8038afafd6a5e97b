"""A table as a workbook and a CSV file both show it: columns that say what they hold, and rows of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from domain.calendar import WIB, Month, as_utc
from domain.coverage import percent_label
from exports.spreadsheet import csv_file, plain_text

Kind = Literal["text", "count", "rupiah", "share", "rate", "month", "day", "moment"]
"""What a cell holds: `share` and `rate` are 0..1, the one with one decimal, the other with two."""

TITLE_ROW, NOTE_ROW, TOTAL_ROW, HEAD_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Rows as a spreadsheet counts them. The sums stand above, where sorting and filtering leave them alone."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Live:
    """A cell that a spreadsheet calculates.

    Attributes:
        formula: begins with =; ``{key}`` is the cell of that column in the same row.
        value: what the program has calculated; the formula gives the same.
    """

    formula: str
    value: Any


@dataclass(frozen=True, slots=True)
class As:
    """A value of another kind than its column."""

    value: Any
    kind: Kind


Cell = str | int | float | date | datetime | Month | None | Live | As


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` in characters, `is_summed` where its sum means something."""

    key: str
    title: str
    width: int
    kind: Kind = "text"
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns.

    Attributes:
        name: of its sheet.
        note: what a reader must know of all its figures.
        frozen: how many columns stay when the others are scrolled.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    frozen: int = 0

    @property
    def last_row(self) -> int:
        """The last row of the table; the first one, empty, where there are none."""
        return FIRST_ROW + max(len(self.rows), 1) - 1

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return _LETTERS[next(at for at, column in enumerate(self.columns) if column.key == key)]

    def range(self, key: str) -> str:
        """All cells of a column, as a formula on any sheet names them."""
        letter = self.letter(key)
        return f"'{self.name}'!${letter}${FIRST_ROW}:${letter}${self.last_row}"

    def total_cell(self, key: str) -> str:
        """The cell of a column's sum."""
        return f"'{self.name}'!${self.letter(key)}${TOTAL_ROW}"

    def formula(self, cell: Live, row: int) -> str:
        """A cell's formula for its row."""
        return cell.formula.format(**{column.key: f"{self.letter(column.key)}{row}" for column in self.columns})

    def total(self, at: int) -> int:
        """The sum of a column, by its place."""
        return sum(value for row in self.rows if isinstance(value := value_of(row[at]), int))


def value_of(cell: Cell) -> Any:
    """What a cell says, however it comes by it."""
    inside = cell.value if isinstance(cell, As) else cell
    return inside.value if isinstance(inside, Live) else inside


def local(moment: datetime) -> datetime:
    """A moment as the clock in the hall shows it, without a zone: spreadsheets know none."""
    return as_utc(moment).astimezone(WIB).replace(tzinfo=None)


def table_csv(table: Table, mark: str) -> bytes:
    """The table for a spreadsheet set to Indonesian; the first line says what this is."""
    title = ". ".join(text for text in (mark, table.title, table.note) if text)
    return csv_file([[plain_text(title)], [column.title for column in table.columns], *_csv_rows(table)])


def _csv_rows(table: Table) -> Iterator[list[Any]]:
    for row in table.rows:
        yield [_csv_cell(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]


def _csv_cell(cell: Cell, kind: Kind) -> Any:
    value = value_of(cell)
    if isinstance(value, str):
        return plain_text(value)
    if kind == "share" and value is not None:
        return percent_label(value)
    return str(value) if isinstance(value, Month) else value
