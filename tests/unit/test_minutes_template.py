"""An office's own template: what is wrong with it, and where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from domain.refusal import Refused
from exports.minutes_docx import LARGEST_BYTES, TEMPLATE, Template, check_template, minutes_docx
from exports.minutes_fields import FIELDS, ROWS
from tests.support.minutes import body_of, docx_words, minutes_of, village
from tools import make_minutes_template

DOCS = Path(__file__).resolve().parents[2] / "docs" / "minutes.md"
Change = Callable[[Any], None]


def changed(change: Change) -> Template:
    """The default template after somebody had it in the word processor."""
    document = Document(str(TEMPLATE))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return Template("kantor.docx", out.getvalue())


def replaced(old: str, new: str) -> Change:
    def change(document: Any) -> None:
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        found = [p for part in (document, *cells) for p in part.paragraphs if old in p.text]
        assert found, old
        for paragraph in found:
            text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = text

    return change


def refusal(template: Template) -> Refused:
    with pytest.raises(Refused) as refused:
        check_template(template)
    with pytest.raises(Refused):
        minutes_docx(minutes_of(body_of([village(1)])), template)
    return refused.value


def test_the_default_template_is_what_its_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(make_minutes_template, "TEMPLATE", tmp_path / "made.docx")

    make_minutes_template.main()

    with zipfile.ZipFile(tmp_path / "made.docx") as made, zipfile.ZipFile(TEMPLATE) as kept:
        assert made.namelist() == kept.namelist()
        assert [name for name in made.namelist() if made.read(name) != kept.read(name)] == []


def test_an_office_may_add_its_letterhead_and_move_what_it_likes():
    template = changed(lambda document: document.paragraphs[0].insert_paragraph_before("PEMERINTAH KABUPATEN"))

    words = docx_words(minutes_docx(minutes_of(body_of([village(1)])), template))

    assert words.startswith("PEMERINTAH KABUPATEN\nBERITA ACARA")


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("{{ number }}", "{{ nomber }}", "template_field", ["“nomber”", "paragraf 3: “Nomor: {{ nomber }}”", "“number”"]),
        ("row.reason", "row.reasom", "template_field", ["“row.reasom”", "tabel 3 baris 3", "“reason”"]),
        ("row.due", "row.step", "template_missing", ["“follow_up”", "row.due"]),
        ("{{ closing }}", "Demikian.", "template_missing", ["isian wajib: closing."]),
        ("{{ qr }}", "", "template_missing", ["isian wajib: qr."]),
        ("{{ closing }}", "{{ closing }", "template_fault", ["tidak berpasangan", "{{ closing }”"]),
        ("{{ closing }}", "{{ closing now }}", "template_fault", ["{{ closing now }} tidak terbaca"]),
        ("{%p for text in agenda %}", "", "template_fault", ["{% endfor %} tanpa {% for %}"]),
        ("{%p if row.note %}", "{%p if %}", "template_fault", ["{% if %} tidak terbaca", "“{%p if %}”"]),
        ("{{ closing }}", "{{ closing|nothing }}", "template_fault", ["tidak dapat diisi", "closing|nothing"]),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(old: str, new: str, code: str, told: list[str]):
    found = refusal(changed(replaced(old, new)))

    assert found.code == f"minutes.{code}"
    assert [text for text in told if text not in found.reason] == []


def test_a_loop_without_an_end_is_named_with_its_place():
    def without_ends(document: Any) -> None:
        last = [paragraph for paragraph in document.paragraphs if "endfor" in paragraph.text][-1]
        last._p.getparent().remove(last._p)

    found = refusal(changed(without_ends))

    assert found.code == "minutes.template_fault"
    assert "{% for %} tanpa {% endfor %}" in found.reason
    assert "“{%p for" in found.reason


def test_a_fault_in_the_foot_of_the_page_is_found():
    def misspell(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].add_run(" {{ sah256 }}")

    assert "kaki halaman, paragraf 1" in refusal(changed(misspell)).reason


@pytest.mark.parametrize("content", [b"", b"not a file", b"PK\x03\x04 broken"])
def test_what_is_no_document_is_refused(content: bytes):
    found = refusal(Template("surat.docx", content))

    assert found.code == "minutes.template"
    assert "surat.docx" in found.reason


def test_a_document_of_another_kind_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("hello.txt", "x")

    assert refusal(Template("a.docx", out.getvalue())).code == "minutes.template"


def test_a_file_that_is_too_large_unpacked_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (12 * LARGEST_BYTES))

    assert refusal(Template("a.docx", out.getvalue())).code == "minutes.template_size"


def test_a_template_reaches_nothing_of_the_program():
    template = changed(replaced("{{ closing }}", "{{ closing.__class__.__mro__ }}"))

    with pytest.raises(Refused):
        minutes_docx(minutes_of(body_of([village(1)])), template)


def test_the_mark_is_on_every_page_also_where_a_template_has_none():
    def without_mark(document: Any) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].clear()
        section.different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True

    made = minutes_docx(minutes_of(body_of([village(1)], is_rehearsal=True)), changed(without_mark))

    section = Document(io.BytesIO(made)).sections[0]
    for head in (section.header, section.first_page_header, section.even_page_header):
        assert "LATIHAN · DATA CONTOH" in [paragraph.text for paragraph in head.paragraphs]


def test_every_field_is_described_for_the_office():
    text = DOCS.read_text(encoding="utf-8")

    names = FIELDS | {f"row.{name}" for row in ROWS.values() for name in row.__dataclass_fields__}
    assert sorted(name for name in names if f"`{name}`" not in text) == []
