"""What stands in the parts of a zipped workbook beside its values, read before anything large is unpacked for good."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree as ET

from domain.refusal import Refused

MOST_UNPACKED_BYTES = 256 * 1024 * 1024
MOST_CELLS = 4_000_000
SWOLLEN = (
    "Isi berkas ini jauh lebih besar dari berkasnya. Salin hanya baris yang diperlukan ke lembar kerja baru, "
    "simpan, lalu ulangi."
)
DAMAGED = "Berkas lembar kerja ini rusak atau terputus. Minta dikirim ulang, atau buka di Excel dan simpan ulang."
LOCKED = "Berkas ini terkunci sandi. Buka, hapus sandinya, simpan, lalu ulangi."
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FORMULA_PREFIX = re.compile(r"^(?:of|oooc|msoxl):=?")


@dataclass(slots=True)
class SheetParts:
    """Of one sheet: hidden rows by number, and what stands for cells whose formula gives nothing, by place from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    height: int = 0
    width: int = 0

    def grow(self, row: int, place: int) -> None:
        """Take account of a filled cell.

        Raises:
            Refused: the sheet is wider and longer than any table that the program reads.
        """
        self.height, self.width = max(self.height, row + 1), max(self.width, place + 1)
        if self.height * self.width > MOST_CELLS:
            raise Refused("import.too_large", SWOLLEN)


def zipped_names(content: bytes) -> set[str]:
    """The names of all parts.

    Raises:
        Refused: no whole ZIP file, encrypted, or its content would fill the memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            problem = _problem(archive, entries)
    except (*_BROKEN_ZIP, ValueError) as error:
        raise Refused("import.unreadable", DAMAGED) from error
    if problem:
        raise problem
    return {entry.filename for entry in entries}


def _problem(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> Refused | None:
    if any(entry.flag_bits & 1 for entry in entries):
        return Refused("import.unreadable", LOCKED)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        return Refused("import.too_large", SWOLLEN)
    # Reads no more than each part says of its size, and finds out which lied.
    return Refused("import.unreadable", DAMAGED) if archive.testzip() else None


def parts_of_xlsx(content: bytes) -> dict[str, SheetParts]:
    """By name of sheet.

    Raises:
        Refused: damaged, or too many cells.
    """
    return _read(content, _xlsx)


def parts_of_ods(content: bytes) -> dict[str, SheetParts]:
    """By name of sheet.

    Raises:
        Refused: damaged, encrypted, or too many cells.
    """
    return _read(content, _ods)


def _read(content: bytes, read: Callable[[zipfile.ZipFile], Iterator[tuple[str, SheetParts]]]) -> dict[str, SheetParts]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return dict(read(archive))
    except Refused:
        raise
    except (*_BROKEN_ZIP, ET.ParseError, KeyError, ValueError) as error:
        raise Refused("import.unreadable", DAMAGED) from error


def _xlsx(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetParts]]:
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  expat stops what swells
    targets = {found.get("Id"): str(found.get("Target")) for found in relations}
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in (found for found in book.iter() if _local(found) == "sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in name:
            with archive.open(name) as stream:
                yield str(sheet.get("name")), _xlsx_sheet(stream)


def _xlsx_sheet(stream: IO[bytes]) -> SheetParts:
    parts = SheetParts()
    row, place = -1, -1
    for event, found in ET.iterparse(stream, events=("start", "end")):  # noqa: S314
        name = _local(found)
        if event == "start" and name == "row":
            row, place = int(found.get("r", row + 2)) - 1, -1
            if found.get("hidden") in {"1", "true"}:
                parts.hidden_rows.add(row + 1)
        elif event == "end" and name == "c":
            place = _place(found.get("r"), place + 1)
            _xlsx_cell(parts, row, place, found)
            found.clear()
        elif event == "end" and name == "row":
            found.clear()
    return parts


def _xlsx_cell(parts: SheetParts, row: int, place: int, cell: ET.Element) -> None:
    children = {_local(child): child.text or "" for child in cell}
    if not children:
        return
    parts.grow(row, place)
    kind, value = cell.get("t"), children.get("v", "")
    if kind == "e":
        parts.texts[row, place] = value or "#N/A"
    elif "f" in children and not value and kind != "str":
        parts.texts[row, place] = f"={children['f']}"


def _ods(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetParts]]:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused("import.unreadable", LOCKED)
    parts, name, row, place, repeated = SheetParts(), "", 0, 0, 1
    with archive.open("content.xml") as stream:
        for event, found in ET.iterparse(stream, events=("start", "end")):  # noqa: S314
            tag = found.tag
            if event == "start" and tag == f"{_TABLE}table":
                parts, name, row = SheetParts(), found.get(f"{_TABLE}name", ""), 0
            elif event == "start" and tag == f"{_TABLE}table-row":
                place, repeated = 0, int(found.get(f"{_TABLE}number-rows-repeated", 1))
            elif event == "end" and tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                wide = int(found.get(f"{_TABLE}number-columns-repeated", 1))
                if len(found) or found.get(f"{_OFFICE}value-type"):
                    parts.grow(row + repeated - 1, place + wide - 1)
                _ods_formula(parts, row, place, found)
                place += wide
            elif event == "end" and tag == f"{_TABLE}table-row":
                if found.get(f"{_TABLE}visibility") in {"collapse", "filter"} and place:
                    # Of a long empty end that is hidden, too: only rows that hold something are asked about.
                    parts.hidden_rows.update(range(row + 1, row + 1 + min(repeated, 1000)))
                row += repeated
                found.clear()
            elif event == "end" and tag == f"{_TABLE}table":
                yield name, parts


def _ods_formula(parts: SheetParts, row: int, place: int, cell: ET.Element) -> None:
    formula = cell.get(f"{_TABLE}formula")
    if not formula:
        return
    shown = "".join(cell.itertext()).strip()
    if shown.startswith(("#", "Err:")):
        parts.texts[row, place] = shown
    elif not cell.get(f"{_OFFICE}value-type"):
        parts.texts[row, place] = f"={_FORMULA_PREFIX.sub('', formula).lstrip('=')}"


def _local(found: ET.Element) -> str:
    return found.tag.rpartition("}")[2]


def _place(reference: str | None, following: int) -> int:
    """The column of a reference, from 0; the next one where the cell has none."""
    found = _REFERENCE.fullmatch(reference or "")
    if not found:
        return following
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
