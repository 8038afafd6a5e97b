from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.engine import open_database
from domain.calendar import WIB, Month
from tests.cli.conftest import Command
from tests.db.factories import drop_triggers, run_sql

NOW = datetime.now(UTC).astimezone(WIB)
LAST_MONTH = str(Month(NOW.year, NOW.month).plus(-1))
NEXT_MONTH = str(Month(NOW.year, NOW.month).plus(1))


def import_arguments(file: Path, *more: str, month: str = LAST_MONTH) -> list[str]:
    return ["import", str(file), "--kind", "enrollment", "--month", month, *more]


def test_migrate_makes_the_database_and_may_be_repeated(cli: Command, empty: str, tmp_path: Path) -> None:
    assert cli("migrate").out == "Basis data siap.\n"
    assert (tmp_path / "rembuk.sqlite3").exists()

    again = cli("migrate", "--json")

    assert (again.code, again.document) == (0, {"ready": True})


def test_sample_is_loaded_once(cli: Command, empty: str) -> None:
    first, second, third = cli("sample"), cli("sample"), cli("sample", "--json")

    assert [said.code for said in (first, second, third)] == [0, 0, 0]
    assert first.out == "Data contoh tersimpan.\n"
    assert second.out == "Sudah ada data; data contoh tidak dimuat.\n"
    assert third.document == {"stored": False}


def test_the_template_has_a_row_for_each_village_and_group(cli: Command, empty: str) -> None:
    said = cli("template", "enrollment")

    rows = list(csv.reader(said.out.splitlines()))
    assert said.code == 0
    assert rows[0] == ["kode_desa", "nama_desa", "kelompok", "potensi", "aktif", "nonaktif"]
    assert rows[1] == ["62.08.01.1003", "Mendawai", "Nelayan", "", "", ""]
    assert len(rows) == 1 + 285


def test_the_template_can_be_had_as_json_or_as_a_file(cli: Command, empty: str, tmp_path: Path) -> None:
    document = cli("template", "enrollment", "--json").document
    file = cli("template", "enrollment", "--out", str(tmp_path / "templat.csv"), "--json")

    assert len(document) == 285
    assert document[0]["kelompok"] == "Nelayan"
    assert file.document == {"file": str(tmp_path / "templat.csv")}
    assert (tmp_path / "templat.csv").read_bytes().startswith(b"\xef\xbb\xbfkode_desa,")


def test_a_template_named_xlsx_is_a_workbook_and_the_current_data_can_be_had(
    cli: Command, real: str, tmp_path: Path
) -> None:
    book = tmp_path / "templat.XLSX"
    cli("template", "claims", "--out", str(book))
    current = cli("template", "enrollment", "--current", "--json").document
    none = cli("template", "claims", "--current")

    assert book.read_bytes().startswith(b"PK")
    assert (len(current), current[0]["potensi"], current[0]["aktif"]) == (285, "100", "40")
    assert (none.code, none.err) == (1, "Belum ada data sebenarnya yang dapat diunduh.\n")


def test_a_template_that_cannot_be_written_or_made_is_refused(cli: Command, empty: str, tmp_path: Path) -> None:
    nowhere = cli("template", "enrollment", "--out", str(tmp_path / "none" / "x.csv"))
    unknown = cli("template", "enrollment", "--regency", "62.07")

    assert (nowhere.code, nowhere.out) == (unknown.code, unknown.out) == (1, "")
    assert nowhere.err == f"Berkas {tmp_path}/none/x.csv tidak dapat ditulis. Periksa foldernya.\n"
    assert unknown.err == "Kabupaten 62.07 tidak dikenal.\n"


def test_the_empty_template_is_no_import(cli: Command, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "templat.csv"
    cli("template", "enrollment", "--out", str(file))

    said = cli(*import_arguments(file, "--json"))

    assert said.code == 1
    assert said.document["rows"]["refused"] == 285


def test_an_import_tells_what_it_stored(cli: Command, sample: str, file_with) -> None:
    file = file_with(sample, eligible=90, active=30)

    said = cli(*import_arguments(file, "--source", "Kantor cabang", "--as-of", "2026-10-31", "--json"))

    document = said.document
    assert (said.code, said.err) == (0, "")
    assert document["stored"] is True
    assert len(document["dataset"]) == 36
    assert document["rows"] == {"new": 285, "changed": 0, "unchanged": 0, "refused": 0}
    assert document["totals"] == {"eligible": 25_650, "active": 8_550, "inactive": 0}
    assert (document["faults"], document["warnings"]) == ([], [])


def test_the_same_file_again_is_done_without_storing(cli: Command, sample: str, file_with) -> None:
    file = file_with(sample, eligible=90, active=30)
    first = cli(*import_arguments(file, "--json")).document

    again = cli(*import_arguments(file, "--json"))

    assert again.code == 0
    assert (again.document["stored"], again.document["dataset"]) == (False, first["dataset"])
    assert again.document["rows"]["unchanged"] == 285


def test_a_dry_run_stores_nothing(cli: Command, sample: str, file_with) -> None:
    file = file_with(sample, eligible=90, active=30)

    trial = cli(*import_arguments(file, "--dry-run", "--json"))
    real = cli(*import_arguments(file, "--json"))

    assert (trial.code, trial.document["stored"], trial.document["dataset"]) == (0, False, None)
    assert trial.document["rows"] == real.document["rows"]
    assert real.document["stored"] is True


def test_faults_are_told_with_place_and_cure_and_nothing_is_stored(cli: Command, sample: str, file_with) -> None:
    file = file_with(sample, eligible=30, active=90)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(lines[:2]), encoding="utf-8")

    said = cli(*import_arguments(file, "--json"))
    people = cli(*import_arguments(file))

    assert said.code == people.code == 1
    assert (said.document["stored"], said.document["dataset"]) == (False, None)
    assert said.document["rows"] == {"new": 0, "changed": 0, "unchanged": 0, "refused": 1}
    (fault,) = said.document["faults"]
    assert sorted(fault) == ["column", "cure", "problem", "row", "sheet", "value"]
    assert (fault["sheet"], fault["row"], fault["column"], fault["value"]) == ("", 2, "aktif", "90")
    assert people.out.startswith("CSV baris 2 kolom aktif [90]: ")
    assert "Tidak ada yang disimpan" in people.out


