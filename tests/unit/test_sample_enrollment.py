"""The invented enrollment keeps its promises."""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections import defaultdict
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest

from domain.sample_enrollment import GROUP_CODES, MONTHS, SampleRow, sample_enrollment
from domain.worker_groups import WORKER_GROUPS

VILLAGES_FILE = Path(__file__).parents[2] / "db" / "reference" / "villages_62.08.csv"
GOLDEN_SHA256 = "f9d61fae1ab0117805c217b6772baec199e8b4e5e91394b2ed533b0fa73dc00e"


@dataclass(frozen=True)
class _Village:
    code: str
    kind: str


def _read() -> list[_Village]:
    with VILLAGES_FILE.open(encoding="utf-8", newline="") as file:
        return [_Village(row["code"], row["kind"]) for row in csv.DictReader(file)]


VILLAGES = _read()
DESA = {village.code for village in VILLAGES if village.kind == "desa"}
ROWS = sample_enrollment(VILLAGES)


def _sum_by(field: str, *keys: str, rows: list[SampleRow] = ROWS) -> dict[tuple[str, ...], int]:
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        sums[tuple(getattr(row, key) for key in keys)] += getattr(row, field)
    return sums


def test_groups_are_the_groups_of_the_product() -> None:
    assert tuple(group.code for group in WORKER_GROUPS) == GROUP_CODES


def test_there_are_24_months_from_november_2024_to_october_2026() -> None:
    assert len(MONTHS) == 24
    assert (MONTHS[0], MONTHS[1], MONTHS[2], MONTHS[-1]) == ("2024-11", "2024-12", "2025-01", "2026-10")


def test_rows_are_every_month_village_and_group_except_officials_of_a_kelurahan() -> None:
    expected = [
        (month, village.code, group)
        for month in MONTHS
        for village in VILLAGES
        for group in GROUP_CODES
        if village.kind == "desa" or group != "village_official"
    ]

    assert [(row.month, row.village_code, row.group_code) for row in ROWS] == expected
    assert len(ROWS) == 24 * (29 * 9 + 3 * 8)


def test_eligible_sums_to_the_employed_people_in_every_month() -> None:
    assert _sum_by("eligible", "month") == {(month,): 32_944 for month in MONTHS}


def test_eligible_does_not_change_over_the_months() -> None:
    by_month = [[row.eligible for row in ROWS if row.month == month] for month in MONTHS]

    assert all(column == by_month[0] for column in by_month)


def test_subdistricts_have_their_share_of_the_population() -> None:
    totals: dict[str, int] = defaultdict(int)
    for row in ROWS:
        if row.month == "2026-10":
            totals[row.village_code[:8]] += row.eligible

    people = {"62.08.01": 31_043, "62.08.02": 5_722, "62.08.03": 10_344, "62.08.04": 6_204, "62.08.05": 8_729}
    assert sum(people.values()) == 62_042
    for subdistrict, count in people.items():
        assert abs(totals[subdistrict] - 32_944 * count / 62_042) < 1


def test_villages_differ_in_size_and_the_town_is_the_largest() -> None:
    sizes = {code: size for (month, code), size in _sum_by("eligible", "month", "village_code").items()}

    assert len(set(sizes.values())) >= 30
    assert sorted(sizes, key=lambda code: -sizes[code])[:2] in (
        ["62.08.01.1003", "62.08.01.1004"],
        ["62.08.01.1004", "62.08.01.1003"],
    )
    assert min(sizes.values()) >= 300


def test_a_desa_has_8_to_12_officials() -> None:
    officials = {(row.village_code, row.eligible) for row in ROWS if row.group_code == "village_official"}

    assert {code for code, _ in officials} == DESA
    assert {count for _, count in officials} == {8, 9, 10, 11, 12}


@pytest.mark.parametrize(
    ("subdistrict", "first", "second"),
    [
        ("62.08.02", "fisher", "farmer"),
        ("62.08.04", "fisher", "oil_palm_worker"),
        ("62.08.03", "oil_palm_worker", "farmer"),
        ("62.08.05", "oil_palm_worker", "farmer"),
        ("62.08.01", "trader", "builder"),
    ],
)
def test_the_largest_groups_are_what_the_place_is_known_for(subdistrict: str, first: str, second: str) -> None:
    sizes: dict[str, int] = defaultdict(int)
    for row in ROWS:
        if row.month == "2026-10" and row.village_code.startswith(subdistrict):
            sizes[row.group_code] += row.eligible

    assert sorted(sizes, key=lambda group: -sizes[group])[:2] == [first, second]


def test_counts_are_possible_in_every_row() -> None:
    for row in ROWS:
        assert row.eligible > 0
        assert row.active >= 0
        assert row.inactive >= 0
        assert row.active + row.inactive <= row.eligible


def test_every_village_can_pledge_for_60_new_bpu_workers_in_every_month() -> None:
    bpu = [row for row in ROWS if row.group_code != "village_official"]
    eligible = _sum_by("eligible", "month", "village_code", rows=bpu)
    active = _sum_by("active", "month", "village_code", rows=bpu)

    assert min(eligible[key] - active[key] for key in eligible) >= 60


def test_levels_differ_by_village_between_20_and_55_percent_outside_the_first_quarter() -> None:
    eligible = _sum_by("eligible", "month", "village_code")
    active = _sum_by("active", "month", "village_code")
    shares = {key: active[key] / eligible[key] for key in eligible if key[0][-2:] not in ("01", "02", "03")}

    assert all(0.20 <= share <= 0.55 for share in shares.values())
    last = [share for (month, _), share in shares.items() if month == "2026-10"]
    assert max(last) - min(last) > 0.20


@pytest.mark.parametrize("year", ["2025", "2026"])
def test_every_village_drops_in_january_and_has_recovered_by_april(year: str) -> None:
    active = _sum_by("active", "month", "village_code")
    inactive = _sum_by("inactive", "month", "village_code")
    for village in VILLAGES:
        december = active[str(int(year) - 1) + "-12", village.code]
        january, february, march, april = (
            active[f"{year}-{month}", village.code] for month in ("01", "02", "03", "04")
        )

        assert january < february < march < april
        assert january < 0.95 * december
        assert april >= december
        assert inactive[f"{year}-01", village.code] > inactive[f"{year}-04", village.code] > 0


def test_active_grows_slowly_from_april_to_december() -> None:
    active = _sum_by("active", "month")
    for before, after in itertools.pairwise(MONTHS):
        if after[-2:] in ("01", "02", "03", "04"):
            continue
        assert 1 < active[(after,)] / active[(before,)] < 1.01


def test_the_order_of_the_villages_does_not_matter() -> None:
    assert sample_enrollment(reversed(VILLAGES)) == ROWS


def test_rows_are_the_same_on_every_machine() -> None:
    """A change of this hash changes every rehearsal: make it on purpose, with a line in the changelog."""
    text = "\n".join(",".join(str(value) for value in astuple(row)) for row in ROWS)

    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN_SHA256


def test_a_village_of_another_regency_is_refused() -> None:
    with pytest.raises(ValueError, match=r"only, and needs all five; given were 62\.01\.01, 62\.08\.01"):
        sample_enrollment([*VILLAGES, _Village("62.01.01.2001", "desa")])


def test_a_missing_subdistrict_is_refused() -> None:
    with pytest.raises(ValueError, match=r"given were none\.$"):
        sample_enrollment([])


def test_a_village_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="comes twice"):
        sample_enrollment([*VILLAGES, VILLAGES[0]])


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="a desa or a kelurahan, not nagari"):
        sample_enrollment([*VILLAGES, _Village("62.08.01.3001", "nagari")])
