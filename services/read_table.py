"""Read a spreadsheet or CSV into sheets of cells, chosen by content and not by the file's name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from domain.import_table import Sheet
from domain.refusal import Refused
from services.read_workbook import read_workbook

LARGEST_BYTES = 64 * 1024 * 1024
TOO_LARGE = "Berkas lebih besar dari 64 MB. Kirim hanya lembar yang diperlukan."
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_RESAVE = "Buka di Excel, lalu Simpan Sebagai “Excel Workbook (.xlsx)” atau CSV."
_OTHERS: Mapping[bytes, str] = {
    b"%PDF": "Ini berkas PDF, walau namanya lain. Minta berkas Excel atau CSV-nya.",
    b"\x89PNG": "Ini gambar, bukan tabel. Minta berkas Excel atau CSV-nya.",
    b"\xff\xd8\xff": "Ini gambar, bukan tabel. Minta berkas Excel atau CSV-nya.",
    b"Rar!": "Ini arsip RAR. Keluarkan isinya dulu, lalu unggah berkas Excel atau CSV-nya.",
    b"7z\xbc\xaf": "Ini arsip 7z. Keluarkan isinya dulu, lalu unggah berkas Excel atau CSV-nya.",
    b"{\\rtf": f"Ini dokumen teks, bukan tabel. {_RESAVE}",
}
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|head|meta|body)", re.IGNORECASE)
_SEPARATORS = ",;\t"
_LINES_TRIED = 40
_START = 256 * 1024
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_file(path: Path) -> bytes:
    """A file's content; one that is too large is refused before it is read.

    Raises:
        Refused: too large, or it cannot be opened.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refused("import.too_large", TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise Refused("import.file", f"Berkas {path} tidak dapat dibaca. Periksa nama dan izinnya.") from error


def read_table(
    content: bytes, make: Callable[[Iterable[Sequence[object]]], Sequence[Sequence[object]]] = list
) -> list[Sheet]:
    """All sheets that have a filled cell, in order.

    Args:
        content: XLSX, XLS, ODS, or CSV (comma, semicolon or tab; UTF-8 with or without BOM,
            UTF-16, else Windows-1252).
        make: how the rows of a sheet are kept.

    Raises:
        Refused: too large, damaged, encrypted, or no table at all.
    """
    if len(content) > LARGEST_BYTES:
        raise Refused("import.too_large", TOO_LARGE)
    for start, reason in _OTHERS.items():
        if content.startswith(start):
            raise Refused("import.unreadable", reason)
    if content.startswith(_SPREADSHEETS):
        return [replace(sheet, rows=make(sheet.rows)) for sheet in read_workbook(content)]
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Refused("import.unreadable", f"Ini halaman web yang dinamai sebagai lembar kerja. {_RESAVE}")
    return [Sheet("", make(_csv_rows(content)))]


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV one after another: a long one never stands in memory as text."""
    encoding = _encoding(content)
    start = content[:_START].decode(encoding, errors="ignore")
    lines = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=_separator(start), strict=True)):
            # Excel's own note on the separator is no title.
            yield [] if number == 0 and "".join(row).lower().startswith("sep=") else row
    except csv.Error as error:
        raise Refused(
            "import.unreadable",
            "CSV ini tidak utuh: ada tanda kutip yang tidak ditutup. Simpan ulang sebagai CSV.",
        ) from error


def _separator(text: str) -> str:
    """The most frequent sign: it stands in every row, commas of a title or of numbers do not."""
    lines = [line for line in text.splitlines() if line.strip()][:_LINES_TRIED]
    unquoted = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in unquoted))


def _encoding(content: bytes) -> str:
    """The first encoding in which all of it can be read."""
    encodings = ["utf-16"] if content.startswith(_BOMS) else [*_utf_16_without_mark(content), "utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Refused("import.unreadable", "Ini bukan berkas CSV atau lembar kerja yang dapat dibaca.")
        return encoding
    raise Refused("import.unreadable", "Huruf dalam berkas ini tidak terbaca. Simpan ulang sebagai CSV UTF-8.")


def _utf_16_without_mark(content: bytes) -> list[str]:
    """UTF-16 where every second byte of the start is nought, as it is for Latin letters."""
    start = content[:200]
    if len(start) < len("kode_desa") or len(content) % 2:
        return []
    return [
        name for name, at in (("utf-16-le", 1), ("utf-16-be", 0)) if not any(start[at::2]) and all(start[1 - at :: 2])
    ]
