"""Invented enrollment figures for the villages of Sukamara, the same on every machine.

Real counts per village are not public. These are for trying the program and for rehearsals; the method, and
what is real in it, stand in docs/sample-data.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

# Employed people of Kabupaten Sukamara, Sakernas August 2022 (BPS through Kalteng Pos, 1 May 2023; medium).
ELIGIBLE_TOTAL = 32_944
# Population in 2020 by subdistrict (Wikipedia; medium): only their shares are used.
POPULATION_2020 = {
    "62.08.01": 31_043,  # Sukamara
    "62.08.02": 5_722,  # Jelai
    "62.08.03": 10_344,  # Balai Riam
    "62.08.04": 6_204,  # Pantai Lunci
    "62.08.05": 8_729,  # Permata Kecubung
}
SEAT = "62.08.01"
OFFICIAL = "village_official"
GROUP_CODES = (
    "fisher",
    "farmer",
    "farm_labourer",
    "oil_palm_worker",
    "trader",
    "builder",
    "driver",
    OFFICIAL,
    "other",
)
MONTHS = tuple(f"{2024 + number // 12}-{number % 12 + 1:02d}" for number in range(10, 34))

_BPU_GROUPS = tuple(code for code in GROUP_CODES if code != OFFICIAL)
# Percent of the BPU workers, in the order of _BPU_GROUPS: invented, after what the places are known for.
_MIX_BY_SUBDISTRICT = {
    "62.08.01": (5, 17, 11, 22, 14, 16, 6, 9),
    "62.08.02": (38, 16, 8, 8, 10, 7, 4, 9),
    "62.08.03": (1, 22, 14, 38, 9, 6, 4, 6),
    "62.08.04": (30, 16, 9, 19, 9, 6, 4, 7),
    "62.08.05": (1, 25, 14, 36, 8, 6, 4, 6),
}
_MIX_OF_THE_TOWN = (8, 6, 4, 7, 27, 19, 11, 18)
# Relative: fishers and oil-palm workers were enrolled first in Sukamara (funds of the regency and DBH Sawit).
_ENROLLED_FIRST = (130, 85, 80, 115, 90, 80, 85, 90)
# How much of the January drop is left in a month, in thirds; the other months have none.
_DROP_THIRDS = {"01": 3, "02": 2, "03": 1}


class Village(Protocol):
    """What is needed of a village: its Kemendagri code, and `desa` or `kelurahan` as its kind."""

    @property
    def code(self) -> str: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SampleRow:
    """Workers of one group in one village and month; active + inactive <= eligible."""

    month: str
    village_code: str
    group_code: str
    eligible: int
    active: int
    inactive: int


@dataclass(frozen=True, slots=True)
class _Level:
    """How much of a village is enrolled, in parts of 10,000."""

    start: int
    growth_per_month: int
    january_drop: int  # of the enrolled
    lapsed: int  # of the eligible, in every month

    @classmethod
    def of(cls, village_code: str) -> _Level:
        return cls(
            start=_draw("level", village_code, 2_100, 4_600),
            growth_per_month=_draw("growth", village_code, 5, 38),
            january_drop=_draw("drop", village_code, 800, 2_000),
            lapsed=_draw("lapsed", village_code, 200, 600),
        )


def sample_enrollment(villages: Iterable[Village]) -> list[SampleRow]:
    """Deal out the employed people of Sukamara over villages and groups, and let 20 to 55 % be enrolled.

    Everything below the regency's total is invented and comes from SHA-256 of the codes. The levels are not
    fitted to any reported coverage (neither "above 80 %" nor 43.9 %): the coverage that results says nothing
    about Sukamara.

    Args:
        villages: the desa and kelurahan of 62.08, in any order; all five subdistricts must be there.

    Returns:
        One row per month (2024-11 to 2026-10), village and group, in that order; a kelurahan has no village
        officials and no row for them. `eligible` is the same in all months and sums to ELIGIBLE_TOTAL in
        each. `active` grows slowly and falls every January until April, as village budgets are late.

    Raises:
        ValueError: a village is outside the five subdistricts, comes twice or is of another kind, or a
            subdistrict has none.
    """
    ordered = sorted(villages, key=lambda village: village.code)
    _check(ordered)
    eligible_by_village = {
        village.code: _eligible_by_group(village, total)
        for village, total in zip(ordered, _eligible_totals(ordered), strict=True)
    }
    return [
        row
        for number, month in enumerate(MONTHS)
        for code, eligible in eligible_by_village.items()
        for row in _village_month(month, number, code, eligible)
    ]


def _check(ordered: Sequence[Village]) -> None:
    codes = [village.code for village in ordered]
    if len(set(codes)) != len(codes):
        raise ValueError("A village comes twice; give each village once.")
    unknown = {village.kind for village in ordered} - {"desa", "kelurahan"}
    if unknown:
        raise ValueError(f"A village is a desa or a kelurahan, not {', '.join(sorted(unknown))}.")
    found = {_subdistrict(code) for code in codes}
    if found != set(POPULATION_2020):
        raise ValueError(
            f"Sample data exists for the villages of {', '.join(POPULATION_2020)} only, and needs all five; "
            f"given were {', '.join(sorted(found)) or 'none'}."
        )


def _subdistrict(village_code: str) -> str:
    return village_code.rpartition(".")[0]


def _draw(what: str, code: str, low: int, high: int) -> int:
    """A whole number in low..high that depends on the two texts only, on every Python and platform."""
    digest = hashlib.sha256(f"{what}|{code}".encode()).digest()
    return low + int.from_bytes(digest[:8], "big") % (high - low + 1)


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of `total` by weight, by largest remainder (ties: the earlier one); they add up to `total`."""
    sum_of_weights = sum(weights)
    parts = [total * weight // sum_of_weights for weight in weights]
    remainders = [total * weight % sum_of_weights for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _eligible_totals(ordered: Sequence[Village]) -> list[int]:
    """Eligible workers per village, in the order given; a subdistrict's share is its share of the people."""
    totals = _shares(ELIGIBLE_TOTAL, list(POPULATION_2020.values()))
    by_village: dict[str, int] = {}
    for subdistrict, total in zip(POPULATION_2020, totals, strict=True):
        members = [village for village in ordered if _subdistrict(village.code) == subdistrict]
        parts = _shares(total, [_size(village) for village in members])
        by_village.update(zip((village.code for village in members), parts, strict=True))
    return [by_village[village.code] for village in ordered]


def _size(village: Village) -> int:
    if village.kind == "desa":
        return _draw("size", village.code, 700, 1_400)
    if _subdistrict(village.code) == SEAT:
        return _draw("size", village.code, 3_600, 4_400)
    return _draw("size", village.code, 1_800, 2_200)


def _eligible_by_group(village: Village, total: int) -> dict[str, int]:
    officials = _draw("officials", village.code, 8, 12) if village.kind == "desa" else 0
    subdistrict = _subdistrict(village.code)
    in_town = village.kind == "kelurahan" and subdistrict == SEAT
    mix = _MIX_OF_THE_TOWN if in_town else _MIX_BY_SUBDISTRICT[subdistrict]
    varied = [
        percent * _draw(f"mix {group}", village.code, 80, 120) for group, percent in zip(_BPU_GROUPS, mix, strict=True)
    ]
    by_group = dict(zip(_BPU_GROUPS, _shares(total - officials, varied), strict=True))
    if officials:
        by_group[OFFICIAL] = officials
    return {group: by_group[group] for group in GROUP_CODES if group in by_group}


def _village_month(month: str, number: int, code: str, eligible: Mapping[str, int]) -> list[SampleRow]:
    level = _Level.of(code)
    enrolled_share = level.start + level.growth_per_month * number
    paid_share = 30_000 - level.january_drop * _DROP_THIRDS.get(month[-2:], 0)
    bpu = [eligible[group] for group in _BPU_GROUPS]
    enrolled_total = sum(bpu) * enrolled_share // 10_000
    first = [count * weight for count, weight in zip(bpu, _ENROLLED_FIRST, strict=True)]
    enrolled = dict(zip(_BPU_GROUPS, _shares(enrolled_total, first), strict=True))
    rows = []
    for group, count in eligible.items():
        if group == OFFICIAL:
            # Wage earners: paid with the salary, so no drop in January.
            rows.append(SampleRow(month, code, group, count, count - _draw("not enrolled", code, 0, 2), 0))
            continue
        in_list = min(enrolled[group], count)
        active = in_list * paid_share // 30_000
        lapsed = in_list - active + count * level.lapsed // 10_000
        rows.append(SampleRow(month, code, group, count, active, min(lapsed, count - active)))
    return rows