def test_warnings_stop_an_import_only_when_it_is_strict(cli: Command, sample: str, file_with) -> None:
    file = file_with(sample, eligible=90, active=30)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], *lines[9:]]), encoding="utf-8")

    strict = cli(*import_arguments(file, "--strict", "--json"))
    easy = cli(*import_arguments(file, "--json"))

    assert (strict.code, strict.document["stored"]) == (1, False)
    assert (easy.code, easy.document["stored"]) == (0, True)
    assert strict.document["warnings"] == easy.document["warnings"] == ["1 desa tidak ada dalam berkas: Mendawai."]


@pytest.mark.parametrize(
    ("name", "content"),
    [("rusak.xlsx", b"PK\x03\x04damaged"), ("kosong.csv", b""), ("sampah.bin", bytes(range(256)))],
)
def test_what_cannot_be_read_is_refused_with_one_document(
    cli: Command, sample: str, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    said = cli(*import_arguments(tmp_path / name, "--json"))

    assert said.code == 1
    assert (said.document["stored"], len(said.document["faults"])) == (False, 1)
    assert said.document["faults"][0]["problem"]
    assert "Traceback" not in said.err


def test_a_missing_file_a_folder_and_a_month_to_come_are_refused(
    cli: Command, sample: str, tmp_path: Path, file_with
) -> None:
    missing = cli(*import_arguments(tmp_path / "none.csv"))
    folder = cli(*import_arguments(tmp_path))
    to_come = cli(*import_arguments(file_with(sample), month=NEXT_MONTH))

    assert [(said.code, said.out) for said in (missing, folder, to_come)] == [(1, "")] * 3
    assert missing.err == f"Berkas {tmp_path}/none.csv tidak dapat dibaca. Periksa nama dan izinnya.\n"
    assert "belum tiba" in to_come.err


def test_verify_finds_what_somebody_changed_and_exits_with_one(cli: Command, real: str) -> None:
    cli("meeting", "create")
    meeting = cli("meeting", "open", "--json").document["meeting"]
    year = cli("meeting", "show", "--json").document["budget_year"]
    cli("commit", meeting, "62.08.01.2005", "--workers", "60", "--months", "12", "--start", f"{year}-01",
        "--source", "ADD", "--key", "a")  # fmt: skip
    good = cli("verify", "--json")
    database = open_database(real)
    drop_triggers(database)
    run_sql(database, "UPDATE commitments SET amount_rupiah = 1")
    database.close()

    bad, told = cli("verify", "--json"), cli("verify")

    assert (good.code, good.document) == (0, {"ok": True, "meetings": 1, "rows": 1, "fault": None})
    fault = f"rapat {meeting}: kolom amount_rupiah baris 1 tidak cocok dengan isinya"
    assert (bad.code, bad.document) == (1, {"ok": False, "meetings": 1, "rows": 1, "fault": fault})
    assert (told.code, told.out) == (1, f"1 rapat, 1 baris: TIDAK COCOK, {fault}.\n")


def test_verify_of_a_database_without_meetings_holds(cli: Command, empty: str) -> None:
    assert cli("verify").out == "0 rapat, 0 baris: semua cocok.\n"


def test_a_list_of_workers_is_counted_into_a_file_that_comes_in(cli: Command, empty: str, tmp_path: Path) -> None:
    file, form = tmp_path / "daftar.csv", tmp_path / "hitungan.xlsx"
    rows = [f"Budi,62080112058000{n:02},12-05-1980,62.08.01.2005,Kartamulia,Nelayan" for n in range(3)]
    file.write_text("\n".join(["nama,nik,tanggal lahir,kode desa,desa,pekerjaan", *rows, rows[0]]), "utf-8")

    refused = cli(*import_arguments(file, "--json"))
    said = cli("count", str(file), "--out", str(form), "--json")

    assert (refused.code, refused.document["stored"]) == (1, False)
    assert (said.document["people"], said.document["faults"]) == (3, {"NIK sudah ada di baris lain": 1})
    assert "Budi" not in refused.out + said.out
    assert cli(*import_arguments(form, "--json")).document["totals"] == {"eligible": 3, "active": 0, "inactive": 0}
