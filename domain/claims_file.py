"""What a file of paid claims must be: one row a village, programme, kind and month; counts and sums, no persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.calendar import Month
from domain.column_titles import BPS_CODE, MONTH, SUBDISTRICT, VILLAGE_CODE, VILLAGE_NAME, Column
from domain.count_cell import count_of, month_of_cell
from domain.import_file import Checked, FileCheck, Scope
from domain.import_table import Cells, Sheet, cell_text
from domain.money import Rupiah
from domain.region_names import fold_name
from domain.rupiah_cell import amount_or_none, rupiah_of

COLUMNS = ("kode_desa", "nama_desa", "program", "jenis", "kasus", "rupiah")
MEANINGS = (
    VILLAGE_CODE,
    VILLAGE_NAME,
    SUBDISTRICT,
    BPS_CODE,
    MONTH,
    Column("program", ("jaminan", "jenis program", "nama program", "programme", "program jaminan")),
    Column("jenis", ("jenis klaim", "jenis manfaat", "claim type", "kind", "benefit"), is_needed=False),
    Column("kasus", ("kasus klaim", "klaim", "cases", "claims", "kasus dibayar")),
    Column(
        "rupiah",
        ("nominal", "nilai klaim", "dibayarkan", "klaim dibayarkan", "nominal klaim", "amount", "amount paid",
         "manfaat dibayarkan", "dibayar"),
    ),
)  # fmt: skip
PROGRAMMES = ("JKM", "JKK", "JHT")
KIND_NAMES: Mapping[str, str] = {
    "death": "Meninggal",
    "accident": "Kecelakaan kerja",
    "accident_death": "Meninggal karena kecelakaan kerja",
    "disability": "Cacat",
    "treatment": "Perawatan",
    "scholarship": "Beasiswa",
    "old_age": "Hari tua",
}
_USUAL = {"JKM": "death", "JKK": "accident", "JHT": "old_age"}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What was paid in one village for one programme and kind; `village_code` is "" where the file names none."""

    programme: str
    kind: str
    village_code: str
    cases: int
    amount_rupiah: Rupiah

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other row of the dataset may have."""
        return self.programme, self.kind, self.village_code


@dataclass(frozen=True, slots=True)
class ClaimTotals:
    """Sums over all rows of a file, to compare with the sums of the sheet it was made from."""

    cases: int = 0
    amount_rupiah: int = 0


def claim_totals(rows: Sequence[ClaimRow]) -> ClaimTotals:
    """The sums of a file's rows, over all programmes and kinds."""
    return ClaimTotals(sum(row.cases for row in rows), sum(row.amount_rupiah for row in rows))


def check_claims(sheet: Sheet, scope: Scope) -> Checked[ClaimRow]:
    """Check a whole table and collect every fault; rows count only if there is none.

    A file may cover several months up to the one that it is imported for: they are summed. A row without a village
    counts for the regency.
    """
    check: FileCheck[ClaimRow] = FileCheck(
        sheet, MEANINGS, replace(scope, month=None), {"kasus": count_of, "rupiah": amount_or_none}
    )
    reader = _RowReader(check, scope.month)
    for number, cells in check.data_rows(empty_cure="Isi satu baris untuk setiap desa dan program."):
        reader.read(number, cells)
    check.checked.rows = _summed(check.checked.rows)
    return check.checked


class _RowReader:
    """Reads programme, kind, cases and amount of each row, and adds the good ones."""

    def __init__(self, check: FileCheck[ClaimRow], last: Month | None) -> None:
        self._check, self._last = check, last
        self._kinds = {fold_name(name): kind for kind, name in KIND_NAMES.items()} | {
            fold_name(kind): kind for kind in KIND_NAMES
        }

    def read(self, number: int, cells: Cells) -> None:
        """Check one data row; a good one is added to the checked rows."""
        checked = self._check.checked
        before = len(checked.faults)
        village = self._village(number, cells)
        programme = self._programme(number, cells)
        kind = self._kind(number, cells, programme)
        month = self._month(number, cells)
        cases = count_of(cells["kasus"], lambda what, cure: self._fault(number, "kasus", cells["kasus"], what, cure))
        amount = self._amount(number, cells["rupiah"])
        if programme is None or kind is None or village is None:
            return
        what = f"{programme} · {KIND_NAMES[kind]}" + (f" · {month.label}" if month else "")
        key = (village, programme, kind, month)
        self._check.first_time(number, key, what, column="program", value=cells["program"])
        if cases is None or amount is None or len(checked.faults) > before:
            return
        checked.rows.append(ClaimRow(programme, kind, village, cases, amount))

    def _fault(self, number: int, column: str, cell: object, problem: str, cure: str) -> None:
        self._check.fault(number, column, cell, problem, cure)

    def _village(self, number: int, cells: Cells) -> str | None:
        if not any(cell_text(cells.get(key)) for key in ("kode_desa", "nama_desa", "kode_bps")):
            return ""
        found = self._check.village(number, cells)
        return found.code if found else None

    def _programme(self, number: int, cells: Cells) -> str | None:
        text = cell_text(cells["program"])
        found = next((name for name in PROGRAMMES if name.casefold() == text.casefold()), None)
        if found is None:
            problem = "Program ini tidak dikenal." if text else "Program kosong."
            self._fault(number, "program", text, problem, f"Yang dikenal: {', '.join(PROGRAMMES)}.")
        return found

    def _kind(self, number: int, cells: Cells, programme: str | None) -> str | None:
        text = cell_text(cells.get("jenis"))
        if not text:
            return _USUAL[programme] if programme else None
        found = self._kinds.get(fold_name(text))
        if found is None:
            cure = f"Yang dikenal: {', '.join(KIND_NAMES.values())}. Boleh kosong."
            self._fault(number, "jenis", text, "Jenis klaim ini tidak dikenal.", cure)
        return found

    def _month(self, number: int, cells: Cells) -> Month | None:
        if "bulan" not in cells:
            return None
        found = month_of_cell(cells["bulan"])
        if found is None:
            self._fault(number, "bulan", cells["bulan"], "Bulan ini tidak terbaca.", "Tulis tahun-bulan: 2026-10.")
        elif self._last and found > self._last:
            problem = f"{found.label} sesudah {self._last.label}, bulan terakhir yang dipilih untuk berkas ini."
            self._fault(number, "bulan", cells["bulan"], problem, "Pilih bulan terakhir berkas ini.")
        return found

    def _amount(self, number: int, cell: object) -> Rupiah | None:
        try:
            return rupiah_of(cell)
        except ValueError as reason:
            self._fault(number, "rupiah", cell, str(reason), "Tulis rupiah penuh, misalnya 42.000.000.")
            return None


def _summed(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """The months of a village, programme and kind together."""
    found: dict[tuple[str, str, str], ClaimRow] = {}
    for row in rows:
        before = found.get(row.key)
        found[row.key] = (
            row
            if before is None
            else replace(
                before, cases=before.cases + row.cases, amount_rupiah=Rupiah(before.amount_rupiah + row.amount_rupiah)
            )
        )
    return list(found.values())
