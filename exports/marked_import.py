"""An imported table as a workbook in which the faults are marked in their cells, to be mended and sent again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from domain.import_table import Fault, Sheet, cell_text
from exports.spreadsheet import plain_text

LIST_SHEET = "Kesalahan"
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_WIDTHS = (16, 8, 20, 30, 60, 70)


def marked_workbook(sheet: Sheet, faults: Sequence[Fault], places: Mapping[str, int]) -> bytes:
    """XLSX: the table with each faulty cell in red and its cure as a note, then a list of all faults.

    What looks like a formula stays text.

    Args:
        places: of each column that a fault names, from 0; a fault of none of them marks the row's first cell.
    """
    import xlsxwriter  # noqa: PLC0415  only who downloads needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        red = book.add_format({"bg_color": "#FBD5D0", "border": 1, "border_color": "#B42318"})
        head = book.add_format({"bold": True})
        own = book.add_worksheet((sheet.name or "Data")[:_LONGEST_NAME])
        told: dict[tuple[int, int], list[Fault]] = {}
        for fault in faults:
            told.setdefault((max(fault.row, 1) - 1, places.get(fault.column, 0)), []).append(fault)
        for number, row in enumerate(sheet.rows):
            for place, cell in enumerate(row):
                _write(own, number, place, cell, red if (number, place) in told else None)
        for (number, place), here in told.items():
            if not (number < len(sheet.rows) and place < len(sheet.rows[number])):
                own.write_blank(number, place, None, red)
            own.write_comment(number, place, "\n".join(f"{f.problem} {f.cure}" for f in here)[:_LONGEST_TEXT])
        listed = book.add_worksheet(LIST_SHEET if own.name != LIST_SHEET else f"{LIST_SHEET} 2")
        for place, (title, width) in enumerate(
            zip(("Lembar", "Baris", "Kolom", "Isi", "Apa yang salah", "Cara memperbaiki"), _WIDTHS, strict=True)
        ):
            listed.set_column(place, place, width)
            listed.write_string(0, place, title, head)
        for number, fault in enumerate(faults, start=1):
            texts = (fault.sheet, str(fault.row), fault.column, fault.value, fault.problem, fault.cure)
            for place, text in enumerate(texts):
                listed.write_string(number, place, plain_text(text))
    return out.getvalue()


def _write(sheet: object, row: int, place: int, cell: object, look: object) -> None:
    write = sheet  # a worksheet of xlsxwriter, which has no types
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        write.write_string(row, place, cell_text(cell), look)  # type: ignore[attr-defined]
    elif isinstance(cell, int | float) and abs(cell) < float("inf"):
        write.write_number(row, place, cell, look)  # type: ignore[attr-defined]
    elif text := plain_text(str(cell))[:_LONGEST_TEXT]:
        write.write_string(row, place, text, look)  # type: ignore[attr-defined]
    elif look:
        write.write_blank(row, place, None, look)  # type: ignore[attr-defined]
