"""A new contribution rate as the office writes it down: a row of its own, after all others of its programme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from domain.money import format_number, format_rupiah
from domain.rates import Programme, Rate
from domain.refusal import Refused
from domain.worker_groups import Segment

CONFIDENCE_LABELS: dict[str, str] = {"high": "tinggi", "medium": "sedang", "low": "rendah"}
LONGEST_TEXT = 500
_PERCENT = re.compile(r"([0-9]{1,2})(?:,([0-9]{1,2}))?\s*%?")
_MOST_RUPIAH = 100_000_000


def parse_points(text: str) -> int:
    """A percentage as people type it, in hundredths of a percent.

    Raises:
        ValueError: it is none; says how to write one.

    >>> parse_points("1"), parse_points("0,24%"), parse_points("5,7")
    (100, 24, 570)
    """
    found = _PERCENT.fullmatch(text.strip())
    if not found:
        raise ValueError("Tulis persen dengan koma, misalnya 0,24.")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def rate_label(rate: Rate) -> str:
    """What a worker pays in a month.

    >>> from domain.calendar import Month
    >>> rate_label(Rate("BPU", "JKK", Month(2024, 1), None, 100, None, 10000, 207000, "", "", "high"))
    '1% dari dasar, paling sedikit Rp 10.000, paling banyak Rp 207.000'
    """
    if rate.flat_rupiah is not None:
        return f"{format_rupiah(rate.flat_rupiah)} tetap"
    said = f"{points_label(rate.base_points or 0)} dari {'upah' if rate.segment == 'PU' else 'dasar'}"
    said += f", paling sedikit {format_rupiah(rate.floor_rupiah)}" if rate.floor_rupiah is not None else ""
    return said + (f", paling banyak {format_rupiah(rate.cap_rupiah)}" if rate.cap_rupiah is not None else "")


def points_label(points: int) -> str:
    """Hundredths of a percent as a percentage.

    >>> points_label(100), points_label(24), points_label(570)
    ('1%', '0,24%', '5,7%')
    """
    whole, part = divmod(points, 100)
    return f"{format_number(whole)}{f',{part:02d}'.rstrip('0') if part else ''}%"


def check_new_rate(rate: Rate, known: Iterable[Rate]) -> None:
    """A row is added after all others of its segment and programme; one that is open-ended ends where it begins.

    Raises:
        Refused: an unknown programme or segment, no single amount, bounds without a share, no basis or source, or it
            overlaps with a row that is there.
    """
    if rate.programme not in get_args(Programme) or rate.segment not in get_args(Segment):
        raise Refused("rate.programme", f"Program: {', '.join(get_args(Programme))}; segmen: BPU atau PU.")
    if rate.confidence not in CONFIDENCE_LABELS:
        raise Refused("rate.confidence", "Pilih keyakinan: tinggi, sedang atau rendah.", field="confidence")
    _check_amount(rate)
    for field, name, text in (("basis", "dasar hukum", rate.legal_basis), ("source", "sumber", rate.source)):
        if not 1 <= len(text) <= LONGEST_TEXT or not text.isprintable():
            raise Refused(f"rate.{field}", f"Isi {name}, paling banyak {LONGEST_TEXT} huruf.", field=field)
    if rate.valid_until is not None and rate.valid_until < rate.valid_from:
        raise Refused("rate.months", "Bulan terakhir sebelum bulan pertama.", field="until")
    _check_overlap(rate, known)


def _check_amount(rate: Rate) -> None:
    if (rate.base_points is None) == (rate.flat_rupiah is None):
        raise Refused("rate.amount", "Isi salah satu: persen atau rupiah tetap.", field="amount")
    if rate.base_points is not None and not 1 <= rate.base_points <= 10_000:
        raise Refused("rate.amount", "Persen harus di antara 0,01 dan 100.", field="amount")
    amounts = [a for a in (rate.flat_rupiah, rate.floor_rupiah, rate.cap_rupiah) if a is not None]
    if any(not 1 <= amount <= _MOST_RUPIAH for amount in amounts):
        raise Refused("rate.amount", f"Rupiah harus di antara 1 dan {format_rupiah(_MOST_RUPIAH)}.", field="amount")
    has_bounds = rate.floor_rupiah is not None or rate.cap_rupiah is not None
    if rate.flat_rupiah is not None and has_bounds:
        raise Refused("rate.bounds", "Batas bawah dan atas hanya untuk tarif persen.", field="floor")
    if rate.floor_rupiah is not None and rate.cap_rupiah is not None and rate.floor_rupiah > rate.cap_rupiah:
        raise Refused("rate.bounds", "Batas bawah lebih besar dari batas atas.", field="floor")


def _check_overlap(rate: Rate, known: Iterable[Rate]) -> None:
    for row in known:
        if (row.segment, row.programme) != (rate.segment, rate.programme):
            continue
        what = f"{row.programme} ({row.segment})"
        if row.valid_from >= rate.valid_from:
            reason = f"Sudah ada tarif {what} sejak {row.valid_from.label}. Baris baru harus mulai sesudah bulan itu."
            raise Refused("rate.overlap", reason, field="from")
        if row.valid_until is not None and row.valid_until >= rate.valid_from:
            reason = f"Tarif {what} yang ada berlaku sampai {row.valid_until.label}. Mulailah sesudah bulan itu."
            raise Refused("rate.overlap", reason, field="from")
