"""What an enrollment file must be: one row a village and worker group, whole counts, nothing guessed."""

from __future__ import annotations

from collections.abc import Sequence

from domain.column_titles import BPS_CODE, MONTH, SUBDISTRICT, VILLAGE_CODE, VILLAGE_NAME, Column
from domain.count_cell import count_of
from domain.coverage import Counts
from domain.import_file import Checked, FileCheck, Scope
from domain.import_table import Cells, Sheet, cell_text
from domain.money import format_number
from domain.region_names import fold_name
from domain.worker_groups import WorkerGroup

COLUMNS = ("kode_desa", "nama_desa", "kelompok", "potensi", "aktif", "nonaktif")
EnrollmentRow = tuple[str, str, Counts]
"""A village, a worker group, and their counts."""

GROUP = Column(
    "kelompok",
    ("kelompok pekerja", "jenis pekerjaan", "pekerjaan", "profesi", "nama kelompok", "group", "worker group",
     "occupation", "jenis pekerja"),
)  # fmt: skip
MEANINGS = (
    VILLAGE_CODE,
    VILLAGE_NAME,
    SUBDISTRICT,
    BPS_CODE,
    MONTH,
    GROUP,
    Column(
        "potensi",
        ("pekerja berhak", "berhak", "potensi pekerja", "potensi peserta", "potensi tk", "potensi tenaga kerja",
         "eligible", "eligible workers"),
    ),
    Column(
        "aktif",
        ("peserta aktif", "pekerja aktif", "tk aktif", "tenaga kerja aktif", "kepesertaan aktif", "active",
         "active workers", "active participants", "active members"),
    ),
    Column(
        "nonaktif",
        ("non aktif", "tidak aktif", "peserta nonaktif", "peserta non aktif", "peserta tidak aktif", "pekerja nonaktif",
         "tk nonaktif", "tk non aktif", "inactive", "inactive workers", "inactive participants"),
    ),
)  # fmt: skip

COUNTS = ("potensi", "aktif", "nonaktif")
SUMMED = dict.fromkeys(COUNTS, count_of)
EMPTY_CURE = "Isi satu baris untuk setiap desa dan kelompok pekerja."


def check_enrollment(sheet: Sheet, scope: Scope, groups: Sequence[WorkerGroup]) -> Checked[EnrollmentRow]:
    """Check a whole table and collect every fault; rows count only if there is none.

    Args:
        groups: the worker groups that are known, called by their Indonesian name.
    """
    check: FileCheck[EnrollmentRow] = FileCheck(sheet, MEANINGS, scope, SUMMED)
    reader = RowReader(check, groups)
    for number, cells in check.data_rows(empty_cure=EMPTY_CURE):
        reader.read(number, cells)
    check.warn_of_missing({code for code, _, _ in check.checked.rows})
    return check.checked


class RowReader:
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
        values = [self._count(number, column, cells[column]) for column in COUNTS]
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
        return count_of(cell, lambda problem, cure: self._check.fault(number, column, cell, problem, cure))
