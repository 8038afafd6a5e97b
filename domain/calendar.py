"""Months, dates and times as the meeting says them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

MONTH_NAMES = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAY_NAMES = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]

WIB = timezone(timedelta(hours=7), "WIB")
"""Sukamara keeps Western Indonesian Time (UTC+7, no summer time)."""

_MONTH = re.compile(r"(?P<year>[1-9][0-9]{3})-(?P<number>0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; ordered, and written ``2027-01``.

    >>> str(Month.parse("2027-01").plus(11)), Month(2027, 1).label
    ('2027-12', 'Januari 2027')
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM``.

        Raises:
            ValueError: not of that form; says the form.
        """
        found = _MONTH.fullmatch(text.strip())
        if not found:
            raise ValueError(f"Bulan “{text}” tidak terbaca. Tulis tahun-bulan, misalnya 2026-10.")
        return cls(int(found["year"]), int(found["number"]))

    def plus(self, months: int) -> Month:
        """The month so many months later (or earlier, where negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def label(self) -> str:
        """``Oktober 2026``."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def short_label(self) -> str:
        """``Okt 2026``."""
        return f"{MONTH_NAMES[self.number - 1][:3]} {self.year}"


def date_label(day: date) -> str:
    """A date in words.

    >>> date_label(date(2026, 11, 22))
    'Minggu, 22 November 2026'
    """
    return f"{DAY_NAMES[day.weekday()]}, {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def time_label(moment: datetime, *, seconds: bool = False) -> str:
    """The time of day in WIB, hours and minutes with a dot.

    >>> time_label(datetime(2026, 11, 22, 3, 42, 7, tzinfo=UTC), seconds=True)
    '10.42.07'
    """
    local = moment.astimezone(WIB)
    return local.strftime("%H.%M.%S" if seconds else "%H.%M")


def as_utc(moment: datetime) -> datetime:
    """The moment with its zone; a moment without one is UTC (SQLite keeps none)."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
