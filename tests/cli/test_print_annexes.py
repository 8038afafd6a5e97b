from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import KARTAMULIA

PUDU = "62.08.01.2002"


@pytest.fixture
def closed(cli: Command, real: str) -> str:
    """A closed meeting in which two villages have pledged."""
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cli("meeting", "open", found)
    for village, workers in ((KARTAMULIA, "60"), (PUDU, "25")):
        done = cli(
            "commit", found, village, "--workers", workers, "--officials", "2", "--wage", "2.500.000", "--months", "10",
            "--start", "2027-03", "--source", "ADD", "--key", f"k-{village}",
        )  # fmt: skip
        assert done.code == 0, done.err
    cli("meeting", "close", found)
    return found


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_the_annexes_are_written_and_agree_with_the_result(cli: Command, closed: str, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    rows = cli("result", closed, "--json").document["villages"]

    answer = cli("print", "rab", closed, "--out", str(out), "--json")

    assert (answer.code, answer.document["file"]) == (0, str(out))
    text = text_of(out.read_bytes())
    for row in rows:
        amount = f"{row['amount_rupiah']:,}".replace(",", ".")
        assert (f"Jumlah seluruh komitmen {amount} " in text) == row["committed"]
    for what, said in (("letters", "Surat Pernyataan Komitmen"), ("commitments", "2 dari 29 desa berkomitmen")):
        assert cli("print", what, closed, "--out", str(out)).code == 0
        assert said in text_of(out.read_bytes())


def test_one_village_and_the_offices_own_codes(cli: Command, closed: str, tmp_path: Path) -> None:
    out = tmp_path / "one.pdf"

    cli("print", "rab", closed, "--out", str(out), "--village", PUDU.replace(".", ""), "--activity", "=1+1 Lain-lain",
        "--account", "5.2.7.90", "--officials-activity", "1.1.90", "--officials-account", "5.1.3.90")  # fmt: skip

    text = text_of(out.read_bytes())
    assert (PUDU in text, KARTAMULIA in text) == (True, False)
    assert "Kegiatan =1+1 Lain-lain Rekening 5.2.7.90" in text
    assert "Kegiatan 1.1.90 Rekening 5.1.3.90" in text


@pytest.mark.parametrize(("what", "folder"), [("rab", "rab"), ("letters", "surat-komitmen")])
def test_one_file_a_village(cli: Command, closed: str, tmp_path: Path, what: str, folder: str) -> None:
    out = tmp_path / "all.zip"

    assert cli("print", what, closed, "--out", str(out), "--zip").code == 0

    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == [
            f"{folder}/{folder}-{PUDU}-pudu.pdf",
            f"{folder}/{folder}-{KARTAMULIA}-kartamulia.pdf",
        ]


@pytest.mark.parametrize("what", ["rab", "letters", "commitments"])
def test_before_closing_nothing_is_written(cli: Command, real: str, tmp_path: Path, what: str) -> None:
    found, out = str(cli("meeting", "create", "--json").document["meeting"]), tmp_path / "none.pdf"

    answer = cli("print", what, found, "--out", str(out))

    assert (answer.code, out.exists()) == (1, False)
    assert answer.err == "Hasil rapat belum beku. Tutup rapat dulu, lalu unduh lagi.\n"


def test_a_village_that_did_not_pledge_is_refused_with_the_reason(cli: Command, closed: str, tmp_path: Path) -> None:
    answer = cli("print", "rab", closed, "--out", str(tmp_path / "x.pdf"), "--village", "62.08.01.2001")

    assert answer.code == 1
    assert "Tidak berkomitmen sampai rapat ditutup" in answer.err
