"""What a list of workers says of each: a number, a day of birth, whether they are covered; read and never kept."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from domain.count_cell import MONTH_NUMBERS
from domain.import_table import cell_text
from domain.region_names import fold_name

Cover = Literal["active", "inactive", "none"]
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[ T].*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})(?: .*)?")
_NAMED = re.compile(r"([0-9]{1,2})[-/. ]+([a-z]+)[-/. ]+([0-9]{4})")
_SAID: dict[Cover, tuple[str, ...]] = {
    "active": ("ya", "y", "sudah", "aktif", "terdaftar", "terlindungi", "peserta", "true", "yes", "1"),
    "inactive": ("nonaktif", "non-aktif", "tidak aktif", "inactive"),
    "none": ("", "tidak", "t", "belum", "belum terdaftar", "tidak terdaftar", "no", "false", "0", "-", "bukan"),
}
_COVER = {fold_name(word): cover for cover, words in _SAID.items() for word in words}


def number_of_person(cell: object) -> str | None:
    """Sixteen digits as text; None for everything else, also a number whose last digits a spreadsheet has lost.

    >>> number_of_person("6208 0145 0890 0001"), number_of_person(6208014508900001.0)
    ('6208014508900001', None)
    """
    text = re.sub(r"[\s'.-]", "", cell_text(cell)) if isinstance(cell, str) else ""
    return text if re.fullmatch("[0-9]{16}", text) else None


def day_of_birth(cell: object) -> date | None:
    """A date of the workbook, or text with the day before the month, after a place or not; None for what is no day.

    >>> day_of_birth("Sukamara, 5 Mei 1980"), day_of_birth("31/02/1980")
    (datetime.date(1980, 5, 5), None)
    """
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    text = cell_text(cell).rpartition(",")[2].strip().lower()
    if first := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, first.groups())
    elif last := _YEAR_LAST.fullmatch(text):
        day, month, year = map(int, last.groups())
    elif named := _NAMED.fullmatch(text):
        day, month, year = int(named[1]), MONTH_NUMBERS.get(named[2], 0), int(named[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Whole years.

    >>> age_on(date(1961, 11, 23), date(2026, 11, 22)), age_on(date(1961, 11, 22), date(2026, 11, 22))
    (64, 65)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def cover_of(cell: object) -> Cover | None:
    """What a column on coverage says of a worker; None where it is not clear.

    >>> cover_of("Non Aktif"), cover_of("Sudah"), cover_of(None), cover_of("mungkin")
    ('inactive', 'active', 'none', None)
    """
    return _COVER.get(fold_name(cell_text(cell)))
