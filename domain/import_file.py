"""What every file that is imported by village keeps to: a header, whole rows, a known village; faults with a cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain import column_titles
from domain.calendar import Month
from domain.column_mapping import Mapped, column_labels, whole_mapping, with_choice
from domain.column_titles import Column, Header, find_header, fold_title
from domain.count_cell import month_of_cell
from domain.import_table import Cells, Fault, Sheet, cell_text, is_filled, why_formula
from domain.personal_data import first_personal, is_personal
from domain.total_rows import TOTAL, RunningTotals, Summed, is_total_row
from domain.village_search import KnownVillage, Mention, NotFound, Question, VillageSearch

Row = TypeVar("Row")
_VALUE_SHOWN = 80
_SERIAL_TITLES = frozenset({"no", "nomor", "no urut"})
PERSONAL_PROBLEM = "Kolom ini memuat data pribadi; program hanya menerima jumlah orang."
PERSONAL_CURE = "Hapus kolom itu dan kirim jumlah per desa dan kelompok."


@dataclass(slots=True)
class Checked(Generic[Row]):
    """A file after checking: its rows where it has no fault, and all that was found.

    Attributes:
        columns: the title in the file of each column that was understood; `places` from 0.
        questions: names that a person has to tell apart; each is a fault as well.
        is_personal: whether data of persons were found; nothing of such a file may be shown or kept.
        answered: the villages that a person has named, by the key of the question.
        labels: of all columns of the file, so that one can be chosen; none of a file with data of persons.
        mapping: which of them was taken for what; "" for none.
    """

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    header_row: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    is_personal: bool = False
    answered: dict[str, KnownVillage] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    mapping: Mapped = field(default_factory=dict)

    @property
    def refused_rows(self) -> int:
        """Data rows with at least one fault."""
        return len({(fault.sheet, fault.row) for fault in self.faults if fault.row > self.header_row})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file is read for.

    Attributes:
        villages: the regency's villages by Kemendagri code.
        month: the one that the file is imported for; rows that name another are faults. None: rows are not asked.
        answers: the code that a person chose for the key of a question.
        columns: what a person has said of the file's columns; the others are read as they are found.
    """

    villages: Mapping[str, KnownVillage]
    regency_name: str
    month: Month | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapped = field(default_factory=dict)


