"""Write the default template of the minutes: ``python -m tools.make_minutes_template``.

The file it writes is kept in the project; an office may change a copy of it in a word processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from exports.minutes_docx import TEMPLATE

_FONT = "Arial"
_SOFT = RGBColor(0x4B, 0x5A, 0x5E)
_MADE = datetime(2026, 11, 22, tzinfo=UTC)
_WIDE_MM = 170


def main() -> None:
    """Write the template where the program looks for it."""
    document = Document()
    _prepare(document)
    _head(document)
    _record(document)
    _signatures(document)
    _origin(document)
    document.save(str(TEMPLATE))
    print(TEMPLATE)


def _prepare(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    style.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Rembuk", "Berita Acara", ""
    properties.created = properties.modified = _MADE
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(mark, "{{ mark }}", bold=True)
    foot = section.footer.paragraphs[0]
    _run(foot, "SHA-256 {{ sha256 }} · halaman ", size=7)
    _number(foot, "PAGE")
    _run(foot, " dari ", size=7)
    _number(foot, "NUMPAGES")


def _head(document: Any) -> None:
    for text, size in (("BERITA ACARA", 16), ("{{ title }}", 11), ("Nomor: {{ number }}", 10)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, text, bold=size > 10, size=size)
    document.add_paragraph("{{ opening }}")


def _record(document: Any) -> None:
    _chapter(document, "A. Acara")
    _list(document, "agenda")
    _chapter(document, "B. Yang hadir")
    document.add_paragraph("{{ presence }}")
    _rows(document, "people", (("No.", "no", 10), ("Nama", "name", 55), ("Jabatan", "position", 50),
                               ("Desa / lembaga", "origin", 55)))  # fmt: skip
    _chapter(document, "C. Keadaan kepesertaan")
    _list(document, "situation")
    _chapter(document, "D. Komitmen desa")
    document.add_paragraph("{{ commitments_text }}")
    columns = (("No.", "no", 10), ("Desa, kecamatan", "village }}\n{{ row.subdistrict", 38), ("Pekerja", "workers", 18),
               ("Isi komitmen", "content", 48), ("Jumlah dan terbilang", "amount }}\n{{ row.words", 56))  # fmt: skip
    _rows(document, "commitments", columns, sums=("", "Jumlah", "{{ total_workers }}", "",
                                                  "{{ total_amount }}\n{{ total_words }}"))  # fmt: skip
    document.add_paragraph("{{ without_text }}")
    _rows(document, "without", (("No.", "no", 10), ("Desa", "village", 50), ("Kecamatan", "subdistrict", 45),
                                ("Keterangan", "reason", 65)))  # fmt: skip
    _chapter(document, "E. Keputusan tentang dana kabupaten")
    document.add_paragraph("{{ decisions_text }}")
    document.add_paragraph("{%p for row in decisions %}")
    _run(document.add_paragraph(), "Keputusan {{ row.no }}: {{ row.title }}", bold=True)
    document.add_paragraph("Diputuskan oleh {{ row.decided_by }}. Dana: {{ row.funds }}. {{ row.text }}")
    document.add_paragraph("{%p if row.note %}")
    document.add_paragraph("Catatan: {{ row.note }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    _rows(document, "shares", (("Keputusan", "no", 20), ("Desa", "village", 36),
                               ("Pekerja bila dibayar", "workers", 22),
                               ("Jumlah", "amount", 32), ("Mengapa sebanyak ini", "reason", 60)))  # fmt: skip
    _chapter(document, "F. Catatan")
    document.add_paragraph("{{ compare_by_name }}")
    _list(document, "notes")
    _chapter(document, "G. Tindak lanjut")
    _rows(document, "follow_up", (("No.", "no", 10), ("Langkah", "step", 76), ("Oleh", "who", 52),
                                  ("Paling lambat", "due", 32)))  # fmt: skip
    document.add_paragraph("{%p for row in addenda %}")
    _run(document.add_paragraph(), "Adendum {{ row.no }}. {{ row.title }}", bold=True)
    document.add_paragraph("{{ row.text }} Diputuskan oleh {{ row.decided_by }}.")
    document.add_paragraph("{%p endfor %}")


def _signatures(document: Any) -> None:
    document.add_paragraph("{{ closing }}")
    for title, name in (("Tanda tangan lembaga", "offices"), ("Tanda tangan desa", "villages")):
        _chapter(document, title)
        _rows(document, name, (("No.", "no", 10), ("Untuk", "who", 66), ("Nama dan jabatan", "", 50),
                               ("Tanda tangan", "", 44)), height_mm=13)  # fmt: skip


def _origin(document: Any) -> None:
    _chapter(document, "Asal angka")
    _rows(document, "versions", (("Apa", "what", 40), ("Dari", "value", 130)))
    _chapter(document, "Pemeriksaan keaslian")
    document.add_paragraph(
        "Semua angka berita acara ini dari hasil rapat yang dibekukan dengan SHA-256 {{ sha256 }}. "
        "Pindai kode ini di jaringan program, atau tempel SHA-256 itu di halaman Berita Acara: {{ check_address }}"
    )
    document.add_paragraph("{{ qr }}")


def _chapter(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(10), True
    _run(paragraph, text, bold=True, size=11)


def _list(document: Any, name: str) -> None:
    document.add_paragraph(f"{{%p for text in {name} %}}")
    document.add_paragraph("{{ loop.index }}. {{ text }}")
    document.add_paragraph("{%p endfor %}")


def _rows(
    document: Any,
    name: str,
    columns: Sequence[tuple[str, str, int]],
    *,
    sums: Sequence[str] = (),
    height_mm: int = 0,
) -> None:
    """A table with a row for each of a list; not there where the list is empty. Its head stands on every page."""
    assert sum(width for _title, _field, width in columns) == _WIDE_MM
    document.add_paragraph(f"{{%p if {name} %}}")
    table = document.add_table(rows=4 + bool(sums), cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], [title for title, _field, _width in columns], bold=True)
    _mark_row(table.rows[0], "w:tblHeader")
    _fill(table.rows[1], [f"{{%tr for row in {name} %}}"])
    _fill(table.rows[2], [f"{{{{ row.{field} }}}}" if field else "" for _title, field, _width in columns])
    _mark_row(table.rows[2], "w:cantSplit")
    if height_mm:
        table.rows[2].height = Mm(height_mm)
    _fill(table.rows[3], ["{%tr endfor %}"])
    if sums:
        _fill(table.rows[4], sums, bold=True)
    for row in table.rows:
        for cell, (_title, _field, width) in zip(row.cells, columns, strict=True):
            cell.width = Mm(width)
    document.add_paragraph("{%p endif %}")


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraph = cell.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, line, bold=bold, size=8.5)


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001  python-docx has no other way


def _run(paragraph: Any, text: str, *, bold: bool = False, size: float = 10) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if size < 8:
        run.font.color.rgb = _SOFT
    return run


def _number(paragraph: Any, what: str) -> None:
    """A field that the word processor counts: PAGE or NUMPAGES."""
    run = _run(paragraph, "", size=7)
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = what
        run._r.append(part)  # noqa: SLF001  python-docx knows no fields


if __name__ == "__main__":
    main()
