"""The file that was looked at, with its faults marked in their cells."""

from __future__ import annotations

from domain.refusal import Refused
from exports.marked_import import marked_workbook
from services.import_report import ImportReport
from services.read_table import read_table


def marked_file(content: bytes, report: ImportReport) -> bytes:
    """XLSX of the sheet that was read; nothing is stored and nobody's rights are touched: it is the asker's own file.

    Raises:
        Refused: the file holds data of persons, of which no copy is made.
    """
    if report.is_personal:
        raise Refused("import.personal", "Berkas dengan data pribadi tidak disalin.")
    sheets = read_table(content)
    sheet = next((found for found in sheets if found.name == report.understood.sheet), sheets[0])
    return marked_workbook(sheet, report.faults, report.understood.places)
