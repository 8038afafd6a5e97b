"""What a reader of the workbook must not be tricked by, and what it looks like on screen and paper."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.spreadsheet import guarded, plain_text
from exports.table import table_csv
from exports.workbook import LONGEST_TEXT, workbook
from exports.workbook_sheets import line_table, village_table
from tests.support.formulas import Calculated, table_of
from tests.support.workbooks import content, history_row, line, result, village

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("http://x";"y")',
    "http://contoh.id", "_x0041_", "<b>&\"'", "1000", "TRUE", "{=1}", "{code}",
]  # fmt: skip


def sheets_of(content_: bytes) -> list[Worksheet]:
    return list(load_workbook(io.BytesIO(content_)))


def workbook_saying(text: str) -> bytes:
    """A meeting in which everybody who may type something has typed this."""
    rows = [village(1, line(5, group_name=text), name=text, subdistrict=text, reason=text)]
    history = [history_row(1, rows[0]["village_code"], text=text, reason=text)]
    return workbook(content(rows, history=history, title=text))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_text_in_every_cell(text: str) -> None:
    made = workbook_saying(text)
    book, plain = Calculated(made), Calculated(workbook_saying("Pudu"))

    for sheet, column in (
        ("Desa", "Desa"),
        ("Desa", "Alasan"),
        ("Baris", "Kelompok"),
        ("Riwayat", "Isi"),
        ("Riwayat", "Alasan"),
    ):
        assert table_of(book.values[sheet])[0][column] == plain_text(text)
    assert book.all_formulas() == plain.all_formulas()
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert not any("hyperlink" in name or "externalLink" in name for name in names)
    assert all(cell.hyperlink is None for sheet in book.values for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", [text for text in HOSTILE if plain_text(text).lstrip()[:1] in "=+-@＝＋－＠"])
def test_a_text_like_a_formula_stays_text_when_its_cell_is_edited(text: str) -> None:
    sheet = load_workbook(io.BytesIO(workbook(content([village(1, name=text)]))))["Desa"]

    assert sheet["B5"].quotePrefix is True
    assert sheet["C5"].quotePrefix is False


@pytest.mark.parametrize("text", [*HOSTILE[:12]])
def test_in_a_csv_file_it_is_text_too(text: str) -> None:
    found = content([village(1, line(5), name=text)])

    rows = list(
        csv.reader(
            io.StringIO(table_csv(village_table(found, line_table(found)), "").decode("utf-8-sig")), delimiter=";"
        )
    )

    assert rows[2][1] == f"'{plain_text(text)}"


def test_control_characters_are_taken_out() -> None:
    text = "Air\x00 \x07Dua\u202e\ufffe\ud800!"
    sheet = load_workbook(io.BytesIO(workbook(content([village(1, name=text)], title=text))))["Desa"]

    assert sheet["B5"].value == "Air Dua!"
    assert sheet["A1"].value == "Komitmen desa: Air Dua!"
    assert plain_text("a\tb\u00a0c\u2028d\ne") == "a b c d\ne"


def test_a_text_longer_than_a_cell_can_hold_is_cut() -> None:
    sheet = load_workbook(io.BytesIO(workbook(content([village(1, reason="x" * 40_000)]))))["Desa"]

    assert len(sheet["R5"].value) == LONGEST_TEXT


def test_three_hundred_villages_with_long_names() -> None:
    villages = [
        village(n, line(n), line(2, nature="continued"), name=f"{n:03d} " + "Sungai Panjang " * 6)
        for n in range(1, 301)
    ]
    book = Calculated(workbook(content(villages)))

    desa, lines = book.values["Desa"], book.values["Baris"]
    assert (desa.max_row, lines.max_row) == (304, 604)
    assert (desa.auto_filter.ref, lines.auto_filter.ref) == ("A4:R304", "A4:O604")
    assert desa["B304"].value == villages[-1]["name"]
    assert desa["K3"].value == book.calculate("Baris", "O3") == 201_600 * (300 * 301 // 2 + 600)
    assert book.calculate("Desa", "K304") == desa["K304"].value == 201_600 * 302


def test_sheets_are_ready_for_screen_and_paper() -> None:
    summary, *lists = sheets_of(workbook(content([village(1, line(5))], title='Rapat & "uji" ' + "panjang " * 40)))

    for sheet in lists:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.orientation == "landscape"
    for sheet in (summary, *lists):
        assert (
            sheet.page_setup.paperSize,
            sheet.page_setup.fitToHeight,
            sheet.sheet_properties.pageSetUpPr.fitToPage,
        ) == (9, 0, True)
        assert 'Rapat && "uji"' in sheet.oddHeader.left.text
        assert sheet.oddFooter.right.text == "Halaman &P dari &N"
        assert all(sheet.column_dimensions[letter].width >= 7 for letter in "AB")
    desa = lists[0]
    formats = {desa[cell].number_format for cell in ("E5", "K5", "K3")}
    assert formats == {"#,##0"}
    assert desa["L5"].number_format == '[>=1]0%;[>=0.9995]"99,9%";0.0%'


@pytest.mark.parametrize("changes", [{"is_rehearsal": True}, {"dataset": {**result([])["dataset"], "is_sample": True}}])
def test_sample_data_are_marked_on_every_sheet_and_page_and_in_csv(changes: dict) -> None:
    found = content([village(1, line(5))], **changes)

    for sheet in sheets_of(workbook(found)):
        assert sheet["A2"].value.startswith("LATIHAN · DATA CONTOH")
        assert sheet.oddHeader.right.text == "LATIHAN · DATA CONTOH"
    for table in (line_table(found), village_table(found, line_table(found))):
        assert table_csv(table, found.mark).decode("utf-8-sig").lstrip('"').startswith("LATIHAN · DATA CONTOH. ")


def test_real_data_are_not() -> None:
    for sheet in sheets_of(workbook(content([village(1, line(5))]))):
        assert "DATA CONTOH" not in f"{sheet['A2'].value}{sheet.oddHeader.right.text}"


def test_csv_files_are_for_a_spreadsheet_set_to_indonesian() -> None:
    found = content([village(1, line(5)), village(2)])
    made = table_csv(line_table(found), "")

    assert made.startswith(b"\xef\xbb\xbf")
    lines = made.decode("utf-8-sig").splitlines()
    assert lines[2] == (
        "62.08.01.2001;Desa Nomor 1;Sukamara;pekerja baru;BPU;semua kelompok;5;12;2027-01;JKK, JKM;ADD;;16800;201600;1008000"
    )
    assert ";40,0%;45,0%;" in table_csv(village_table(found, line_table(found)), "").decode()


def test_a_guarded_cell_is_no_formula() -> None:
    assert [guarded(text) for text in ("＝1", " +1", "Air-Dua", None, 1.5, -3)] == [
        "'＝1",
        "' +1",
        "Air-Dua",
        "",
        "1,5",
        -3,
    ]
