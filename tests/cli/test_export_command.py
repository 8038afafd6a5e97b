from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.arguments import EXPORT_FORMATS, EXPORT_TABLES
from services.export_command import EXPORTS
from services.export_workbook import CSV_TABLES
from tests.cli.conftest import Command

KARTAMULIA = "62.08.01.2005"


@pytest.fixture
def closed(cli: Command, real: str) -> str:
    """A closed meeting in which Kartamulia has pledged 60 workers for a year."""
    created = cli("meeting", "create", "--json").document
    found = str(created["meeting"])
    cli("meeting", "open", found)
    start = f"{created['budget_year']}-01"
    pledge = ["--workers", "60", "--months", "12", "--start", start, "--source", "ADD", "--key", "a"]
    assert cli("commit", found, KARTAMULIA, *pledge).code == 0
    assert cli("meeting", "close", found).code == 0
    return found


def test_the_workbook_says_what_result_says(cli: Command, closed: str, tmp_path: Path) -> None:
    out = tmp_path / "hasil.xlsx"

    said = cli("export", closed, "--format", "xlsx", "--out", str(out), "--json")

    totals = cli("result", closed, "--json").document["totals"]
    assert (said.code, said.err) == (0, "")
    assert said.document == {"file": str(out), "bytes": out.stat().st_size}
    assert load_workbook(out, data_only=True)["Desa"]["K3"].value == totals["amount_rupiah"] == 12_096_000


def test_tables_alone_and_all_files_together(cli: Command, closed: str, tmp_path: Path) -> None:
    desa, lines, archive = (tmp_path / name for name in ("desa.csv", "baris.csv", "semua.zip"))

    answers = [
        cli("export", closed, "--format", "csv", "--out", str(desa)),
        cli("export", closed, "--format", "csv", "--table", "baris", "--out", str(lines)),
        cli("export", closed, "--format", "zip", "--out", str(archive)),
    ]

    assert [answer.code for answer in answers] == [0, 0, 0]
    assert answers[0].out == f"Tersimpan: {desa}\n"
    assert desa.read_text("utf-8-sig").splitlines()[1].startswith("Kode;Desa;Kecamatan;Komitmen;")
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as found:
        assert (found.read("desa.csv"), found.read("baris.csv")) == (desa.read_bytes(), lines.read_bytes())


def test_exported_data_are_imported_again_as_the_same(cli: Command, closed: str, tmp_path: Path) -> None:
    out = tmp_path / "kepesertaan.csv"
    cli("export", closed, "--format", "csv", "--table", "kepesertaan", "--out", str(out))

    said = cli("import", str(out), "--kind", "enrollment", "--month", "2026-10", "--dry-run", "--strict", "--json")

    assert said.code == 0
    assert said.document["rows"] == {"new": 0, "changed": 0, "unchanged": 285, "refused": 0}


@pytest.mark.parametrize("step", ["create", "open"])
@pytest.mark.parametrize("kind", EXPORT_FORMATS)
def test_before_closing_it_is_refused(cli: Command, real: str, tmp_path: Path, step: str, kind: str) -> None:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    if step == "open":
        cli("meeting", "open", found)
    out = tmp_path / "hasil"

    said = cli("export", found, "--format", kind, "--out", str(out), "--json")

    assert said.code == 1
    assert said.err == "Hasil rapat belum beku. Tutup rapat dulu, lalu unduh lagi.\n"
    assert said.document == {"refused": said.err.strip()}
    assert not out.exists()


def test_a_folder_that_does_not_exist_is_refused_with_a_sentence(cli: Command, closed: str, tmp_path: Path) -> None:
    said = cli("export", closed, "--format", "xlsx", "--out", str(tmp_path / "none" / "x.xlsx"))

    assert said.code == 1
    assert "tidak dapat ditulis" in said.err


@pytest.mark.parametrize(
    "wrong",
    [["--format", "ods", "--out", "x"], ["--format", "xlsx"], ["--format", "csv", "--table", "x", "--out", "x"]],
)
def test_a_wrong_call_is_told_how(cli: Command, real: str, wrong: list[str]) -> None:
    assert cli("export", "abcd", *wrong).code == 2


def test_every_format_that_is_offered_is_made() -> None:
    assert sorted(EXPORTS) == sorted(EXPORT_FORMATS)
    assert sorted(CSV_TABLES) == sorted(EXPORT_TABLES)
