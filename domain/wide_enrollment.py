"""Enrollment of a province or the whole nation: the rules of one regency's file, asked once for each distinct value.

Rows of which every value is right by itself are taken all at once; every other row is read one by one, by the same
reader as in a small file, so that what is a fault there is the same fault here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.coded_rows import CodedRows
from domain.column_titles import VILLAGE_CODE, Column, Header
from domain.count_cell import count_of, month_of_cell
from domain.coverage import Counts
from domain.enrollment_file import COUNTS, EMPTY_CURE, MEANINGS, SUMMED, EnrollmentRow, RowReader
from domain.import_file import Checked, FileCheck
from domain.import_table import Sheet, cell_text, rows_label
from domain.money import format_number
from domain.personal_data import first_personal
from domain.region_names import fold_name
from domain.total_rows import TOTAL
from domain.village_search import KnownVillage, Mention
from domain.wide_search import WideScope, WideSearch
from domain.worker_groups import WorkerGroup

MOST_FAULTS = 2_000
_MOST_NAMED = 20
_REGENCY = len("62.08")
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WideRows:
    """Counts of many regencies, in order of village and group; every array has one entry a row.

    Attributes:
        villages: the codes that `village` points at, in order; groups: those that `group` points at.
    """

    villages: Sequence[str]
    groups: Sequence[str]
    village: Ints
    group: Ints
    eligible: Ints
    active: Ints
    inactive: Ints

    @classmethod
    def none(cls) -> WideRows:
        """No rows."""
        return cls((), (), *(np.array([], np.int64) for _ in range(5)))

    @property
    def total(self) -> Counts:
        """The sums of all rows."""
        return Counts(int(self.eligible.sum()), int(self.active.sum()), int(self.inactive.sum()))

    def by_regency(self) -> Iterator[tuple[str, slice]]:
        """The regencies that have rows, in order, with where their rows stand."""
        if not len(self.village):
            return
        regency = np.array([code[:_REGENCY] for code in self.villages])[self.village]
        starts = np.flatnonzero(np.r_[True, regency[1:] != regency[:-1]])
        for start, end in zip(starts, [*starts[1:], len(regency)], strict=True):
            yield str(regency[start]), slice(int(start), int(end))

    def village_counts(self) -> Iterator[tuple[str, Counts]]:
        """The villages that have rows, with the sums of their groups."""
        here, starts = np.unique(self.village, return_index=True)
        if not len(here):
            return
        sums = [np.add.reduceat(column, starts).tolist() for column in (self.eligible, self.active, self.inactive)]
        for village, *counts in zip(here.tolist(), *sums, strict=True):
            yield self.villages[village], Counts(*counts)


def check_wide_enrollment(
    sheet: Sheet, scope: WideScope, groups: Sequence[WorkerGroup], progress: Callable[[float], None] = lambda _: None
) -> tuple[Checked[EnrollmentRow], WideRows, int]:
    """Check a whole table and collect its faults, up to `MOST_FAULTS`; the rows count only if there is none.

    Args:
        sheet: its rows are :class:`CodedRows`.
        progress: told the share that is done, 0..1.

    Returns:
        What was found (without rows), the rows, and how many rows are refused.
    """
    check = _WideCheck(sheet, scope, groups, progress)
    reader = RowReader(check, groups)
    for number, cells in check.data_rows(empty_cure=EMPTY_CURE):
        reader.read(number, cells)
    rows = check.rows()
    if not check.checked.faults:
        _warn_of_missing(check.checked, scope, {rows.villages[at] for at in np.unique(rows.village).tolist()})
    progress(1.0)
    return check.checked, rows, check.checked.refused_rows + check.unread


class _WideCheck(FileCheck[EnrollmentRow]):
    """A file of which only the doubtful rows are read one by one."""

    def __init__(
        self, sheet: Sheet, scope: WideScope, groups: Sequence[WorkerGroup], progress: Callable[[float], None]
    ) -> None:
        super().__init__(sheet, MEANINGS, scope, SUMMED)
        assert isinstance(sheet.rows, CodedRows)
        self._table, self._progress = sheet.rows, progress
        self._search = WideSearch(scope)
        self._groups = {fold_name(group.name): place for place, group in enumerate(groups)}
        self._group_codes = [group.code for group in groups]
        self._villages = sorted(scope.villages)
        self._place_of = {code: place for place, code in enumerate(self._villages)}
        self._fast = [np.array([], np.int64)] * 5
        self.unread = 0

    def rows(self) -> WideRows:
        """All good rows, those that were read one by one as well, in order of village and group."""
        place_of_group = {code: place for place, code in enumerate(self._group_codes)}
        slow = [
            (self._place_of[village], place_of_group[group], counts.eligible, counts.active, counts.inactive)
            for village, group, counts in self.checked.rows
        ]
        self.checked.rows = []
        columns = self._fast
        if slow:
            columns = [np.r_[fast, more] for fast, more in zip(columns, np.array(slow, np.int64).T, strict=True)]
        order = np.argsort(columns[0] * len(self._group_codes) + columns[1], kind="stable")
        return WideRows(self._villages, self._group_codes, *(column[order] for column in columns))

    @staticmethod
    def _is_needed(column: Column, found: Mapping[str, Sequence[int]]) -> bool:
        """A code is needed: in a whole country names are not enough."""
        return "kode_bps" not in found if column == VILLAGE_CODE else column.is_needed

    def _below(self, header: Header, place: int) -> list[object]:
        return self._table.distinct(place, header.row) if place < self._table.places else []

    def _first_personal(self, header: Header, place: int) -> int | None:
        cells = self._below(header, place)
        found = first_personal(cells)
        return None if found is None else self._table.first_of(place, cells[found], header.row)

    def _has_rows(self) -> bool:
        return bool(self.checked.rows) or len(self._fast[0]) > 0

    def _rows_below(self, header: Header, places: Mapping[str, int]) -> Iterator[tuple[int, Sequence[object]]]:
        start = header.row
        village = self._villages_of(start, places)
        self._progress(0.7)
        group = self._by_cell(start, places["kelompok"], lambda cell: self._groups.get(fold_name(cell_text(cell)), -1))
        counts = [self._by_cell(start, places[key], lambda cell: _or_none(count_of(cell))) for key in COUNTS]
        eligible, active, inactive = counts
        doubtful = (village < 0) | (group < 0) | np.any([count < 0 for count in counts], axis=0) | (active > eligible)
        doubtful |= self._holds(start, lambda cell: isinstance(cell, str) and bool(TOTAL.fullmatch(cell.strip())))
        if self._scope.month and "bulan" in places:
            month = self._scope.month
            doubtful |= self._by_cell(start, places["bulan"], lambda cell: int(month_of_cell(cell) == month)) == 0
        for number in self._sheet.hidden_rows:
            if start < number <= len(self._table):
                doubtful[number - start - 1] = True
        doubtful |= _repeated(np.where((village >= 0) & (group >= 0), village * len(self._group_codes) + group, -1))
        doubtful &= self._holds(start, lambda cell: bool(cell_text(cell)))  # of empty rows nothing is asked
        plain = ~doubtful & (village >= 0)
        self._warn_of_sums(start, plain & (active + inactive > eligible))
        self._fast = [column[plain] for column in (village, group, eligible, active, inactive)]
        self._progress(0.8)
        yield from self._one_by_one(start, np.flatnonzero(doubtful), [np.where(plain, count, 0) for count in counts])

    def _one_by_one(self, start: int, doubtful: Ints, counts: Sequence[Ints]) -> Iterator[tuple[int, Sequence[object]]]:
        sums, done = [np.r_[0, np.cumsum(count)] for count in counts], 0
        for read, at in enumerate(doubtful.tolist()):
            if len(self.checked.faults) >= MOST_FAULTS:
                self.unread = len(doubtful) - read
                left = format_number(self.unread)
                said = f"Pemeriksaan berhenti setelah {format_number(MOST_FAULTS)} kesalahan; {left} baris lagi"
                self.checked.warnings.append(f"{said} belum diperiksa satu per satu.")
                return
            self._totals.add_sums({key: int(total[at] - total[done]) for key, total in zip(COUNTS, sums, strict=True)})
            done = at
            yield start + at + 1, self._table[start + at]

    def _villages_of(self, start: int, places: Mapping[str, int]) -> Ints:
        """For each row the place of its village, -1 where it is not found; each pair of code and name is asked once."""
        used = [key for key in ("kode_desa", "nama_desa", "kode_bps") if key in places]
        together = np.zeros(len(self._table) - start, np.int64)
        for key in used:
            together = together * len(self._table.cells(places[key])) + self._table.codes(places[key], start)
        _, first, back = np.unique(together, return_index=True, return_inverse=True)
        found = np.full(len(first), -1, np.int64)
        for at, row in enumerate(first.tolist()):
            said = {key: cell_text(self._table[start + row][places[key]]) for key in used}
            village = self._search.find(
                Mention(said.get("kode_desa", ""), said.get("nama_desa", ""), bps_code=said.get("kode_bps", ""))
            )
            if isinstance(village, KnownVillage):
                found[at] = self._place_of[village.code]
            if at % 5_000 == 0:
                self._progress(0.6 * at / len(first))
        return found[back]

    def _by_cell(self, start: int, place: int, read: Callable[[object], int]) -> Ints:
        """What is read of each distinct cell, for each row."""
        values = np.array([read(cell) for cell in self._table.cells(place)], np.int64)
        return values[self._table.codes(place, start)]

    def _holds(self, start: int, is_so: Callable[[object], bool]) -> Mask:
        """Whether any cell of a row is so."""
        held = np.zeros(len(self._table) - start, np.bool_)
        for place in range(self._table.places):
            held |= self._by_cell(start, place, lambda cell: int(is_so(cell))) > 0
        return held

    def _warn_of_sums(self, start: int, above: Mask) -> None:
        rows = (np.flatnonzero(above) + start + 1).tolist()
        if rows:
            said = "aktif dan nonaktif bersama-sama melebihi potensi"
            self.checked.warnings.append(f"{format_number(len(rows))} baris: {said} ({rows_label(rows)}).")


def _or_none(count: int | None) -> int:
    return -1 if count is None else count


def _repeated(keys: Ints) -> Mask:
    """Whether a key stands in more than one row; -1 is none."""
    _, back, times = np.unique(keys, return_inverse=True, return_counts=True)
    return (times[back] > 1) & (keys >= 0)


def _warn_of_missing(checked: Checked[EnrollmentRow], scope: WideScope, present: set[str]) -> None:
    """Name villages that a regency's rows leave out, and regencies that have none."""
    here = {code[:_REGENCY] for code in present}
    absent = [name for code, name in scope.regencies.items() if code not in here]
    missing = [v.name for code, v in scope.villages.items() if code not in present and code[:_REGENCY] in here]
    for names, what, more in ((missing, "desa", ""), (absent, "kabupaten/kota", "; datanya tetap seperti sekarang")):
        if names:
            shown = ", ".join(names[:_MOST_NAMED])
            rest = f" dan {format_number(len(names) - _MOST_NAMED)} lagi" if len(names) > _MOST_NAMED else ""
            checked.warnings.append(f"{format_number(len(names))} {what} tidak ada dalam berkas{more}: {shown}{rest}.")
