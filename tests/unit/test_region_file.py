from __future__ import annotations

import pytest

from domain.import_file import Checked
from domain.import_table import Sheet
from domain.region_changes import KnownRegion, region_changes
from domain.region_file import RegionRow, RegionTotals, check_regions, region_totals


def read(*rows: str, header: str = "kode,nama,jenis") -> Checked[RegionRow]:
    return check_regions(Sheet("", [line.split(",") for line in (header, *rows)]))


def test_parents_come_from_the_code_and_a_village_tells_its_kind():
    checked = read("11.01.01.2001,Keude Bakongan,desa", "11.01.01.1002,Ujong,kelurahan", "9101013001,Adat,desa_adat")

    assert checked.faults == []
    assert [(row.code, row.kind, row.parent_code) for row in checked.rows] == [
        ("11.01.01.1002", "kelurahan", "11.01.01"),
        ("11.01.01.2001", "desa", "11.01.01"),
        ("91.01.01.3001", "desa", "91.01.01"),
    ]


def test_names_of_parents_stand_in_columns_or_in_rows_of_their_own():
    header = "kode,nama,jenis,kecamatan,kabupaten"
    checked = read("11,Provinsi Aceh,,,", "11.01.01.2001,Keude,desa,Kec. Bakongan,Aceh Selatan", header=header)

    names = {row.code: row.name for row in checked.rows}

    assert names == {
        "11": "Aceh", "11.01": "Kabupaten Aceh Selatan", "11.01.01": "Bakongan", "11.01.01.2001": "Keude",
    }  # fmt: skip
    assert region_totals(checked.rows) == RegionTotals(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("62.1,Barito,", "Ini bukan kode wilayah Kemendagri."),
        (",Barito,desa", "Kode wilayah kosong."),
        ("11.01.01.2001,,desa", "Nama wilayah kosong."),
        ("11.01.01.2001,123,desa", "Ini bukan nama wilayah."),
        ("11.01.01.2001,Keude,kelurahan", "Jenis tidak cocok dengan kode 11.01.01.2001, yaitu desa."),
        ("11.01.01.2009,Lain,desa", "Kode 11.01.01.2009 sudah ada di baris 2."),
    ],
)
def test_a_wrong_row_is_a_fault_with_its_row(row: str, problem: str):
    checked = read("11.01.01.2009,Gampong,desa", row)

    assert [(fault.row, fault.problem) for fault in checked.faults] == [(3, problem)]
    assert checked.refused_rows == 1


def test_two_names_of_one_parent_are_a_fault():
    rows = ("11.01.01.2001,Satu,Bakongan", "11.01.01.2002,Dua,Bakungan")

    (fault,) = read(*rows, header="kode,nama,kecamatan").faults

    assert fault.problem == "11.01.01 di baris 2 bernama Bakongan, di sini Bakungan."


def test_a_list_with_persons_in_it_is_refused_without_their_values():
    checked = read("11.01.01.2001,Keude,6208014508900001", header="kode,nama,nik kepala desa")

    assert checked.is_personal
    assert "6208014508900001" not in str(checked.faults)


def test_a_known_spelling_is_no_new_name_and_another_one_is():
    known = {
        "62": KnownRegion("Kalimantan Tengah"),
        "62.08": KnownRegion("Kabupaten Sukamara"),
        "62.08.01": KnownRegion("62.08.01"),
        "62.08.01.2005": KnownRegion("Kartamulia", ("Karta Mulia",)),
        "62.08.01.2006": KnownRegion("Sukaraja"),
    }
    rows = [
        RegionRow("62.08", "KAB. SUKAMARA"),
        RegionRow("62.08.01", "Sukamara"),
        RegionRow("62.08.01.2005", "Karta Mulia"),
        RegionRow("62.08.01.2006", "Suka Jaya"),
        RegionRow("62.08.02.2001", "Jelai Hilir"),
    ]

    changes = region_changes(rows, known)

    assert [(one.code, one.before, one.was_stand_in) for one in changes.renamed] == [
        ("62.08.01", "62.08.01", True),
        ("62.08.01.2006", "Sukaraja", False),
    ]
    assert [row.code for row in changes.added] == ["62.08.02", "62.08.02.2001"]
    assert changes.unchanged == 2
    assert changes.warnings() == [
        "1 wilayah berganti nama: 62.08.01.2006 Sukaraja → Suka Jaya. Nama lama tetap dikenali dalam berkas.",
        (
            "Nama 1 kecamatan tidak ada dalam berkas; sementara ditampilkan dengan kodenya. "
            "Tambahkan barisnya, atau kolom kecamatan."
        ),
    ]
