"""The workbook of a meeting: its frozen result as tables that can be recalculated, filtered and printed."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from domain.calendar import Month, as_utc
from exports.spreadsheet import is_like_a_formula, plain_text
from exports.table import FIRST_ROW, HEAD_ROW, NOTE_ROW, TITLE_ROW, TOTAL_ROW, As, Cell, Kind, Live, Table, local
from exports.workbook_content import WorkbookContent
from exports.workbook_sheets import SUMMARY, tables

if TYPE_CHECKING:
    import xlsxwriter

LONGEST_TEXT = 32_767
"""What a cell can hold."""

_A4 = 9
_LONGEST_HEADING = 100
_INK, _HEAD = "#1F2933", "#0B5D4E"
# Separators and names of months are those of the reader's language, or Indonesian where the format says so.
# A share below 1 is never shown as 100 %, as everywhere in the program.
_FORMATS: dict[Kind, str] = {
    "text": "General",
    "count": "#,##0",
    "rupiah": "#,##0",
    "share": '[>=1]0%;[>=0.9995]"99,9%";0.0%',
    "rate": "0.00%",
    "month": "[$-421]mmmm yyyy",
    "day": "[$-421]dddd, d mmmm yyyy",
    "moment": "dd/mm/yyyy hh:mm:ss",
}


def workbook(content: WorkbookContent) -> bytes:
    """The workbook as XLSX; the same content gives the same bytes.

    Formulas carry the program's own values, so that a viewer which does not calculate shows them too.
    """
    import xlsxwriter  # noqa: PLC0415  a library that nothing else needs

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": plain_text(content.title),
                "subject": content.mark,
                "comments": f"SHA-256 {content.sha256}",
                "created": as_utc(content.frozen_at).replace(tzinfo=None),
            }
        )
        writer = _Writer(book, content)
        for table in tables(content):
            writer.write(table)
    return out.getvalue()


class _Writer:
    """Writes tables, each on a sheet of its own, all in one dress."""

    def __init__(self, book: xlsxwriter.Workbook, content: WorkbookContent) -> None:
        self._book = book
        self._content = content
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._title = book.add_format({"bold": True, "font_size": 14, "font_color": _INK})
        self._note = book.add_format({"font_color": "#52606D"})
        self._mark = book.add_format({"bold": True, "font_color": "#B42318"})
        self._head = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD, "text_wrap": True, "valign": "vcenter"}
        )

    def write(self, table: Table) -> None:
        """A table on a new sheet."""
        sheet = self._book.add_worksheet(table.name)
        self._top(sheet, table)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(HEAD_ROW - 1, at, column.title, self._head)
        for number, row in enumerate(table.rows, start=FIRST_ROW):
            for at, cell in enumerate(row):
                self._cell(sheet, table, (number, at), cell)
        self._totals(sheet, table)
        self._page(sheet, table)

    def _top(self, sheet: Any, table: Table) -> None:
        sheet.write_string(TITLE_ROW - 1, 0, plain_text(table.title), self._title)
        note = ". ".join(text for text in (self._content.mark, table.note) if text)
        if note:
            sheet.write_string(NOTE_ROW - 1, 0, note, self._mark if self._content.mark else self._note)

    def _totals(self, sheet: Any, table: Table) -> None:
        summed = [at for at, column in enumerate(table.columns) if column.is_summed]
        if not summed:
            return
        sheet.write_string(TOTAL_ROW - 1, 0, "Jumlah", self._format("text", bold=True))
        for at in summed:
            column = table.columns[at]
            letter = table.letter(column.key)
            formula = f"=SUM({letter}{FIRST_ROW}:{letter}{table.last_row})"
            sheet.write_formula(TOTAL_ROW - 1, at, formula, self._format(column.kind, bold=True), table.total(at))

    def _cell(self, sheet: Any, table: Table, place: tuple[int, int], cell: Cell) -> None:
        row, at = place
        kind = cell.kind if isinstance(cell, As) else table.columns[at].kind
        value = cell.value if isinstance(cell, As) else cell
        is_fact = table.name == SUMMARY
        look = self._format(kind, bold=is_fact and at == 0, is_left=is_fact)
        if isinstance(value, Live):
            sheet.write_formula(row - 1, at, table.formula(value, row), look, value.value)
        elif isinstance(value, str):
            text = plain_text(value)[:LONGEST_TEXT]
            # Marked as text, so that a later edit of the cell does not make it a formula either.
            look = self._format("text", quote_prefix=True) if is_like_a_formula(text) else look
            sheet.write_string(row - 1, at, text, look)
        elif isinstance(value, date | Month):
            sheet.write_datetime(row - 1, at, _spreadsheet_date(value), look)
        elif value is not None:
            sheet.write_number(row - 1, at, value, look)

    def _format(self, kind: Kind, *, bold: bool = False, quote_prefix: bool = False, is_left: bool = False) -> Any:
        is_left = is_left or kind == "text"
        key = (kind, bold, quote_prefix, is_left)
        if key not in self._formats:
            wanted = {"num_format": _FORMATS[kind], "valign": "top", "bold": bold, "quote_prefix": quote_prefix}
            wanted |= {"align": "left" if is_left else "right", "text_wrap": kind == "text"}
            self._formats[key] = self._book.add_format(wanted)
        return self._formats[key]

    def _page(self, sheet: Any, table: Table) -> None:
        is_list = table.name != SUMMARY
        if is_list:
            sheet.freeze_panes(HEAD_ROW, table.frozen)
            sheet.autofilter(HEAD_ROW - 1, 0, table.last_row - 1, len(table.columns) - 1)
            sheet.repeat_rows(HEAD_ROW - 1)
            sheet.set_landscape()
        sheet.hide_gridlines(0 if is_list else 2)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_heading(self._content.title)}&R{self._content.mark}")
        sheet.set_footer(f"&L{table.name} · SHA-256 {self._content.sha256[:16]}…&RHalaman &P dari &N")


def _heading(text: str) -> str:
    """A text in a header, where & begins a command."""
    return plain_text(text).replace("\n", " ")[:_LONGEST_HEADING].replace("&", "&&")


def _spreadsheet_date(value: date | datetime | Month) -> date | datetime:
    """A moment in the hall's time, a day as it is, a month as its first day."""
    if isinstance(value, Month):
        return date(value.year, value.number, 1)
    return local(value) if isinstance(value, datetime) else value
