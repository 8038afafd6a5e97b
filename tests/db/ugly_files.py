"""Files as offices send them, made here, each with what must come of it beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

from tests.db.enrollment_files import HEADER, Table, as_csv, changed

TITLE = ["DATA KEPESERTAAN, KABUPATEN SUKAMARA"]


@dataclass(frozen=True)
class Ugly:
    """A file, and what must come of it.

    Attributes:
        make: of the correct table, the bytes.
        faults: row and column of each; empty: the file is stored, with the correct table's sums.
        refused: the code where the file is refused whole; `words` stand in the sentence, or in each fault's problem.
        warned: words of each warning, in order.
    """

    make: Callable[[Table], bytes]
    faults: Sequence[tuple[int, str]] = ()
    refused: str = ""
    words: str = ""
    warned: Sequence[str] = ()


def rows_as_csv(rows: Sequence[Sequence[object]], separator: str = ",") -> bytes:
    return as_csv([list(row) for row in rows[1:]], header=rows[0], separator=separator)


def totals(table: Table) -> list[object]:
    return ["", "JUMLAH", "", *(sum(int(str(row[at])) for row in table) for at in (3, 4, 5))]


def openpyxl_book(table: Table, change: Callable[[Any, Any], None] = lambda *_: None) -> bytes:
    """Written by openpyxl, whose formulas have no result."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEADER, *table]:
        sheet.append(row)
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xls(table: Table) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Oktober")
    for number, row in enumerate([HEADER, *table]):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(
    table: Table, cells: dict[tuple[int, int], str] | None = None, *, manifest: str = "", hidden: int = 0
) -> bytes:
    """Each cell a text, but for those given as markup; `hidden` is a row that a filter hides."""
    lines = []
    for number, row in enumerate([HEADER, *table], start=1):
        inside = "".join(
            (cells or {}).get((number, place))
            or f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for place, cell in enumerate(row)
        )
        state = ' table:visibility="filter"' if number == hidden else ""
        lines.append(f"<table:table-row{state}>{inside}</table:table-row>")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Oktober">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{manifest}</manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": listed})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, name: str, part: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({n: part(archive.read(n)) if n == name else archive.read(n) for n in archive.namelist()})


def two_header_rows(table: Table) -> bytes:
    """A title over all columns, then Kode and Nama merged downwards and Jumlah pekerja merged over three."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Oktober")
        sheet.merge_range(0, 0, 0, 5, "REKAPITULASI KEPESERTAAN")
        for place, title in enumerate(("Kode Wilayah", "Desa/Kelurahan", "Jenis Pekerjaan")):
            sheet.merge_range(2, place, 3, place, title)
        sheet.merge_range(2, 3, 2, 5, "Jumlah Pekerja (orang)")
        sheet.write_row(3, 3, ("Pekerja berhak", "Peserta aktif", "Tidak aktif"))
        sheet.write_row(4, 0, [f"({number})" for number in range(1, 7)])
        for number, row in enumerate([*table, totals(table)], start=5):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def merged_villages(table: Table) -> bytes:
    """Code and name stand once, merged over the rows of their village."""

    def merge(_book: Any, sheet: Any) -> None:
        first = 2
        for number in range(3, len(table) + 3):
            if number == len(table) + 2 or table[number - 2][0] != table[first - 2][0]:
                for column in ("A", "B"):
                    sheet.merge_cells(f"{column}{first}:{column}{number - 1}")
                first = number

    return openpyxl_book(table, merge)


def with_sheet(name: str, state: str, *, full: bool = False) -> Callable[[Table], bytes]:
    def make(table: Table) -> bytes:
        def add(book: Any, _sheet: Any) -> None:
            other = book.create_sheet(name)
            for row in [HEADER, *table] if full else [["catatan"]]:
                other.append(row)
            other.sheet_state = state

        return openpyxl_book(table, add)

    return make


def put(**cells: object) -> Callable[[Table], bytes]:
    def change(_book: Any, sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place] = value
            if str(value).startswith("#"):
                sheet[place].data_type = "e"

    return lambda table: openpyxl_book(table, change)


def hide(row: int) -> Callable[[Table], bytes]:
    def change(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[row].hidden = True

    return lambda table: openpyxl_book(table, change)


def one_cell(column: str, value: object) -> Callable[[Table], bytes]:
    return lambda table: as_csv(changed(table, 20, **{column: value}))


def bomb(_table: Table) -> bytes:
    """A small file that unpacks to more than the memory of the machine should see."""
    return zipped({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b"\0" * (257 * 1024 * 1024)})


def far_corner(table: Table) -> bytes:
    """Two cells, of which one stands in the last corner of the sheet: as a table it has 17 milliard cells."""
    return openpyxl_book(table[:1], lambda _book, sheet: sheet.cell(1_048_576, 16_384, "x"))


ENCRYPTED = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
