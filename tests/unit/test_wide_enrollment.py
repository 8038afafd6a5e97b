"""A province's file is checked as its regencies' own files are: the same rows, the same faults."""

from __future__ import annotations

import pytest

from domain.calendar import Month
from domain.coded_rows import CodedRows
from domain.enrollment_file import check_enrollment
from domain.import_file import Scope
from domain.import_table import Sheet
from domain.sheet_choice import sample_mark
from domain.village_search import KnownVillage
from domain.wide_enrollment import MOST_FAULTS, check_wide_enrollment
from domain.wide_search import WideScope
from domain.worker_groups import WORKER_GROUPS

HEADER = ["kode_desa", "nama_desa", "kelompok", "potensi", "aktif", "nonaktif"]
VILLAGES = {
    code: KnownVillage(code, name, aliases, subdistrict="Sukamara")
    for code, name, aliases in (
        ("62.08.01.2005", "Kartamulia", ("Karta Mulia",)),
        ("62.08.01.2006", "Sukaraja", ()),
        ("62.08.01.2002", "Pudu", ()),
    )
}
ELSEWHERE = {"62.01.01.2001": KnownVillage("62.01.01.2001", "Sukaraja", subdistrict="Arut Selatan")}
MONTH = Month(2026, 10)
GOOD = [
    ["62.08.01.2005", "Kartamulia", "Nelayan", "1.200", "40", "3"],
    ["6208012006", "desa SUKARAJA", "petani", "90", "9", "0"],
    ["62.08.01.2002", "Pudu", "Petani", "10", "1", "0"],
]
CASES = {
    "good": [],
    "unknown village": [["62.08.01.2009", "Lain", "Petani", "1", "0", "0"]],
    "another regency": [["99.01.01.2001", "Lain", "Petani", "1", "0", "0"]],
    "name disagrees": [["62.08.01.2005", "Pudu", "Petani", "1", "0", "0"]],
    "unknown group": [["62.08.01.2005", "Kartamulia", "Peselancar", "1", "0", "0"]],
    "bad counts": [["62.08.01.2005", "Kartamulia", "Petani", "1,5", "-", ""]],
    "active above eligible": [["62.08.01.2005", "Kartamulia", "Petani", "4", "5", "0"]],
    "twice": [["62.08.01.2005", "Karta Mulia", "Nelayan", "5", "5", "0"]],
    "right total": [["", "JUMLAH", "", "1300", "50", "3"]],
    "wrong total": [["", "JUMLAH", "", "1301", "50", "3"]],
    "part total": [["", "Sub total", "", "1300", "50", "3"], ["62.08.01.2002", "Pudu", "Nelayan", "7", "1", "0"],
                   ["", "Subtotal", "", "7", "1", "0"], ["", "Jumlah", "", "1307", "51", "3"]],
    "notes and gaps": [["", "", "", "", "", ""], ["Sumber: kantor cabang"]],
    "cut code": [["6.20801E+09", "Pudu", "Nelayan", "7", "1", "0"]],
    "broken formula": [["62.08.01.2005", "Kartamulia", "Petani", "#REF!", "0", "0"]],
    "longer row": [["62.08.01.2005", "Kartamulia", "Petani", "4", "1", "0", "", "catatan"]],
    "a person": [["62.08.01.2005", "Kartamulia", "Petani", "4", "1", "6208014508900001"]],
}  # fmt: skip


@pytest.mark.parametrize("more", CASES.values(), ids=CASES)
def test_one_row_is_as_good_in_a_large_file_as_in_a_small_one(more: list[list[str]]):
    table = [["Data kepesertaan"], HEADER, *GOOD, *more]

    small = check_enrollment(Sheet("", table), Scope(VILLAGES, "Kabupaten Sukamara", MONTH), WORKER_GROUPS)
    wide_scope = WideScope(VILLAGES, "Indonesia", MONTH, {}, regencies={"62.08": "Kabupaten Sukamara"})
    large, rows, refused = check_wide_enrollment(Sheet("", CodedRows(table)), wide_scope, WORKER_GROUPS)

    def places(faults):
        return [(fault.row, fault.column, fault.value) for fault in faults]

    assert places(large.faults) == places(small.faults)
    assert refused == small.refused_rows
    assert large.is_personal == small.is_personal
    if not small.faults:
        assert large.warnings == small.warnings
        found = zip(rows.village, rows.group, rows.eligible, rows.active, rows.inactive, strict=True)
        assert [(rows.villages[v], rows.groups[g], int(e), int(a), int(i)) for v, g, e, a, i in found] == sorted(
            [(v, g, c.eligible, c.active, c.inactive) for v, g, c in small.rows],
            key=lambda row: (row[0], [group.code for group in WORKER_GROUPS].index(row[1])),
        )


