"""What an enrollment file must be: one row a village and worker group, whole counts, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.coverage import Counts
from domain.import_file import Cells, Checked, FileCheck, KnownVillage, Sheet, cell_text
from domain.money import format_number
from domain.region_names import fold_name
from domain.worker_groups import WorkerGroup

COLUMNS = ("kode_desa", "nama_desa", "kelompok", "potensi", "aktif", "nonaktif")
EnrollmentRow = tuple[str, str, Counts]
"""A village, a worker group, and their counts."""

_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_MOST = 2**31 - 1
_MOST_DIGITS = 18


def check_enrollment(
    sheet: Sheet, villages: Mapping[str, KnownVillage], groups: Sequence[WorkerGroup], regency_name: str
) -> Checked[EnrollmentRow]:
    """Check a whole table and collect every fault; rows count only if there is none.

    Args:
        sheet: the first row that is not empty is the header.
        villages: the regency's villages by Kemendagri code.
        groups: the worker groups that are known, called by their Indonesian name.
    """
    check: FileCheck[EnrollmentRow] = FileCheck(sheet, COLUMNS, villages, regency_name)
    reader = _RowReader(check, groups)
    for number, cells in check.data_rows(empty_cure="Isi satu baris untuk setiap desa dan kelompok pekerja."):
        reader.read(number, cells)
    check.warn_of_missing({code for code, _, _ in check.checked.rows})
    return check.checked


class _RowReader:
    """Reads the group and the counts of each row, and adds the good ones."""

    def __init__(self, check: FileCheck[EnrollmentRow], groups: Sequence[WorkerGroup]) -> None:
        self._check = check
        self._groups = {fold_name(group.name): group.code for group in groups}
        self._group_names = ", ".join(group.name for group in groups)

    def read(self, number: int, cells: Cells) -> None:
        """Check one data row; a good one is added to the checked rows."""
        checked = self._check.checked
        before = len(checked.faults)
        village = self._check.village(number, cells)
        group = self._group(number, cells)
        counts = self._counts(number, cells)
        if village and group:
            name = cell_text(cells["kelompok"])
            what = f"{village.name} · {name}"
            self._check.first_time(number, (village.code, group), what, column="kelompok", value=name)
        if village and group and counts and len(checked.faults) == before:
            checked.rows.append((village.code, group, counts))

    def _group(self, number: int, cells: Cells) -> str | None:
        name = cell_text(cells["kelompok"])
        code = self._groups.get(fold_name(name)) if name else None
        if code is None:
            problem = "Kelompok pekerja ini tidak dikenal."
            self._check.fault(number, "kelompok", name, problem, f"Yang dikenal: {self._group_names}.")
        return code

    def _counts(self, number: int, cells: Cells) -> Counts | None:
        values = [self._count(number, column, cells[column]) for column in ("potensi", "aktif", "nonaktif")]
        eligible, active, inactive = values
        if eligible is None or active is None or inactive is None:
            return None
        if active > eligible:
            self._check.fault(
                number,
                "aktif",
                cells["aktif"],
                f"Aktif {format_number(active)} lebih besar dari potensi {format_number(eligible)}.",
                "Potensi berarti semua pekerja yang berhak, termasuk yang aktif. Perbaiki salah satunya.",
            )
            return None
        if active + inactive > eligible:
            self._check.checked.warnings.append(
                f"Baris {number}: aktif dan nonaktif bersama-sama ({format_number(active + inactive)}) "
                f"melebihi potensi ({format_number(eligible)})."
            )
        return Counts(eligible, active, inactive)

    def _count(self, number: int, column: str, cell: object) -> int | None:
        text = cell_text(cell)
        if isinstance(cell, str) and _THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        if text.isascii() and text.isdecimal():
            if len(text) <= _MOST_DIGITS and int(text) <= _MOST:
                return int(text)
            problem = "Jumlah ini terlalu besar."
        else:
            problem = "Bukan jumlah orang yang bulat." if text else "Jumlah ini kosong."
        if text.startswith("-"):
            problem = "Jumlah orang tidak boleh negatif."
        self._check.fault(number, column, cell, problem, "Tulis bilangan bulat, misalnya 120; tulis 0 bila tidak ada.")
        return None