class FileCheck(Generic[Row]):
    """One file under check: reads its rows one after another and collects all that is wrong with them.

    Args:
        columns: those of this kind of file, beside the ones that say which village and month.
        summed: the columns that a total row below them sums.

    Attributes:
        checked: what was found so far; its rows are added by whoever reads them.
    """

    def __init__(self, sheet: Sheet, columns: Sequence[Column], scope: Scope, summed: Summed) -> None:
        self.checked = Checked[Row]()
        self._sheet, self._columns, self._scope, self._summed = sheet, columns, scope, tuple(summed)
        self._search = VillageSearch(scope.villages, scope.regency_name, scope.answers)
        self.checked.answered = self._search.answered
        self._seen: dict[object, int] = {}
        self._totals = RunningTotals(summed)
        self._after_total = False

    def data_rows(self, *, empty_cure: str) -> Iterator[tuple[int, Cells]]:
        """The filled rows below the header by number, each as its cells by column; none where the header is wrong.

        Total rows are compared with the sums above them and not given; notes under the table are named and left.

        Args:
            empty_cure: what to do about a file without a data row.
        """
        header = find_header(self._sheet.rows, self._columns)
        if header is None:
            keys = ", ".join(column.key for column in self._columns if column.is_needed)
            self.fault(1, "", "", "Berkas kosong.", f"Isi dengan kolom {keys}.")
            return
        self.checked.header_row = header.row
        places = self._places(header)
        if self.checked.faults:
            return
        for number, row in self._rows_below(header, places):
            cells = {name: row[place] if place < len(row) else None for name, place in places.items()}
            if not is_filled(row) or self._is_total(number, row, cells) or self._is_note(number, row, cells):
                continue
            self._look_at(number, cells)
            yield number, cells
        if not self._has_rows() and not self.checked.faults:
            self.fault(header.row, "", "", "Tidak ada baris data.", empty_cure)

    def _rows_below(self, header: Header, _places: Mapping[str, int]) -> Iterator[tuple[int, Sequence[object]]]:
        """The rows to look at one by one, with their numbers."""
        yield from enumerate(self._sheet.rows[header.row :], start=header.row + 1)

    def _has_rows(self) -> bool:
        return bool(self.checked.rows)

    def fault(self, number: int, column: str, value: object, problem: str, cure: str) -> None:
        """Note what is wrong in one row; of a formula that gives nothing, that."""
        text = cell_text(value)
        if dead := why_formula(text):
            problem, cure = dead[0], f"{dead[1]} {cure}"
        self.checked.faults.append(Fault(self._sheet.name, number, column, text[:_VALUE_SHOWN], problem, cure))

    def village(self, number: int, cells: Cells) -> KnownVillage | None:
        """The village of a row, whose name must agree with its code; None, and a fault, for an unknown one."""
        said = {key: cell_text(cells.get(key)) for key in ("kode_desa", "nama_desa", "kecamatan", "kode_bps")}
        found = self._search.find(
            Mention(said["kode_desa"], said["nama_desa"], said["kecamatan"], bps_code=said["kode_bps"])
        )
        if isinstance(found, KnownVillage):
            return found
        self._not_found(number, found, said["kode_desa"])
        return None

    def first_time(self, number: int, key: object, what: str, *, column: str, value: object) -> None:
        """Refuse a row whose key stood in a row before it; `what` names the two in words."""
        first = self._seen.setdefault(key, number)
        if first != number:
            problem = f"{what} sudah ada di baris {first}."
            self.fault(number, column, value, problem, "Satukan kedua baris atau hapus salah satunya.")

    def warn_of_missing(
        self, present: set[str], said: str = "tidak ada dalam berkas", *, only_desa: bool = False
    ) -> None:
        """Name the villages of the regency that a file without faults does not speak of."""
        missing = [
            village.name
            for code, village in self._scope.villages.items()
            if code not in present and (village.is_desa or not only_desa)
        ]
        if missing and not self.checked.faults:
            self.checked.warnings.append(f"{len(missing)} desa {said}: {', '.join(missing)}.")

    def _not_found(self, number: int, found: NotFound, code: str) -> None:
        # A name can only disagree with a code that is known; without one it stands where the file has it.
        self.fault(number, found.column, found.value, found.problem, found.cure)
        question = found.question
        if question and not code and question.key not in {known.key for known in self.checked.questions}:
            self.checked.questions.append(question)

    def _look_at(self, number: int, cells: Cells) -> None:
        """What is asked of every row, and what its counts add to the totals."""
        if number in self._sheet.hidden_rows:
            problem = "Baris ini tersembunyi, tetapi berisi data."
            self.fault(number, "", "", problem, "Tampilkan barisnya (Unhide), lalu biarkan atau hapus.")
        if self._scope.month and "bulan" in cells:
            self._check_month(number, cells["bulan"], self._scope.month)
        self._totals.add(cells)

    def _check_month(self, number: int, cell: object, wanted: Month) -> None:
        found = month_of_cell(cell)
        if found is None:
            self.fault(number, "bulan", cell, "Bulan ini tidak terbaca.", "Tulis tahun-bulan, misalnya 2026-10.")
        elif found != wanted:
            problem = f"Baris ini dari {found.label}, sedangkan berkas diimpor untuk {wanted.label}."
            self.fault(number, "bulan", cell, problem, "Pilih bulan yang benar, atau kirim satu bulan satu berkas.")

    def _is_total(self, number: int, row: Sequence[object], cells: Cells) -> bool:
        """Whether this row sums the ones above it; then its sums must hold."""
        if not is_total_row(row, cells):
            return False
        self._after_total = True
        for key, written, problem in self._totals.compare(cells):
            self.fault(number, key, written, problem, "Perbaiki barisnya atau jumlahnya; baris jumlah boleh dihapus.")
        return True

    def _is_note(self, number: int, row: Sequence[object], cells: Cells) -> bool:
        """Whether a row is a line of text between or under the rows, such as the source or a signature.

        Under a total row it may stand in any column; above it a text in a column of counts is a slip.
        """
        filled = [cell_text(cell) for cell in row if cell_text(cell)]
        counted = not self._after_total and any(cell_text(cells.get(key)) for key in self._summed)
        is_one_text = len(filled) == 1 and not counted and not re.fullmatch(r"[-0-9.,]+", filled[0])
        if not is_one_text or self._search.knows(filled[0]) or why_formula(filled[0]):
            return False
        self.checked.warnings.append(f"Baris {number} (“{filled[0][:40]}”) bukan baris data dan tidak dibaca.")
        return True

    def _places(self, header: Header) -> dict[str, int]:
        number = header.row
        found = self._with_plain_name(header)
        self._refuse_personal(header, found)
        found, absent = with_choice(found, header.titles, self._scope.columns)
        for key in absent:
            label = self._scope.columns[key]
            self.fault(number, key, label, f"Kolom “{label}” tidak ada dalam berkas.", "Pilih kolom yang ada.")
        if not self.checked.is_personal:
            self.checked.labels = column_labels(header.titles)
            self.checked.mapping = whole_mapping(self._columns, found, header.titles)
        if "kode_desa" in found or "kode_bps" in found:
            found.pop("kecamatan", None)
        used = {place for places in found.values() for place in places}
        # A personal column is deleted, never renamed: it is no candidate for a misspelt one.
        unknown = [
            title
            for place, title in enumerate(header.titles)
            if title and place not in used and not is_personal(title) and fold_title(title) not in _SERIAL_TITLES
        ]
        for column in self._columns:
            if len(found.get(column.key, ())) > 1:
                problem = f"Kolom {column.key} ada lebih dari satu."
                self.fault(number, column.key, "", problem, "Hapus kolom yang berlebih.")
            elif column.key not in found and self._is_needed(column, found):
                self._missing(number, column, unknown)
        if not self.checked.faults:
            self.checked.warnings.extend(f"Kolom “{title}” tidak dipakai dan diabaikan." for title in unknown)
        self.checked.columns = {key: header.titles[places[0]] for key, places in found.items()}
        self.checked.places = {key: places[0] for key, places in found.items()}
        return self.checked.places

    @staticmethod
    def _is_needed(column: Column, found: Mapping[str, Sequence[int]]) -> bool:
        """A code is needed, unless the BPS code is there, or a subdistrict within which names are told apart."""
        if column == column_titles.VILLAGE_CODE:
            return "kode_bps" not in found and not {"kecamatan", "nama_desa"} <= set(found)
        return column.is_needed

    def _missing(self, number: int, column: Column, unknown: list[str]) -> None:
        problem, value = f"Kolom {column.key} tidak ada.", ""
        cure = f"Beri kolom itu judul persis “{column.key}”."
        folded = [re.sub(r"[\s.]+", "_", title.lower()).strip("_") for title in unknown]
        if near := difflib.get_close_matches(column.key, folded, n=1, cutoff=0.6):
            value = unknown.pop(folded.index(near[0]))
            cure = f"Ganti judul “{value}” menjadi “{column.key}”."
        self.fault(number, column.key, value, problem, cure)

    def _with_plain_name(self, header: Header) -> dict[str, list[int]]:
        """The columns found; one that is only called Nama is the village's where it holds names of villages only."""
        found = dict(header.places)
        for place, title in enumerate(header.titles):
            if fold_title(title) != "nama" or "nama_desa" in found:
                continue
            texts = [text for cell in self._below(header, place) if (text := cell_text(cell))]
            if texts and all(self._search.knows(text) or TOTAL.fullmatch(text) for text in texts):
                found["nama_desa"] = [place]
        return found

    def _refuse_personal(self, header: Header, found: Mapping[str, Sequence[int]]) -> None:
        for place, title in enumerate(header.titles):
            by_content = self._first_personal(header, place)
            by_title = is_personal(title) and place not in found.get("nama_desa", ())
            if by_title or by_content is not None:
                # The value is never shown: it is somebody's.
                number = header.row if by_title or by_content is None else header.row + by_content + 1
                shown = title if title and first_personal([title]) is None else f"kolom {place + 1}"
                self.fault(number, shown, "", PERSONAL_PROBLEM, PERSONAL_CURE)
                self.checked.is_personal = True

    def _first_personal(self, header: Header, place: int) -> int | None:
        """How far below the header the first cell of a column stands that is somebody's."""
        return first_personal(self._below(header, place))

    def _below(self, header: Header, place: int) -> list[object]:
        return [row[place] if place < len(row) else None for row in self._sheet.rows[header.row :]]
