"""Read a workbook: its values by calamine, and what those do not tell (hidden rows, dead formulas) from its parts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.import_table import Sheet
from domain.refusal import Refused
from domain.region_names import normal_code
from services.workbook_parts import SheetParts, parts_of_ods, parts_of_xlsx, zipped_names

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DAMAGED = "Berkas lembar kerja ini rusak atau terkunci sandi. Buka di Excel, simpan ulang tanpa sandi, lalu coba lagi."
LOCKED = "Berkas ini terkunci sandi. Buka di Excel, hapus sandinya (File, Info, Protect Workbook), simpan, lalu ulangi."
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(content: bytes) -> list[Sheet]:
    """All sheets with a filled cell: XLSX, XLS or ODS.

    A cell merged over rows says the same in each of them, where it is text; a formula that has no result stands as its
    text; one that is broken as its error.

    Raises:
        Refused: locked, damaged, swollen when unpacked, or no workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415  only the importer

    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Refused("import.unreadable", LOCKED)
    parts = _parts(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = {found.name: str(found.visible).endswith(".Visible") for found in book.sheets_metadata}
        sheets = [
            _sheet(book.get_sheet_by_name(name), parts.get(name, SheetParts()), is_hidden=not shown.get(name, True))
            for name in book.sheet_names
        ]
    except PasswordError as error:
        raise Refused("import.unreadable", LOCKED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("import.unreadable", DAMAGED) from error
    return [sheet for sheet in sheets if sheet.rows] or [Sheet("", [])]


def _parts(content: bytes) -> dict[str, SheetParts]:
    if content.startswith(_OLE):
        return {}
    names = zipped_names(content)
    if "xl/workbook.xml" in names:
        return parts_of_xlsx(content)
    if "content.xml" in names and "word/document.xml" not in names:
        return parts_of_ods(content)
    reason = "Ini bukan lembar kerja, walau namanya mungkin begitu. Buka isinya, lalu simpan sebagai .xlsx atau CSV."
    if not any(name.startswith("xl/") for name in names):
        raise Refused("import.unreadable", reason)
    return {}


def _sheet(found: CalamineSheet, parts: SheetParts, *, is_hidden: bool) -> Sheet:
    rows: list[list[object]] = [list(row) for row in found.to_python(skip_empty_area=False)]
    for (row, place), text in parts.texts.items():
        _put(rows, row, place, text)
    for (top, place), (bottom, last) in _merged(found):
        if place == last and top < len(rows) and place < len(rows[top]) and _may_repeat(rows[top][place]):
            for row in range(top + 1, bottom + 1):
                _put(rows, row, place, rows[top][place])
    return replace(Sheet(found.name, rows), hidden_rows=frozenset(parts.hidden_rows), is_hidden=is_hidden)


def _merged(found: CalamineSheet) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    try:
        return found.merged_cell_ranges or ()
    except ValueError:  # this format does not tell
        return ()


def _may_repeat(cell: object) -> bool:
    """Whether a merged cell is a name or a code: a count that stands for several rows is not each row's."""
    return isinstance(cell, str) and bool(cell.strip()) and (not cell.strip()[0].isdigit() or bool(normal_code(cell)))


def _put(rows: list[list[object]], row: int, place: int, value: object) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (place + 1 - len(rows[row])))
    rows[row][place] = value
