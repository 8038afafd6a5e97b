"""Rows that sum the ones above them: recognised, compared, and never taken for data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.import_table import Cells, cell_text
from domain.money import format_number

TOTAL = re.compile(r"(?:sub|grand)?\s*-?\s*(?:jumlah|total)\b.*", re.IGNORECASE)
Summed = Mapping[str, Callable[[object], int | None]]
"""How the cells of each column that a total row sums are read; None for what cannot be read."""


def is_total_row(row: Sequence[object], cells: Cells) -> bool:
    """Whether a row says Jumlah or Total, and names no village by code.

    >>> is_total_row(["", "JUMLAH", 40.0], {"kode_desa": ""}), is_total_row(["62.08.01.2005", "Total"], {"kode_desa": "62"})
    (True, False)
    """  # noqa: E501
    code = cell_text(cells.get("kode_desa"))
    texts = [text for cell in row if isinstance(cell, str) and (text := cell_text(cell))]
    return (not code or bool(TOTAL.fullmatch(code))) and any(TOTAL.fullmatch(text) for text in texts)


@dataclass(slots=True)
class _Sum:
    """The sum of all rows so far, and of those since the last total; both unknown once a cell could not be read."""

    everything: int = 0
    part: int = 0
    is_known: bool = True

    def add(self, value: int | None) -> None:
        self.everything, self.part = self.everything + (value or 0), self.part + (value or 0)
        self.is_known = self.is_known and value is not None


class RunningTotals:
    """The sums of the rows read so far."""

    def __init__(self, summed: Summed) -> None:
        self._summed = summed
        self._sums = {key: _Sum() for key in summed}

    def add(self, cells: Cells) -> None:
        """One row of data."""
        for key, read in self._summed.items():
            self._sums[key].add(read(cells.get(key)))

    def add_sums(self, sums: Mapping[str, int]) -> None:
        """Many rows of data at once, none of which has a fault."""
        for key, value in sums.items():
            self._sums[key].add(value)

    def compare(self, cells: Cells) -> Iterator[tuple[str, object, str]]:
        """A total row: each column whose sum is neither that of all rows nor of those since the last total.

        Yields the column, what is written, and what is wrong.
        """
        for key, read in self._summed.items():
            written, found = cells.get(key), self._sums[key]
            # Where a row has a fault already, its own cure comes first.
            if found.is_known and cell_text(written) and read(written) not in (found.everything, found.part):
                either = f" (sejak jumlah sebelumnya {format_number(found.part)})"
                shown = format_number(found.everything) + (either if found.part != found.everything else "")
                yield key, written, f"Jumlah ini tidak cocok: baris di atasnya berjumlah {shown}."
            found.part = 0
