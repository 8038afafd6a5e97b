"""What is data of a person, and what only sounds like it."""

from __future__ import annotations

import pytest

from domain.personal_data import first_personal, is_personal


@pytest.mark.parametrize(
    "title",
    [
        "Nama Desa/Kelurahan", "NAMA DESA", "Nama Kel.", "Nama Kecamatan", "nama kelompok pekerjaan", "Village name",
        "Jumlah KK", "Jumlah NIK valid", "Kode rekening", "Sumber dana", "keterangan", "",
    ],
)  # fmt: skip
def test_places_counts_and_accounts_are_no_persons(title: str) -> None:
    assert is_personal(title) is False


@pytest.mark.parametrize(
    "title",
    [
        "NIK", "No KK", "Nama pekerja", "Nama Peserta", "Nama Kepala Desa", "Telepon", "No. Telp", "Alamat", "Nama",
        "Worker name", "Phone", "Tanggal lahir", "Nomor rekening",
    ],
)  # fmt: skip
def test_what_tells_of_a_person_is_personal(title: str) -> None:
    assert is_personal(title) is True


@pytest.mark.parametrize(
    ("cell", "is_found"),
    [
        ("6208010101800001", True), (6208014101800001.0, True), ("6208 0141 0180 0001", True), ("0812-3456-7890", True),
        ("+6281234567890", True), ("6208019901800001", False), ("6208012005", False), (62812345678.0, False),
        ("62.08.01.2005", False), (None, False), ("081", False),
    ],
)  # fmt: skip
def test_a_nik_or_a_mobile_number_is_known_by_its_form(cell: object, is_found: bool) -> None:
    assert (first_personal(["120", cell]) == 1) is is_found
