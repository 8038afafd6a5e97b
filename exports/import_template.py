"""A template as a workbook: the table to fill with drop-downs, and a second sheet with the rules in words."""

from __future__ import annotations

import csv
import io
from typing import Any

from domain.import_template import RULES_MARK, ImportTemplate, TemplateColumn
from exports.spreadsheet import guarded

DATA_SHEET, RULES_SHEET = "Data", "Petunjuk"
_ROOM = 1_000
_LISTS_FROM = 8
_LONGEST_PROMPT = 255
_FIRST_LIST_ROW = 3


def template_csv(template: ImportTemplate) -> str:
    """The header and the rows, with commas; nothing else fits into a CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(template.header)
    writer.writerows([guarded(cell) for cell in row] for row in template.rows)
    return out.getvalue()


def template_workbook(template: ImportTemplate) -> bytes:
    """XLSX: codes are text, so that no spreadsheet damages them; a cell takes only what the importer takes."""
    import xlsxwriter  # noqa: PLC0415  only who downloads needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E4EFE9", "border": 1, "border_color": "#9DB8AB"})
        text, number = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0"})
        data, rules = book.add_worksheet(DATA_SHEET), book.add_worksheet(RULES_SHEET)
        lists = _write_rules(book, rules, template, head)
        last = max(len(template.rows), 1) + _ROOM
        for place, column in enumerate(template.columns):
            data.set_column(place, place, _width(column), number if column.is_whole else text)
            data.write_string(0, place, column.key, head)
            if check := _check(column, lists.get(column.key, "")):
                data.data_validation(1, place, last, place, check)
        for at, row in enumerate(template.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    data.write_number(at, place, cell)
                elif cell:
                    data.write_string(at, place, cell, text)
        data.freeze_panes(1, 2)
        data.autofilter(0, 0, max(len(template.rows), 1), len(template.columns) - 1)
    return out.getvalue()


def _width(column: TemplateColumn) -> int:
    return max(len(column.key) + 4, *(min(len(choice), 40) + 2 for choice in column.choices or ("",)))


def _check(column: TemplateColumn, choices: str) -> dict[str, Any]:
    """What a spreadsheet refuses while the cell is typed; a village may have other spellings, so it is only asked."""
    if choices:
        lenient = column.key == "nama_desa"
        said: dict[str, Any] = {
            "validate": "list",
            "source": choices,
            "error_type": "warning" if lenient else "stop",
            "error_title": "Tidak ada dalam daftar",
            "error_message": "Pilih salah satu dari daftar; daftarnya ada di lembar Petunjuk.",
        }
    elif column.is_whole:
        said = {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "Angka bulat",
            "error_message": "Tulis angka bulat, 0 atau lebih.",
        }
    else:
        return {}
    return said | {"input_title": column.key[:32], "input_message": column.meaning[:_LONGEST_PROMPT]}


def _write_rules(book: Any, sheet: Any, template: ImportTemplate, head: Any) -> dict[str, str]:
    """The rules, the columns in words, filled rows as examples, and the lists; returns where each list stands."""
    bold, wrap = book.add_format({"bold": True, "font_size": 14}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((22, 20, 24, 16, 18, 16, 20)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, f"{RULES_MARK}: {template.title} (lembar ini tidak dibaca program)", bold)
    at = 2
    for number, rule in enumerate(template.rules, start=1):
        sheet.merge_range(at, 0, at, 6, f"{number}. {rule}", wrap)
        at += 1
    at += 1
    for place, title in enumerate(("Kolom", "Wajib diisi", "Isinya")):
        sheet.write_string(at, place, title, head)
    for column in template.columns:
        at += 1
        sheet.write_string(at, 0, column.key)
        sheet.write_string(at, 1, "boleh kosong" if column.may_be_empty else "ya")
        sheet.merge_range(at, 2, at, 6, column.meaning, wrap)
    at += 2
    sheet.write_string(at, 0, "Contoh baris yang sudah diisi:", book.add_format({"bold": True}))
    for place, key in enumerate(template.header):
        sheet.write_string(at + 1, place, key, head)
    for number, row in enumerate(template.examples, start=at + 2):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    return _write_lists(sheet, template, head)


def _write_lists(sheet: Any, template: ImportTemplate, head: Any) -> dict[str, str]:
    found = {}
    for place, column in enumerate((c for c in template.columns if c.choices), start=_LISTS_FROM):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(_FIRST_LIST_ROW - 1, place, f"Daftar {column.key}", head)
        for at, choice in enumerate(column.choices, start=_FIRST_LIST_ROW):
            sheet.write_string(at, place, choice)
        letter = chr(ord("A") + place)
        first, last = _FIRST_LIST_ROW + 1, _FIRST_LIST_ROW + len(column.choices)
        found[column.key] = f"={RULES_SHEET}!${letter}${first}:${letter}${last}"
    return found
