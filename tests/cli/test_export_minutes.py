from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from domain.money import format_rupiah
from exports.minutes_docx import TEMPLATE
from tests.cli.conftest import Command
from tests.support.minutes import docx_words, pdf_words

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


@pytest.mark.parametrize(("kind", "read"), [("docx", docx_words), ("pdf", pdf_words)])
def test_the_minutes_say_what_result_says(cli: Command, closed: str, tmp_path: Path, kind: str, read) -> None:
    out = tmp_path / f"ba.{kind}"
    typed = ["--number", "=7/2026", "--place", "Aula & Balai"]

    said = cli("export", closed, "--format", kind, "--out", str(out), *typed, "--json")

    printed = cli("result", closed, "--json").document
    text = read(out.read_bytes())
    assert (said.code, said.err) == (0, "")
    assert said.document == {"file": str(out), "bytes": out.stat().st_size}
    assert format_rupiah(printed["totals"]["amount_rupiah"]) in text
    assert printed["sha256"] in text
    assert "Nomor: =7/2026" in text
    assert "bertempat di Aula & Balai" in text


def test_an_office_has_its_own_template(cli: Command, closed: str, tmp_path: Path, monkeypatch) -> None:
    own, out = tmp_path / "kantor.docx", tmp_path / "ba.docx"
    document = Document(str(TEMPLATE))
    document.paragraphs[0].insert_paragraph_before("DINAS PMD")
    document.save(str(own))

    assert cli("export", closed, "--format", "docx", "--out", str(out), "--template", str(own)).code == 0
    by_argument = docx_words(out.read_bytes())
    monkeypatch.setenv("REMBUK_MINUTES_TEMPLATE", str(own))
    from db.settings import settings

    settings.cache_clear()
    assert cli("export", closed, "--format", "docx", "--out", str(out)).code == 0

    assert docx_words(out.read_bytes()) == by_argument
    assert by_argument.startswith("DINAS PMD\n")


def test_a_template_with_a_misspelt_field_is_refused_with_its_place(cli: Command, closed: str, tmp_path: Path) -> None:
    own, out = tmp_path / "kantor.docx", tmp_path / "ba.docx"
    document = Document(str(TEMPLATE))
    document.paragraphs[2].runs[0].text = "Nomor: {{ nomor }}"
    document.save(str(own))

    said = cli("export", closed, "--format", "docx", "--out", str(out), "--template", str(own))

    assert said.code == 1
    assert said.err.startswith(
        "Templat berita acara memuat isian “nomor” yang tidak dikenal (paragraf 3: “Nomor: {{ nomor }}”)."
    )
    assert not out.exists()


def test_a_template_that_is_not_there_is_refused(cli: Command, closed: str, tmp_path: Path) -> None:
    said = cli("export", closed, "--format", "docx", "--out", "x", "--template", str(tmp_path / "none.docx"))

    assert (said.code, said.err) == (
        1,
        "Templat berita acara none.docx tidak ada atau tidak dapat dibaca. Periksa alamatnya.\n",
    )


def test_a_meeting_without_a_pledge_has_minutes(cli: Command, real: str, tmp_path: Path) -> None:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cli("meeting", "open", found)
    cli("meeting", "close", found)
    out = tmp_path / "ba.pdf"

    assert cli("export", found, "--format", "pdf", "--out", str(out)).code == 0
    assert "0 dari 29 desa menyampaikan komitmen" in pdf_words(out.read_bytes())


def test_sample_data_say_so_in_both(cli: Command, sample: str, tmp_path: Path) -> None:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cli("meeting", "open", found)
    cli("meeting", "close", found)
    docx, pdf = tmp_path / "ba.docx", tmp_path / "ba.pdf"

    for out in (docx, pdf):
        assert cli("export", found, "--format", out.suffix[1:], "--out", str(out)).code == 0

    assert "LATIHAN · DATA CONTOH" in Document(str(docx)).sections[0].header.paragraphs[0].text
    assert "LATIHAN · DATA CONTOH" in pdf_words(pdf.read_bytes())