def check(table, *, province: str | None = None):
    names = {"62.08": "Kabupaten Sukamara"} | ({} if province == "62" else {"62.01": "Kabupaten Kotawaringin Barat"})
    villages = VILLAGES | ({} if province == "62" else ELSEWHERE)
    scope = WideScope(
        villages, "Provinsi X" if province else "Indonesia", MONTH, {}, province_code=province, regencies=names
    )
    return check_wide_enrollment(Sheet("", CodedRows([HEADER, *table])), scope, WORKER_GROUPS)


def test_the_same_name_in_two_regencies_is_told_apart_by_the_code():
    found, rows, _ = check([*GOOD, ["62.01.01.2001", "Sukaraja", "Petani", "8", "2", "1"]])

    assert found.faults == []
    assert [(code, part.stop - part.start) for code, part in rows.by_regency()] == [("62.01", 1), ("62.08", 3)]
    assert [(code, counts.eligible) for code, counts in rows.village_counts()] == [
        ("62.01.01.2001", 8), ("62.08.01.2002", 10), ("62.08.01.2005", 1200), ("62.08.01.2006", 90),
    ]  # fmt: skip


def test_a_village_of_another_province_is_a_fault():
    found, _, _ = check([*GOOD, ["11.01.01.2001", "Keude", "Petani", "8", "2", "1"]], province="62")

    assert [fault.problem for fault in found.faults] == ["Kode ini milik provinsi lain (11), bukan Provinsi X."]


def test_regencies_and_villages_that_the_file_leaves_out_are_named():
    found, _, _ = check(GOOD[:2])

    assert found.warnings == [
        "1 desa tidak ada dalam berkas: Pudu.",
        "1 kabupaten/kota tidak ada dalam berkas; datanya tetap seperti sekarang: Kabupaten Kotawaringin Barat.",
    ]


def test_names_without_codes_are_not_enough_in_a_country():
    table = [["kecamatan", *HEADER[1:]], ["Sukamara", "Pudu", "Petani", "1", "0", "0"]]

    scope = WideScope(VILLAGES, "Indonesia", MONTH, {}, regencies={"62.08": "Kabupaten Sukamara"})
    found, _, _ = check_wide_enrollment(Sheet("", CodedRows(table)), scope, WORKER_GROUPS)

    assert [fault.problem for fault in found.faults] == ["Kolom kode_desa tidak ada."]


def test_a_file_full_of_faults_is_not_read_for_ever():
    found, _, refused = check([["62.08.01.2005", "Kartamulia", "Petani", "x", "0", "0"]] * (MOST_FAULTS * 2))

    assert MOST_FAULTS <= len(found.faults) < MOST_FAULTS + 5
    assert refused == MOST_FAULTS * 2
    assert "Pemeriksaan berhenti" in found.warnings[0]


def test_sums_above_the_eligible_are_one_warning():
    found, _, _ = check([["62.08.01.2005", "Kartamulia", group.name, "4", "2", "3"] for group in WORKER_GROUPS])

    assert found.warnings[0] == "9 baris: aktif dan nonaktif bersama-sama melebihi potensi (baris 2–10)."


def test_sample_data_are_found_among_the_distinct_cells():
    rows = CodedRows([HEADER, *GOOD, ["", "Data Contoh Rembuk"]])

    mark = sample_mark([Sheet("", rows)])

    assert mark is not None
    assert mark.row == 5


def test_cells_that_are_equal_but_of_another_kind_stay_themselves():
    rows = CodedRows([["1", 1, 1.0], ["1"], [True, 1, 2.0]])

    assert [list(row) for row in rows[:]] == [["1", 1, 1.0], ["1", "", ""], [True, 1, 2.0]]
    assert [type(cell) for cell in rows.distinct(0)] == [str, bool]


def test_a_file_without_a_row_is_a_fault_and_no_crash():
    found, rows, _ = check([])

    assert found.faults
    assert list(rows.by_regency()) == []
