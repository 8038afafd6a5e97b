"""How many cases a number of workers may have in a year: a range with its basis, never a promise of a return."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import expm1
from typing import Literal

from domain.calendar import Month
from domain.money import format_number
from domain.refusal import Refused

RateProgramme = Literal["JKK", "JKM"]
Level = Literal["low", "central", "high"]
LEVELS: tuple[Level, ...] = ("low", "central", "high")

_LEVEL_NAMES = {"low": "rendah", "central": "tengah", "high": "tinggi"}
_NOUNS = {"JKM": "kematian", "JKK": "kecelakaan kerja"}
_FROM = {"JKM": "data nasional dan daerah lain", "JKK": "data nasional"}


@dataclass(frozen=True, slots=True)
class CaseRate:
    """How often a programme was needed, per 100 workers and year, from ``valid_from`` on.

    Attributes:
        basis: how the figure was derived.
        confidence: high, medium or low, after domain research.
    """

    programme: RateProgramme
    level: Level
    valid_from: Month
    per_100_workers_year: float
    basis: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ExpectedCases:
    """Cases to be expected, and the chance of at least one, at three levels.

    Attributes:
        low, central, high: cases in all, not whole numbers.
        chance_low, chance_central, chance_high: 0..1.
        basis, source: how the levels were derived and from what, for the reader.
        confidence: the lowest of the three.
    """

    programme: RateProgramme
    workers: int
    months: int
    low: float
    central: float
    high: float
    chance_low: float
    chance_central: float
    chance_high: float
    basis: str
    source: str
    confidence: str


def expected_cases(
    case_rates: Iterable[CaseRate], programme: RateProgramme, *, workers: int, months: int = 12, month: Month
) -> ExpectedCases | None:
    """Cases are workers × rate × months ÷ 1200; the chance of at least one is 1 − e^(−cases) (Poisson).

    The rates are of all ages together: a list of older workers will have more deaths than this says.

    Args:
        workers, months: 0 or more; zero gives zeros.
        month: decides the rows; of each level the newest that has begun.

    Returns:
        None where a level has no row.

    Raises:
        Refused: workers or months are negative.

    >>> rates = [CaseRate("JKM", level, Month(2024, 1), 0.35, "", "", "low") for level in LEVELS]
    >>> found = expected_cases(rates, "JKM", workers=100, month=Month(2027, 1))
    >>> round(found.central, 2), round(found.chance_central, 3)
    (0.35, 0.295)
    """
    if workers < 0 or months < 0:
        raise Refused("expected.negative", "Banyaknya pekerja dan bulan tidak boleh negatif.", field="workers")
    newest: dict[Level, CaseRate] = {}
    for rate in sorted(case_rates, key=lambda rate: rate.valid_from):
        if rate.programme == programme and rate.valid_from <= month:
            newest[rate.level] = rate
    if len(newest) < len(LEVELS):
        return None
    rates = [newest[level] for level in LEVELS]
    low, central, high = (rate.per_100_workers_year * workers * months / 1200 for rate in rates)
    return ExpectedCases(
        programme=programme,
        workers=workers,
        months=months,
        low=low,
        central=central,
        high=high,
        chance_low=chance_of_one(low),
        chance_central=chance_of_one(central),
        chance_high=chance_of_one(high),
        basis="; ".join(f"{_LEVEL_NAMES[r.level]} {_decimal(r.per_100_workers_year, 2)}: {r.basis}" for r in rates),
        source="; ".join(dict.fromkeys(rate.source for rate in rates)),
        confidence=min((rate.confidence for rate in rates), key=("low", "medium", "high").index),
    )


def chance_of_one(cases: float) -> float:
    """The chance of at least one case, 0..1, where so many are expected and they are independent."""
    return -expm1(-cases)


def cases_label(expected: ExpectedCases) -> str:
    """The range of cases: ``0,2–0,7``.

    >>> _range(_cases(0.22), _cases(0.69)), _range(_cases(6.38), _cases(20.01)), _range(_cases(0.022), _cases(0.069))
    ('0,2–0,7', '6,4–20', '0,02–0,07')
    """
    return _range(_cases(expected.low), _cases(expected.high))


def chance_label(expected: ExpectedCases) -> str:
    """The range of the chance of at least one case: ``20–50%``; near certainty is not called certain."""
    low, high = expected.chance_low, expected.chance_high
    if low > 0.99:
        return "lebih dari 99%"
    if not high:
        return "0%"
    if high < 0.005:
        return "kurang dari 1%"
    if low < 0.005:
        return f"sampai {_percent(high)}%"
    if high > 0.99:
        return f"{_percent(low)}% sampai lebih dari 99%"
    return f"{_range(_percent(low), _percent(high))}%"


def sentence(expected: ExpectedCases) -> str:
    """The estimate in words, with what it is not: a promise.

    ``Dari 100 pekerja, diperkirakan 0,2–0,7 kematian setahun; peluang paling sedikit satu kasus 20–50%. ...``
    """
    noun, origin = _NOUNS[expected.programme], _FROM[expected.programme]
    if not expected.workers or not expected.months:
        return f"Tanpa pekerja yang dibayar, tidak ada {noun} yang diperkirakan."
    span = "setahun" if expected.months == 12 else f"dalam {expected.months} bulan"
    return (
        f"Dari {format_number(expected.workers)} pekerja, diperkirakan {cases_label(expected)} {noun} {span}; "
        f"peluang paling sedikit satu kasus {chance_label(expected)}. Perkiraan dari {origin}, bukan janji."
    )


def _cases(cases: float) -> str:
    """One significant digit below one, one decimal below ten, whole numbers above."""
    if not cases:
        return "0"
    if cases < 0.95:
        return f"{float(f'{cases:.1g}'):f}".rstrip("0").replace(".", ",")
    return _decimal(cases, 1) if cases < 9.95 else format_number(round(cases))


def _decimal(number: float, decimals: int) -> str:
    """With a decimal comma, without zeros at the end."""
    text = f"{number:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _percent(share: float) -> str:
    """Whole percents."""
    return str(round(share * 100))


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
