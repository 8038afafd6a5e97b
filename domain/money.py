"""Rupiah: whole numbers, read and written as Indonesians do."""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

Rupiah = NewType("Rupiah", int)

LARGEST = 10**15
"""Nothing in this program is above a thousand trillion rupiah; more is a slip of the finger."""

UNITS = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
}

_SHORT_UNITS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
_MOST_TYPED = 64
_DIGITS = r"(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)"  # 0.500 could be a half
_PLAIN = re.compile(_DIGITS)
_WITH_UNIT = re.compile(rf"{_DIGITS}(?:,[0-9]+)?")
_UNIT = re.compile(r"(?P<rest>.*?)(?P<unit>[a-z]+)", re.DOTALL)


def parse_rupiah(text: str) -> int:
    """Read an amount as people type it in Indonesia, or refuse it with the reason.

    A dot separates thousands and a comma separates sen; what could be read in two
    ways is refused, never guessed.

    Args:
        text: for example ``Rp 20.160.000``, ``20160000``, ``20 juta``, ``1,5 jt``, ``20.160.000,-``.

    Returns:
        Whole rupiah, 0 to 10^15.

    Raises:
        ValueError: the text is no whole amount of rupiah; the message says why, in Indonesian.

    >>> parse_rupiah("Rp 20.160.000"), parse_rupiah("1,5 juta")
    (20160000, 1500000)
    """
    cleaned = _strip_spaces(str(text)).lower()
    if not cleaned:
        raise ValueError("Jumlahnya kosong. Ketik angka, misalnya 20.160.000 atau 20 juta.")
    if len(cleaned) > _MOST_TYPED:
        raise ValueError("Ini terlalu panjang untuk sebuah jumlah. Ketik angka, misalnya 20.160.000 atau 20 juta.")
    body = _without_currency(cleaned)
    if body.startswith(("-", "\u2212")):
        raise ValueError("Jumlah tidak boleh negatif.")
    unit = _UNIT.fullmatch(body)
    amount = _with_unit(unit["rest"], unit["unit"]) if unit else _without_unit(body)
    if amount > LARGEST:
        raise ValueError("Jumlahnya terlalu besar; periksa banyaknya angka nol.")
    return amount


def _without_currency(text: str) -> str:
    for mark in ("rp.", "rp"):
        if text.startswith(mark):
            return _strip_spaces(text.removeprefix(mark))
    return text


def _without_unit(body: str) -> int:
    for ending in (",00", ",-"):
        if body.endswith(ending):
            body = body.removesuffix(ending)
            break
    if not _PLAIN.fullmatch(body):
        raise ValueError(_why_not(body))
    return int(body.replace(".", ""))


def _with_unit(rest: str, unit: str) -> int:
    number = _strip_spaces(rest)
    if unit not in UNITS:
        raise ValueError(f"Satuan “{unit}” tidak dikenal. Yang dikenal: ribu, juta, miliar.")
    if not _WITH_UNIT.fullmatch(number):
        raise ValueError(_why_not(number))
    whole, _, decimals = number.partition(",")
    scale = int("1" + "0" * len(decimals))
    amount, sen = divmod(int(whole.replace(".", "") + decimals) * UNITS[unit], scale)
    if sen:
        raise ValueError("Jumlahnya bukan rupiah bulat.")
    if len(decimals) == 3 and len(whole) <= 3:
        raise ValueError(f"“{number} {unit}” dapat berarti dua hal. Pakai titik untuk ribuan: 1.500.000.")
    return amount


def _why_not(body: str) -> str:
    if not body:
        return "Angkanya belum ada."
    if re.search(r"[0-9]\s*[a-z]", body):
        return "Tulis satu angka dengan satu satuan, misalnya 1,5 juta."
    if re.search(r"[0-9.,]\s+[0-9]", body):
        return "Ada spasi di tengah angka. Pakai titik untuk ribuan, misalnya 20.160.000."
    if "," in body:
        return "Koma hanya untuk sen (,00). Pakai titik untuk ribuan, misalnya 16.800."
    if "." in body:
        return "Titik memisahkan ribuan: tepat tiga angka di belakangnya, bukan 0 di depannya, misalnya 16.800."
    return "Ini bukan jumlah rupiah. Ketik angka, misalnya 20.160.000 atau 20 juta."


def _strip_spaces(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_space(text[start]):
        start += 1
    while end > start and _is_space(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Zs", "Zl", "Zp"}


def format_number(number: int) -> str:
    """A whole number with dots for thousands.

    >>> format_number(1058)
    '1.058'
    """
    return f"{number:,}".replace(",", ".")


def format_rupiah(amount_rupiah: int) -> str:
    """The full amount.

    >>> format_rupiah(20160000)
    'Rp 20.160.000'
    """
    return f"Rp {format_number(amount_rupiah)}"


def format_rupiah_short(amount_rupiah: int) -> str:
    """A big amount to be read from afar: one decimal, rounded half up; exact below a million.

    >>> format_rupiah_short(584640000), format_rupiah_short(1200000000), format_rupiah_short(999960000)
    ('Rp 584,6 juta', 'Rp 1,2 miliar', 'Rp 1 miliar')
    """
    if amount_rupiah < 10**6:
        return format_rupiah(amount_rupiah)
    size, name = next(unit for unit in _SHORT_UNITS if (amount_rupiah * 10**4 + unit[0] // 2) // unit[0] >= 10**4)
    whole, tenth = divmod((amount_rupiah * 10 + size // 2) // size, 10)
    return f"Rp {format_number(whole)}{f',{tenth}' if tenth else ''} {name}"


def in_words(amount_rupiah: int) -> str:
    """The amount in Indonesian words, ending in *rupiah*.

    >>> in_words(16800)
    'enam belas ribu delapan ratus rupiah'
    """
    return f"{number_in_words(amount_rupiah)} rupiah"


def number_in_words(number: int) -> str:
    """A whole number in Indonesian words.

    >>> number_in_words(2026)
    'dua ribu dua puluh enam'
    """
    from num2words import num2words  # noqa: PLC0415  brings every language, and the start should not wait for it

    return " ".join(str(num2words(number, lang="id")).split())
