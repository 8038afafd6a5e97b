"""Read a spreadsheet or CSV into sheets of cells, chosen by content and not by the file's name."""

from __future__ import annotations

import csv
import io

from domain.import_file import Sheet
from domain.refusal import Refused

LARGEST_BYTES = 64 * 1024 * 1024
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEPARATORS = ",;\t"


def read_table(content: bytes) -> list[Sheet]:
    """All sheets that have a filled cell, in order.

    Args:
        content: XLSX, XLS, ODS, or CSV (comma, semicolon or tab; UTF-8 with or without BOM,
            UTF-16 with BOM, else Windows-1252).

    Raises:
        Refused: too large, damaged, encrypted, or no table at all.
    """
    if len(content) > LARGEST_BYTES:
        raise Refused("import.too_large", "Berkas lebih besar dari 64 MB. Kirim hanya lembar yang diperlukan.")
    if content.startswith(_SPREADSHEETS):
        return _read_spreadsheet(content)
    return [_read_csv(content)]


def _read_spreadsheet(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only the importer needs it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(
            "import.unreadable",
            "Berkas lembar kerja ini rusak atau terkunci sandi. "
            "Buka di Excel, simpan ulang tanpa sandi, lalu coba lagi.",
        ) from error
    return [sheet for sheet in sheets if sheet.rows] or [Sheet("", [])]


def _read_csv(content: bytes) -> Sheet:
    text = _decoded(content)
    if "\x00" in text:
        raise Refused("import.unreadable", "Ini bukan berkas CSV atau lembar kerja yang dapat dibaca.")
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first_line.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Refused(
            "import.unreadable",
            "CSV ini tidak utuh: ada tanda kutip yang tidak ditutup. Simpan ulang sebagai CSV.",
        ) from error
    return Sheet("", rows)


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("import.unreadable", "Huruf dalam berkas ini tidak terbaca. Simpan ulang sebagai CSV UTF-8.")
