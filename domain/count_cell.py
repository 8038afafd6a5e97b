"""Whole counts of people as a cell gives them, and months; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from domain.calendar import MONTH_NAMES, Month
from domain.import_table import cell_text

WHOLE_CURE = "Tulis bilangan bulat, misalnya 120; tulis 0 bila tidak ada."
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_NOTHING = re.compile(r"[-\u2013\u2014]+|n/?a|nihil|tdk\.? ada|tidak ada|kosong|null|none", re.IGNORECASE)
_MOST = 2**31 - 1
_MOST_DIGITS = 18

Complain = Callable[[str, str], None]
"""Told what is wrong with a cell, and the cure."""


def count_of(cell: object, complain: Complain = lambda *_: None) -> int | None:
    """A whole count; None, and a complaint, for everything else.

    In text a dot before exactly three digits separates thousands. A workbook's own number is taken as it is.

    >>> count_of("1.234"), count_of(1.234), count_of("1,234"), count_of("-")
    (1234, None, None, None)
    """
    text = cell_text(cell)
    if isinstance(cell, str) and _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    if text.isascii() and text.isdecimal():
        if len(text) <= _MOST_DIGITS and int(text) <= _MOST:
            return int(text)
        problem = "Jumlah ini terlalu besar."
    elif _NOTHING.fullmatch(text):
        problem = "Ini bukan angka: tidak jelas apakah nol atau belum diketahui."
    elif text.startswith("-"):
        problem = "Jumlah orang tidak boleh negatif."
    elif isinstance(cell, date):
        problem = "Excel telah mengubah angka ini menjadi tanggal."
    else:
        problem = "Bukan jumlah orang yang bulat." if text else "Jumlah ini kosong."
    complain(problem, WHOLE_CURE)
    return None


MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
MONTH_NUMBERS |= {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
MONTH_NUMBERS |= {
    "agt": 8,
    "agst": 8,
    "may": 5,
    "aug": 8,
    "oct": 10,
    "dec": 12,
    "nop": 11,
    "nopember": 11,
    "pebruari": 2,
}
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})(?:[-/.][0-9]{1,2})?(?:[ T].*)?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-/. ])?([0-9]{1,2})[-/. ]([0-9]{4})")
_NAMED = re.compile(r"(?:[0-9]{1,2}[-/. ]+)?([a-z]+)[-/. ]+([0-9]{4}|[0-9]{2})")


def month_of_cell(cell: object) -> Month | None:
    """The month that a cell names: a date of the workbook, or text; None where it names none.

    Days stand before months, as in Indonesia.

    >>> [str(month_of_cell(text)) for text in ("2026-10", "31/10/2026", "Oktober 2026", "Okt-26", "10/2026")]
    ['2026-10', '2026-10', '2026-10', '2026-10', '2026-10']
    """
    if isinstance(cell, date):
        return Month(cell.year, cell.month)
    text = cell_text(cell).lower()
    if found := _NAMED.fullmatch(text):
        year, number = int(found[2]), MONTH_NUMBERS.get(found[1], 0)
        year += 2000 if len(found[2]) == len("26") else 0
    elif found := _YEAR_FIRST.fullmatch(text):
        year, number = int(found[1]), int(found[2])
    elif found := _YEAR_LAST.fullmatch(text):
        year, number = int(found[3]), int(found[2])
    else:
        return None
    return Month(year, number) if 1 <= number <= len(MONTH_NAMES) else None
