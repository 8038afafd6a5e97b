"""A table too long for a list of rows: each column as numbers that point at its distinct cells."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EVERY = 50_000


class CodedRows(Sequence[Sequence[object]]):
    """Rows of cells that repeat: 670,000 rows of six columns take 20 MB instead of 300.

    A row is made when it is asked for; whoever looks at every cell asks for the distinct ones of a column instead.

    >>> table = CodedRows([["a", 1], ["b"], ["a", 1]])
    >>> len(table), table[1], table.distinct(0), table.places
    (3, ['b', ''], ['a', 'b'], 2)
    """

    def __init__(self, rows: Iterable[Sequence[object]], progress: Callable[[int], None] = lambda _: None) -> None:
        self._codes: list[array[int]] = []
        self._cells: list[list[object]] = []
        self._length = 0
        known: list[dict[object, int]] = []
        for row in rows:
            if len(row) > len(known):
                self._widen(len(row), known)
            for place, codes in enumerate(self._codes):
                cell = row[place] if place < len(row) else ""
                # 1 and 1.0 are one key, and two cells: a workbook's number is not its text.
                key = cell if type(cell) is str else (type(cell), cell)
                code = known[place].get(key)
                if code is None:
                    code = known[place][key] = len(self._cells[place])
                    self._cells[place].append(cell)
                codes.append(code)
            self._length += 1
            if self._length % _EVERY == 0:
                progress(self._length)

    def _widen(self, places: int, known: list[dict[object, int]]) -> None:
        """A row that is longer than all before it; those end in empty cells."""
        for _ in range(places - len(known)):
            known.append({"": 0})
            self._cells.append([""])
            self._codes.append(array("i", bytes(4 * self._length)))

    @property
    def places(self) -> int:
        """How many columns there are."""
        return len(self._codes)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Sequence[object]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[object]]: ...
    def __getitem__(self, at: int | slice) -> Any:
        """A row, or some rows as a list; short rows end in empty cells."""
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(self._length))]
        return [cells[codes[at]] for cells, codes in zip(self._cells, self._codes, strict=True)]

    def codes(self, place: int, start: int = 0) -> NDArray[np.int64]:
        """For each row from `start` on, the position of its cell among all cells of the column."""
        import numpy as np  # noqa: PLC0415  only for tables that are looked at as a whole

        return np.frombuffer(self._codes[place], dtype=np.int32)[start:].astype(np.int64)

    def cells(self, place: int) -> Sequence[object]:
        """The cells that the codes of a column point at; the first is empty, whether a row has it or not."""
        return self._cells[place]

    def distinct(self, place: int, start: int = 0) -> list[object]:
        """The cells of a column from row `start` on, each once, in the order in which they were first seen."""
        cells = self._cells[place]
        return [cells[code] for code in sorted(set(self._codes[place][start:]))]

    def first_of(self, place: int, wanted: object, start: int = 0) -> int:
        """The first row from `start` on with this cell, counted from `start`."""
        return self._codes[place].index(self._cells[place].index(wanted), start) - start
