"""The header of an enrollment file: every column once, under its own name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.coverage import Counts
from domain.enrollment_file import COLUMNS, check_enrollment
from domain.import_file import Checked, Scope
from domain.import_table import Fault, Sheet
from domain.village_search import KnownVillage
from domain.worker_groups import WORKER_GROUPS

HEADER = list(COLUMNS)
REGENCY = "Kabupaten Sukamara"
VILLAGES = {"62.08.01.2005": KnownVillage("62.08.01.2005", "Kartamulia")}
GOOD = ["62.08.01.2005", "Kartamulia", "Nelayan", "120", "40", "5"]


def check(*rows: Sequence[object], header: Sequence[object]) -> Checked:
    return check_enrollment(Sheet("", [header, *rows]), Scope(VILLAGES, REGENCY), WORKER_GROUPS)


def fault(row: int, column: str, value: str, problem: str, cure: str) -> Fault:
    return Fault("", row, column, value, problem, cure)


def test_the_columns_are_those_of_the_plain_file() -> None:
    assert ",".join(COLUMNS) == "kode_desa,nama_desa,kelompok,potensi,aktif,nonaktif"


def test_the_order_and_case_of_the_columns_do_not_matter() -> None:
    header = ["NONAKTIF", " Aktif ", "potensi", "Kelompok", "Nama  Desa", "Kode desa"]

    checked = check(list(reversed(GOOD)), header=header)

    assert checked.faults == []
    assert checked.rows[0] == ("62.08.01.2005", "fisher", Counts(120, 40, 5))


def test_a_missing_column_is_named_with_its_cure() -> None:
    checked = check(GOOD[:5], header=HEADER[:5])

    assert (checked.rows, checked.faults) == (
        [],
        [fault(1, "nonaktif", "", "Kolom nonaktif tidak ada.", "Beri kolom itu judul persis “nonaktif”.")],
    )


def test_a_misspelt_column_is_named_with_the_right_spelling() -> None:
    checked = check(GOOD, header=["Kode Dessa", *HEADER[1:]])

    assert checked.faults == [
        fault(
            1, "kode_desa", "Kode Dessa", "Kolom kode_desa tidak ada.", "Ganti judul “Kode Dessa” menjadi “kode_desa”."
        )
    ]


def test_a_column_that_comes_twice_is_refused() -> None:
    checked = check([*GOOD, "41"], header=[*HEADER, "Aktif"])

    assert checked.faults == [fault(1, "aktif", "", "Kolom aktif ada lebih dari satu.", "Hapus kolom yang berlebih.")]


def test_faults_of_the_header_are_no_refused_rows_wherever_it_stands() -> None:
    rows: list[list[object]] = [["", ""], [None], list(HEADER[:5]), list(GOOD[:5])]

    checked = check_enrollment(Sheet("", rows), Scope(VILLAGES, REGENCY), WORKER_GROUPS)

    assert [found.row for found in checked.faults] == [3]
    assert checked.refused_rows == 0


def test_a_column_that_is_not_used_is_said_to_be_ignored() -> None:
    checked = check([*GOOD, "x"], header=[*HEADER, "Catatan"])

    assert (checked.faults, checked.warnings) == ([], ["Kolom “Catatan” tidak dipakai dan diabaikan."])


def test_a_column_of_personal_data_refuses_the_file_whole() -> None:
    checked = check([*GOOD, "6208010101800001"], header=[*HEADER, "NIK"])

    assert checked.rows == []
    assert checked.faults == [
        fault(
            1,
            "NIK",
            "",
            "Kolom ini memuat data pribadi; program hanya menerima jumlah orang.",
            "Hapus kolom itu dan kirim jumlah per desa dan kelompok.",
        )
    ]


def test_personal_columns_are_recognised_in_other_spellings() -> None:
    checked = check(GOOD, header=[*HEADER, "No. HP", "nama peserta"])

    assert [found.column for found in checked.faults] == ["No. HP", "nama peserta"]


@pytest.mark.parametrize(
    "title",
    [
        "NIK Peserta",
        "No. KTP",
        "NIK/KPJ",
        "Nama",
        "Nama TK",
        "nama_pemilik",
        "Tgl. Lahir",
        "No HP",
        "nomor_induk_kependudukan",
    ],
)
def test_what_looks_like_personal_data_is_refused(title: str) -> None:
    assert [found.column for found in check(GOOD, header=[*HEADER, title]).faults] == [title]


def test_a_name_of_a_person_is_never_told_to_be_the_name_of_a_village() -> None:
    checked = check(GOOD, header=["kode_desa", "nama_peserta", *HEADER[2:]])

    assert [found.cure for found in checked.faults] == [
        "Hapus kolom itu dan kirim jumlah per desa dan kelompok.",
        "Beri kolom itu judul persis “nama_desa”.",
    ]


@pytest.mark.parametrize("title", ["nama_dessa", "nama desaa"])
def test_a_misspelt_name_of_a_village_is_no_personal_data(title: str) -> None:
    checked = check(GOOD, header=["kode_desa", title, *HEADER[2:]])

    assert [found.cure for found in checked.faults] == [f"Ganti judul “{title}” menjadi “nama_desa”."]


def test_places_and_notes_are_only_ignored() -> None:
    checked = check([*GOOD, "-", "-", "-"], header=[*HEADER, "kecamatan", "nama_kecamatan", "keterangan"])

    assert checked.faults == []
    assert len(checked.warnings) == 3
