"""Calculate a workbook as a spreadsheet would: the few functions that our workbooks use, and no more."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*")|(?:'(?P<sheet>[^']+)'!)?(?P<first>\$?[A-Z]{1,2}\$?[0-9]+)(?::(?P<last>\$?[A-Z]{1,2}\$?[0-9]+))?"""
    r"""|(?P<name>[A-Z]+)(?=\()|(?P<number>[0-9.]+)|(?P<sign>[-+*/(),=])"""
)


class Calculated:
    """A workbook read twice: what it says, and what its formulas give when they are calculated anew."""

    def __init__(self, content: bytes) -> None:
        self.formulas: Workbook = load_workbook(io.BytesIO(content))
        self.values: Workbook = load_workbook(io.BytesIO(content), data_only=True)

    def live_cells(self) -> Iterator[tuple[str, str, Any]]:
        """Sheet, address and written value of every formula."""
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield sheet.title, cell.coordinate, self.values[sheet.title][cell.coordinate].value

    def all_formulas(self) -> list[tuple[str, str, str]]:
        """Sheet, address and text of every formula."""
        return [(sheet, at, self.formulas[sheet][at].value) for sheet, at, _ in self.live_cells()]

    def calculate(self, sheet: str, address: str) -> Any:
        """The value of a cell; of a formula from the cells that it names, not from what was written with it."""
        cell = self.formulas[sheet][address.replace("$", "")]
        return self._formula(sheet, str(cell.value)[1:]) if cell.data_type == "f" else cell.value

    def _formula(self, sheet: str, formula: str) -> Any:
        parts, at = [], 0
        while at < len(formula):
            found = _TOKEN.match(formula, at)
            assert found, f"unknown in {formula!r} at {at}"
            parts.append(self._part(sheet, found))
            at = found.end()
        return eval("".join(parts), {**_FUNCTIONS, "cell": self._cell, "cells": self._cells})

    def _part(self, sheet: str, found: re.Match[str]) -> str:
        if found["first"]:
            on = found["sheet"] or sheet
            return (
                f"cells({on!r}, '{found['first']}:{found['last']}')"
                if found["last"]
                else f"cell({on!r}, '{found['first']}')"
            )
        return "==" if found["sign"] == "=" else found[0]

    def _cell(self, sheet: str, address: str) -> Any:
        value = self.calculate(sheet, address)
        return 0 if value is None else value

    def _cells(self, sheet: str, area: str) -> list[Any]:
        return [
            self.calculate(sheet, cell.coordinate)
            for row in self.formulas[sheet][area.replace("$", "")]
            for cell in row
        ]


def _sumifs(values: list[Any], *conditions: Any) -> int:
    pairs = list(zip(conditions[::2], conditions[1::2], strict=True))
    return sum(value or 0 for at, value in enumerate(values) if all(cells[at] == wanted for cells, wanted in pairs))


_FUNCTIONS = {
    "SUM": lambda values: sum(value or 0 for value in values),
    "SUMIFS": _sumifs,
    "COUNTIF": lambda values, wanted: sum(value == wanted for value in values),
    "MIN": min,
    "MAX": max,
    "IF": lambda holds, yes, no: yes if holds else no,
}


def table_of(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows under the header as dictionaries by column title."""
    head = [cell.value for cell in sheet[4]]
    return [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=5, values_only=True)]


def facts_of(book: Workbook) -> dict[str, Any]:
    """The summary: what is told, and what of it."""
    return {row["Keterangan"]: row["Isi"] for row in table_of(book["Ringkasan"])}
