"""What a file of village budgets must be: one row a village, year, stage and source; an empty amount is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from domain.ceiling import Ceiling
from domain.column_titles import BPS_CODE, SUBDISTRICT, VILLAGE_CODE, VILLAGE_NAME, Column
from domain.import_file import Checked, FileCheck, Scope
from domain.import_table import Cells, Sheet, cell_text
from domain.meeting import Stage
from domain.money import Rupiah, format_rupiah
from domain.pledge_lines import FUNDING_SOURCES
from domain.rupiah_cell import amount_or_none, rupiah_of
from domain.village_search import KnownVillage

COLUMNS = ("kode_desa", "nama_desa", "tahun", "tahap", "sumber", "pagu", "sudah_dianggarkan")
MEANINGS = (
    VILLAGE_CODE,
    VILLAGE_NAME,
    SUBDISTRICT,
    BPS_CODE,
    Column("tahun", ("tahun anggaran", "ta", "year", "budget year", "fiscal year")),
    Column("tahap", ("tahap anggaran", "stage", "budget stage")),
    Column("sumber", ("sumber dana", "sumber pendanaan", "source", "funding source")),
    Column("pagu", ("pagu anggaran", "pagu dana", "ceiling", "budget ceiling")),
    Column(
        "sudah_dianggarkan", ("sudah ada dalam apbdes", "dianggarkan", "sudah dianggarkan jamsos", "already planned")
    ),
)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """The ceiling of one village and source in one budget year and stage."""

    village_code: str
    budget_year: int
    stage: Stage
    ceiling: Ceiling

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What no other row of the dataset may have."""
        return self.village_code, self.budget_year, self.stage, self.ceiling.source


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """Sums over all rows of a file, to compare with the sums of the sheet it was made from.

    Attributes:
        planned_unknown: rows that do not say what is planned; they count as 0 in `planned_rupiah`.
    """

    ceiling_rupiah: int = 0
    planned_rupiah: int = 0
    planned_unknown: int = 0


def budget_totals(rows: Sequence[BudgetRow]) -> BudgetTotals:
    """The sums of a file's rows, over all years, stages and sources."""
    ceilings = [row.ceiling for row in rows]
    return BudgetTotals(
        sum(ceiling.ceiling_rupiah for ceiling in ceilings),
        sum(ceiling.planned_rupiah or 0 for ceiling in ceilings),
        sum(ceiling.planned_rupiah is None for ceiling in ceilings),
    )


def check_budgets(sheet: Sheet, scope: Scope, years: range) -> Checked[BudgetRow]:
    """Check a whole table and collect every fault; rows count only if there is none.

    A row without both amounts says that the ceiling is not known: it is no row of the dataset, and no fault.

    Args:
        scope: its villages include the kelurahan.
        years: the budget years that a file may speak of.
    """
    summed = {"pagu": amount_or_none, "sudah_dianggarkan": amount_or_none}
    check: FileCheck[BudgetRow] = FileCheck(sheet, MEANINGS, scope, summed)
    reader = _RowReader(check, years)
    for number, cells in check.data_rows(empty_cure="Isi pagu paling sedikit satu desa dan sumber dana."):
        reader.read(number, cells)
    reader.warn_of_unknown()
    present = {row.village_code for row in check.checked.rows}
    check.warn_of_missing(present, "belum mempunyai pagu dalam berkas", only_desa=True)
    return check.checked


class _RowReader:
    """Reads year, stage, source and amounts of each row, and adds the good ones."""

    def __init__(self, check: FileCheck[BudgetRow], years: range) -> None:
        self._check, self._years = check, years
        self._unknown = 0

    def read(self, number: int, cells: Cells) -> None:
        """Check one data row; a good one is added to the checked rows."""
        if not cell_text(cells["pagu"]) and not cell_text(cells["sudah_dianggarkan"]):
            self._unknown += 1
            return
        checked = self._check.checked
        before = len(checked.faults)
        village = self._desa(number, cells)
        year, stage, source = self._year(number, cells), self._stage(number, cells), self._source(number, cells)
        ceiling = self._amount(number, "pagu", cells["pagu"])
        planned = None
        if cell_text(cells["sudah_dianggarkan"]):
            planned = self._amount(number, "sudah_dianggarkan", cells["sudah_dianggarkan"])
        if village is None or year is None or stage is None or source is None:
            return
        what = f"{village.name} · {source} · {stage} {year}"
        key = (village.code, year, stage, source)
        self._check.first_time(number, key, what, column="sumber", value=cells["sumber"])
        if ceiling is None or len(checked.faults) > before:
            return
        if planned is not None and planned > ceiling:
            checked.warnings.append(
                f"Baris {number}: yang sudah dianggarkan ({format_rupiah(planned)}) melebihi pagu "
                f"({format_rupiah(ceiling)}); sisanya dihitung Rp 0."
            )
        checked.rows.append(BudgetRow(village.code, year, stage, Ceiling(source, ceiling, planned)))

    def warn_of_unknown(self) -> None:
        """Say how many rows a file without faults leaves open."""
        if self._unknown and not self._check.checked.faults:
            self._check.checked.warnings.append(f"{self._unknown} baris tanpa pagu: pagunya tetap belum diketahui.")

    def _desa(self, number: int, cells: Cells) -> KnownVillage | None:
        village = self._check.village(number, cells)
        if village and not village.is_desa:
            problem = f"{village.name} adalah kelurahan dan tidak mempunyai APBDes."
            self._check.fault(number, "kode_desa", cells["kode_desa"], problem, "Hapus baris ini.")
        return village

    def _year(self, number: int, cells: Cells) -> int | None:
        text = cell_text(cells["tahun"])
        if text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in self._years:
            return int(text)
        problem = "Tahun anggaran ini tidak dapat dipakai." if text else "Tahun anggaran kosong."
        cure = f"Tulis tahun dengan empat angka, {self._years[0]} sampai {self._years[-1]}."
        self._check.fault(number, "tahun", text, problem, cure)
        return None

    def _stage(self, number: int, cells: Cells) -> Stage | None:
        text = cell_text(cells["tahap"])
        for stage in get_args(Stage):
            if text.casefold() == stage.casefold():
                return stage  # type: ignore[no-any-return]  # one of the stages
        problem = "Tahap anggaran ini tidak dikenal." if text else "Tahap anggaran kosong."
        self._check.fault(number, "tahap", text, problem, f"Yang dikenal: {', '.join(get_args(Stage))}.")
        return None

    def _source(self, number: int, cells: Cells) -> str | None:
        text = cell_text(cells["sumber"])
        for source in FUNDING_SOURCES:
            if text.casefold() == source.casefold():
                return source
        problem = "Sumber dana ini tidak dikenal." if text else "Sumber dana kosong."
        self._check.fault(number, "sumber", text, problem, f"Yang dikenal: {', '.join(FUNDING_SOURCES)}.")
        return None

    def _amount(self, number: int, column: str, cell: object) -> Rupiah | None:
        try:
            return rupiah_of(cell)
        except ValueError as reason:
            cure = "Tulis rupiah penuh, misalnya 60.000.000."
            if column == "sudah_dianggarkan":
                cure += " Kosongkan bila belum diketahui."
            self._check.fault(number, column, cell, str(reason), cure)
            return None
