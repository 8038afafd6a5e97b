"""What an enrollment file must be, and every way in which it is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.coverage import Counts
from domain.enrollment_file import COLUMNS, check_enrollment
from domain.import_file import Checked, Scope
from domain.import_table import Fault, Sheet, cell_text
from domain.village_search import KnownVillage
from domain.worker_groups import WORKER_GROUPS

HEADER = list(COLUMNS)
REGENCY = "Kabupaten Sukamara"
VILLAGES = {
    "62.08.01.2005": KnownVillage("62.08.01.2005", "Kartamulia", ("Karta Mulya",)),
    "62.08.04.2004": KnownVillage("62.08.04.2004", "Sungai Pasir"),
}
GROUPS = "Nelayan, Petani, Buruh tani, Pekerja sawit, Pedagang, Buruh bangunan, Pengemudi, Perangkat desa, Lainnya"
GOOD = ["62.08.01.2005", "Kartamulia", "Nelayan", "120", "40", "5"]
OTHER = ["62.08.04.2004", "Sungai Pasir", "Petani", "612", "231", "0"]

NOT_HERE = "Kode desa ini tidak ada di Kabupaten Sukamara."
WHOLE = "Tulis bilangan bulat, misalnya 120; tulis 0 bila tidak ada."


def check(*rows: Sequence[object], sheet: str = "") -> Checked:
    return check_enrollment(Sheet(sheet, [HEADER, *rows]), Scope(VILLAGES, REGENCY), WORKER_GROUPS)


def with_cell(column: str, value: object) -> list[object]:
    row: list[object] = list(GOOD)
    row[COLUMNS.index(column)] = value
    return row


def fault(row: int, column: str, value: str, problem: str, cure: str) -> Fault:
    return Fault("", row, column, value, problem, cure)


def test_a_good_file_gives_a_row_for_each_village_and_group() -> None:
    checked = check(GOOD, OTHER)

    assert checked.rows == [
        ("62.08.01.2005", "fisher", Counts(eligible=120, active=40, inactive=5)),
        ("62.08.04.2004", "farmer", Counts(eligible=612, active=231, inactive=0)),
    ]
    assert (checked.faults, checked.warnings, checked.refused_rows) == ([], [], 0)


def test_cells_of_a_workbook_are_read_like_text() -> None:
    workbook_row = [6208012005.0, " KARTA MULYA ", "nelayan", 120.0, 40, 5.0]

    checked = check(workbook_row, OTHER)

    assert (checked.faults, checked.rows[0]) == ([], ("62.08.01.2005", "fisher", Counts(120, 40, 5)))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  a ", "a"),
        (6208012005.0, "6208012005"),
        (1.5, "1.5"),
        (12, "12"),
        (float("nan"), "nan"),
        ("\u00a0", ""),
    ],
)
def test_a_cell_is_read_as_people_see_it(cell: object, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "eligible"),
    [("1.200", 1_200), ("12.345.678", 12_345_678), (" 120 ", 120), (120, 120), ("0120", 120), (2**31 - 1, 2**31 - 1)],
)
def test_a_whole_count_is_read_with_or_without_dots(cell: object, eligible: int) -> None:
    checked = check(with_cell("potensi", cell), OTHER)

    assert (checked.faults, checked.rows[0][2].eligible) == ([], eligible)


@pytest.mark.parametrize("column", ["potensi", "aktif", "nonaktif"])
@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("-5", "-5", "Jumlah orang tidak boleh negatif."),
        (-5.0, "-5", "Jumlah orang tidak boleh negatif."),
        ("", "", "Jumlah ini kosong."),
        (None, "", "Jumlah ini kosong."),
        ("12,5", "12,5", "Bukan jumlah orang yang bulat."),
        (12.5, "12.5", "Bukan jumlah orang yang bulat."),
        (1.234, "1.234", "Bukan jumlah orang yang bulat."),
        ("1,200", "1,200", "Bukan jumlah orang yang bulat."),
        ("1.20", "1.20", "Bukan jumlah orang yang bulat."),
        ("0.500", "0.500", "Bukan jumlah orang yang bulat."),
        ("1 200", "1 200", "Bukan jumlah orang yang bulat."),
        ("1e3", "1e3", "Bukan jumlah orang yang bulat."),
        ("banyak", "banyak", "Bukan jumlah orang yang bulat."),
        ("\u0661\u0662", "\u0661\u0662", "Bukan jumlah orang yang bulat."),
        (True, "True", "Bukan jumlah orang yang bulat."),
        (float("nan"), "nan", "Bukan jumlah orang yang bulat."),
        (float("inf"), "inf", "Bukan jumlah orang yang bulat."),
        ("2147483648", "2147483648", "Jumlah ini terlalu besar."),
        ("9" * 5000, "9" * 80, "Jumlah ini terlalu besar."),
    ],
)
def test_what_is_no_whole_count_is_refused_with_its_place(column: str, cell: object, value: str, problem: str) -> None:
    checked = check(with_cell(column, cell), OTHER)

    assert checked.faults == [fault(2, column, value, problem, WHOLE)]


def test_more_active_than_eligible_is_refused() -> None:
    checked = check(with_cell("aktif", "1.121"), OTHER)

    assert checked.faults == [
        fault(
            2,
            "aktif",
            "1.121",
            "Aktif 1.121 lebih besar dari potensi 120.",
            "Potensi berarti semua pekerja yang berhak, termasuk yang aktif. Perbaiki salah satunya.",
        )
    ]


def test_everybody_may_be_active() -> None:
    checked = check(with_cell("aktif", "120"), OTHER)

    assert checked.faults == []


def test_active_and_inactive_beyond_the_eligible_is_a_warning_only() -> None:
    within, beyond = check(with_cell("nonaktif", "80"), OTHER), check(with_cell("nonaktif", "1.080"), OTHER)

    assert (within.faults, within.warnings) == ([], [])
    assert (beyond.faults, beyond.warnings) == (
        [],
        ["Baris 2: aktif dan nonaktif bersama-sama (1.120) melebihi potensi (120)."],
    )


CODE_CURE = "Pakai kode Kemendagri seperti 62.08.01.2005, bukan kode BPS."


@pytest.mark.parametrize(
    ("code", "name", "problem", "hint"),
    [
        ("62.08.09.2001", "Entah", NOT_HERE, ""),
        ("62.06.01.2005", "Entah", "Kode ini milik kabupaten lain (62.06), bukan Kabupaten Sukamara.", ""),
        ("6206020005", "Kartamulia", NOT_HERE, " Kode Kartamulia adalah 62.08.01.2005."),
        ("", "Desa Sungai Pasir", "Kode desa kosong.", " Kode Sungai Pasir adalah 62.08.04.2004."),
        ("62.08", "", NOT_HERE, ""),
    ],
)
def test_a_code_of_no_village_of_the_regency_is_refused_with_the_right_one(
    code: str, name: str, problem: str, hint: str
) -> None:
    row = [code, name, *GOOD[2:]]

    checked = check(OTHER, row)

    assert checked.faults == [fault(3, "kode_desa", code, problem, CODE_CURE + hint)]


def test_a_name_that_two_villages_share_gives_no_hint() -> None:
    twins = {code: KnownVillage(code, "Natai") for code in ("62.08.01.2001", "62.08.02.2001")}
    row = ["62.08.09.2001", "Natai", *GOOD[2:]]

    checked = check_enrollment(Sheet("", [HEADER, row]), Scope(twins, REGENCY), WORKER_GROUPS)

    assert [found.cure for found in checked.faults] == [CODE_CURE]


@pytest.mark.parametrize("name", ["Kartamulia", "KARTA MULIA", "Desa Kartamulia", "karta mulya"])
def test_a_name_may_be_spelt_in_any_known_way(name: str) -> None:
    checked = check(with_cell("nama_desa", name), OTHER)

    assert checked.faults == []


@pytest.mark.parametrize("name", ["Sungai Pasir", "Kartamulla", ""])
def test_a_name_that_is_not_the_codes_is_refused(name: str) -> None:
    checked = check(with_cell("nama_desa", name), OTHER)

    assert checked.faults == [
        fault(
            2,
            "nama_desa",
            name,
            "Nama tidak cocok dengan kode 62.08.01.2005, yaitu Kartamulia.",
            "Perbaiki nama atau kodenya.",
        )
    ]


@pytest.mark.parametrize("name", ["Guru", "", "fisher", "Nelayan, Petani"])
def test_an_unknown_group_is_refused_with_the_known_ones(name: str) -> None:
    checked = check(with_cell("kelompok", name), OTHER)

    assert checked.faults == [
        fault(2, "kelompok", name, "Kelompok pekerja ini tidak dikenal.", f"Yang dikenal: {GROUPS}.")
    ]


@pytest.mark.parametrize("group", [group.name for group in WORKER_GROUPS])
def test_every_group_is_known_by_its_indonesian_name(group: str) -> None:
    checked = check(with_cell("kelompok", group.upper()), OTHER)

    assert checked.faults == []


def test_a_village_and_group_that_comes_twice_is_refused_with_the_first_row() -> None:
    again = ["6208012005", "Desa Karta Mulia", "NELAYAN", "1", "0", "0"]

    checked = check(GOOD, OTHER, again)

    assert checked.faults == [
        fault(
            4,
            "kelompok",
            "NELAYAN",
            "Kartamulia · NELAYAN sudah ada di baris 2.",
            "Satukan kedua baris atau hapus salah satunya.",
        )
    ]


def test_all_faults_of_a_file_are_found_at_once() -> None:
    bad = ["1", "Entah", "Guru", "x", "-1", ""]

    checked = check(bad, with_cell("aktif", "121"), OTHER)

    assert [(found.row, found.column) for found in checked.faults] == [
        (2, "kode_desa"),
        (2, "kelompok"),
        (2, "potensi"),
        (2, "aktif"),
        (2, "nonaktif"),
        (3, "aktif"),
    ]
    assert checked.refused_rows == 2


def test_a_fault_names_its_sheet() -> None:
    checked = check(with_cell("potensi", ""), sheet="Oktober")

    assert checked.faults == [Fault("Oktober", 2, "potensi", "", "Jumlah ini kosong.", WHOLE)]


def test_empty_rows_are_skipped_and_rows_keep_their_number_in_the_file() -> None:
    rows: list[list[object]] = [[], list(HEADER), ["", None, " "], list(GOOD), [], with_cell("potensi", "x")]

    checked = check_enrollment(Sheet("", rows), Scope(VILLAGES, REGENCY), WORKER_GROUPS)

    assert [(found.row, found.column) for found in checked.faults] == [(6, "potensi"), (6, "kelompok")]


def test_a_row_that_is_cut_short_has_empty_cells() -> None:
    checked = check(GOOD[:5], OTHER)

    assert checked.faults == [fault(2, "nonaktif", "", "Jumlah ini kosong.", WHOLE)]


@pytest.mark.parametrize("rows", [[], [[]], [["", None], [" "]]])
def test_an_empty_file_is_refused(rows: list[list[object]]) -> None:
    checked = check_enrollment(Sheet("", rows), Scope(VILLAGES, REGENCY), WORKER_GROUPS)

    assert checked.faults == [
        fault(1, "", "", "Berkas kosong.", "Isi dengan kolom kode_desa, nama_desa, kelompok, potensi, aktif, nonaktif.")
    ]


def test_a_file_without_data_is_refused() -> None:
    checked = check(["", ""])

    assert checked.faults == [
        fault(1, "", "", "Tidak ada baris data.", "Isi satu baris untuk setiap desa dan kelompok pekerja.")
    ]
    assert checked.refused_rows == 0


def test_a_village_that_the_file_does_not_speak_of_is_a_warning() -> None:
    checked = check(GOOD)

    assert (checked.faults, checked.warnings) == ([], ["1 desa tidak ada dalam berkas: Sungai Pasir."])
