"""What a file of village budgets must be, and every way in which it is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.budget_file import COLUMNS, BudgetRow, BudgetTotals, budget_totals, check_budgets
from domain.ceiling import Ceiling
from domain.import_file import Checked, Scope
from domain.import_table import Sheet
from domain.money import Rupiah
from domain.village_search import KnownVillage

VILLAGES = {
    "62.08.01.2005": KnownVillage("62.08.01.2005", "Kartamulia", ("Karta Mulya",)),
    "62.08.04.2004": KnownVillage("62.08.04.2004", "Sungai Pasir"),
    "62.08.01.1003": KnownVillage("62.08.01.1003", "Mendawai", is_desa=False),
}
YEARS = range(2021, 2032)
GOOD = ["62.08.01.2005", "Kartamulia", "2027", "APBDes", "ADD", "60.000.000", "12.000.000"]
OTHER = ["62.08.04.2004", "Sungai Pasir", "2027", "APBDes", "DD", "Rp 5 juta", ""]


def check(*rows: Sequence[object], header: Sequence[object] = COLUMNS) -> Checked[BudgetRow]:
    return check_budgets(Sheet("", [header, *rows]), Scope(VILLAGES, "Kabupaten Sukamara"), YEARS)


def with_cell(column: str, value: object) -> list[object]:
    row: list[object] = list(GOOD)
    row[COLUMNS.index(column)] = value
    return row


def test_a_good_file_gives_a_ceiling_for_each_village_year_stage_and_source() -> None:
    checked = check(GOOD, OTHER)

    assert checked.rows == [
        BudgetRow("62.08.01.2005", 2027, "APBDes", Ceiling("ADD", Rupiah(60_000_000), Rupiah(12_000_000))),
        BudgetRow("62.08.04.2004", 2027, "APBDes", Ceiling("DD", Rupiah(5_000_000), None)),
    ]
    assert (checked.faults, checked.warnings) == ([], [])
    assert budget_totals(checked.rows) == BudgetTotals(65_000_000, 12_000_000, 1)


def test_cells_of_a_workbook_and_other_spellings_are_read_like_text() -> None:
    row = [6208012005.0, "DESA KARTA MULYA", 2027.0, "perubahan", "padES", 60_000_000.0, 0]

    (found,) = check(row, OTHER).rows[:1]

    assert (found.budget_year, found.stage) == (2027, "Perubahan")
    assert found.ceiling == Ceiling("PADes", Rupiah(60_000_000), Rupiah(0))


@pytest.mark.parametrize(
    ("column", "value", "problem", "cure"),
    [
        ("kode_desa", "62.08.01.9999", "tidak ada di Kabupaten Sukamara", "Kode Kartamulia adalah 62.08.01.2005"),
        ("nama_desa", "Sungai Pasir", "Nama tidak cocok dengan kode 62.08.01.2005", "Perbaiki nama atau kodenya"),
        ("tahun", "27", "tidak dapat dipakai", "2021 sampai 2031"),
        ("tahun", "2020", "tidak dapat dipakai", "2021 sampai 2031"),
        ("tahun", "2032", "tidak dapat dipakai", "2021 sampai 2031"),
        ("tahun", "", "kosong", "2021 sampai 2031"),
        ("tahun", "٢٠٢٧", "tidak dapat dipakai", "empat angka"),
        ("tahap", "APBN", "tidak dikenal", "APBDes, Perubahan"),
        ("tahap", "", "kosong", "APBDes, Perubahan"),
        ("sumber", "CSR", "tidak dikenal", "ADD, PBH, PADes, DD, Bankeu"),
        ("sumber", "", "kosong", "ADD, PBH"),
        ("pagu", "", "kosong", "rupiah penuh"),
        ("pagu", "-1", "negatif", "rupiah penuh"),
        ("pagu", "banyak", "tidak dikenal", "rupiah penuh"),
        ("pagu", "1,5", "Koma hanya untuk sen", "rupiah penuh"),
        ("pagu", 16.8, "bukan rupiah bulat", "rupiah penuh"),
        ("pagu", 1.234, "bukan rupiah bulat", "rupiah penuh"),
        ("pagu", "9" * 20, "terlalu besar", "rupiah penuh"),
        ("sudah_dianggarkan", "-", "negatif", "Kosongkan bila belum diketahui"),
        ("sudah_dianggarkan", "=1+1", "belum mempunyai hasil", "ketik nilainya"),
    ],
)
def test_a_wrong_cell_is_told_by_row_column_value_and_cure(column: str, value: object, problem: str, cure: str) -> None:
    checked = check(OTHER, with_cell(column, value))

    (fault,) = checked.faults
    assert (fault.row, fault.column, fault.value) == (3, column, str(value)[:80])
    assert problem in fault.problem
    assert cure in fault.cure
    assert checked.refused_rows == 1


def test_all_faults_of_a_row_are_told_at_once() -> None:
    row = ["62.08.01.9999", "", "27", "x", "y", "z", "-1"]

    faults = check(row).faults

    assert [fault.column for fault in faults] == [
        "kode_desa", "tahun", "tahap", "sumber", "pagu", "sudah_dianggarkan",
    ]  # fmt: skip


def test_a_kelurahan_has_no_village_budget() -> None:
    (fault,) = check(["62.08.01.1003", "Mendawai", *GOOD[2:]]).faults

    assert (fault.column, fault.value) == ("kode_desa", "62.08.01.1003")
    assert fault.problem == "Mendawai adalah kelurahan dan tidak mempunyai APBDes."


def test_a_row_that_comes_twice_is_told_with_the_first() -> None:
    (fault,) = check(GOOD, OTHER, with_cell("pagu", "1.000")).faults

    assert (fault.row, fault.column) == (4, "sumber")
    assert fault.problem == "Kartamulia · ADD · APBDes 2027 sudah ada di baris 2."


@pytest.mark.parametrize("change", [("tahun", "2028"), ("tahap", "Perubahan"), ("sumber", "PBH")])
def test_another_year_stage_or_source_is_another_row(change: tuple[str, str]) -> None:
    checked = check(GOOD, with_cell(*change), OTHER)

    assert (len(checked.rows), checked.faults) == (3, [])


def test_more_planned_than_the_ceiling_is_a_warning_and_leaves_no_room() -> None:
    checked = check(with_cell("sudah_dianggarkan", "60.000.001"), OTHER)

    assert checked.warnings == [
        "Baris 2: yang sudah dianggarkan (Rp 60.000.001) melebihi pagu (Rp 60.000.000); sisanya dihitung Rp 0."
    ]
    assert checked.rows[0].ceiling.room_rupiah == 0


def test_a_row_without_amounts_says_that_the_ceiling_is_unknown_and_is_stored_as_nothing() -> None:
    checked = check(GOOD, [*OTHER[:5], "", " "])

    assert [row.village_code for row in checked.rows] == ["62.08.01.2005"]
    assert checked.warnings == [
        "1 baris tanpa pagu: pagunya tetap belum diketahui.",
        "1 desa belum mempunyai pagu dalam berkas: Sungai Pasir.",
    ]


def test_a_file_in_which_no_amount_is_filled_is_no_import() -> None:
    checked = check([*GOOD[:5], "", ""], [*OTHER[:5], "", ""])

    assert [fault.problem for fault in checked.faults] == ["Tidak ada baris data."]


def test_header_faults_are_those_of_every_file() -> None:
    header = ["kode_desa", "nama_desa", "tahun", "tahap", "sumber", "paguu", "NIK"]

    faults = check(GOOD, header=header).faults

    assert [(fault.column, fault.value) for fault in faults] == [
        ("NIK", ""), ("pagu", "paguu"), ("sudah_dianggarkan", ""),
    ]  # fmt: skip
