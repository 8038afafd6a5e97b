"""A list of workers becomes counts; each fault is told by how many rows have it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.coverage import Counts
from domain.import_file import Scope
from domain.import_table import Sheet
from domain.village_search import KnownVillage
from domain.worker_groups import WORKER_GROUPS
from domain.worker_list import count_list, looks_like_list

TODAY = date(2026, 11, 22)
PUDU, MULIA = "62.08.01.2002", "62.08.01.2005"
SCOPE = Scope({PUDU: KnownVillage(PUDU, "Pudu"), MULIA: KnownVillage(MULIA, "Kartamulia")}, "Kabupaten Sukamara")
HEADER = ["No", "Nama", "NIK", "Tgl lahir", "Desa", "Pekerjaan", "Status kepesertaan"]


def person(number: int, **cells: object) -> list[object]:
    usual = {
        "nik": f"62080112058000{number:02}",
        "born": "12-05-1980",
        "desa": "Pudu",
        "work": "Nelayan",
        "status": "Belum",
    }
    row = usual | cells
    return [number, "Budi", row["nik"], row["born"], row["desa"], row["work"], row["status"]]


def count(*people: list[object], header: list[str] = HEADER):
    return count_list(Sheet("", [header, *people]), SCOPE, WORKER_GROUPS, TODAY)


def test_people_are_counted_by_village_group_and_cover() -> None:
    found = count(
        person(1),
        person(2, status="Aktif"),
        person(3, status="Tidak aktif"),
        person(4, desa="Desa Kartamulia", work="petani"),
    )

    assert found.rows == [(PUDU, "fisher", Counts(3, 1, 1)), (MULIA, "farmer", Counts(1, 0, 0))]
    assert (found.people, found.left_out, found.faults, found.notes, found.problem) == (4, 0, {}, [], "")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"nik": "620801120580001"}, "NIK bukan 16 angka"),
        ({"nik": 6208011205800001.0}, "NIK tersimpan sebagai angka: Excel merusak angka terakhirnya"),
        ({"nik": "6208011205800001"}, "NIK sudah ada di baris lain"),
        ({"born": "31/02/1980"}, "Tanggal lahir tidak sah"),
        ({"born": "12-05-2030"}, "Tanggal lahir tidak sah"),
        ({"born": "21-11-1960"}, "Umur lebih dari 65 tahun"),
        ({"desa": "Pudu Jaya"}, "Desa tidak dikenal atau namanya tidak cocok dengan kodenya"),
        ({"work": "Astronot"}, "Kelompok pekerja tidak dikenal"),
        ({"status": "mungkin"}, "Kolom kepesertaan tidak jelas"),
    ],
)
def test_a_row_with_a_fault_is_left_out_and_told_by_its_number_alone(cells: dict[str, object], problem: str) -> None:
    found = count(person(1), person(2, **cells))

    assert (found.people, found.left_out, found.faults) == (1, 1, {problem: 1})


@pytest.mark.parametrize(
    "born", ["1980-05-12", "12/05/1980", "12 Mei 1980", "Sukamara, 12.5.1980", date(1980, 5, 12), "22-11-1961"]
)
def test_days_of_birth_are_read_as_people_write_them(born: object) -> None:
    assert count(person(1, born=born)).faults == {}


def test_what_a_list_does_not_tell_is_said() -> None:
    found = count(["Pudu", "Nelayan"], header=["Desa", "Kelompok"])
    nothing = count(person(1), header=["No", "Nama", "NIK", "Tgl lahir", "x", "y", "z"])

    assert found.people == 1
    assert [note.split(":")[0] for note in found.notes] == [
        "Tidak ada kolom NIK", "Tidak ada kolom tanggal lahir", "Tidak ada kolom kepesertaan",
    ]  # fmt: skip
    assert nothing.problem.startswith("Daftar ini belum dapat dihitung")
    assert not looks_like_list(Sheet("", [["kode_desa", "kelompok", "potensi"], [PUDU, "Nelayan", 3]]))
