"""The relief of PP 50/2025: who may have it, for what, in which months."""

from __future__ import annotations

from typing import Any, cast, get_args

import pytest

from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES
from domain.rates import TWO_PROGRAMMES, Programme, Rate, RateMissing, RateTable
from domain.relief import (
    ASSUMED_RELIEF_NOTE,
    PAYER_OF_SOURCE,
    RELIEF_NOTE,
    SPONSOR_RELIEF_NOTE,
    PaidBy,
    Payer,
    Relief,
    RelievedProgramme,
    relief_in_force,
    relief_points,
    share_half_up,
)
from domain.worker_groups import WORKER_GROUPS, Segment
from tests.support.shipped_rules import shipped_table

JANUARY = Month(2027, 1)
SELF_PAID = PaidBy("self", "driver")
THREE: tuple[Programme, ...] = ("JKK", "JKM", "JHT")
BPU_GROUPS = [group.code for group in WORKER_GROUPS if group.segment == "BPU"]


def relief(programme: str = "JKK", **changed: Any) -> Relief:
    values: dict[str, Any] = {
        "group_code": "driver",
        "valid_from": Month(2026, 1),
        "valid_until": Month(2027, 3),
        "relief_points": 5_000,
        "legal_basis": "PP 50/2025",
        "source": "berita",
        "confidence": "high",
    }
    return Relief(programme=cast("RelievedProgramme", programme), **(values | changed))


def rate(programme: Programme, flat_rupiah: int, segment: Segment = "BPU") -> Rate:
    return Rate(segment, programme, Month(2024, 1), None, None, flat_rupiah, None, None, "PP", "berita", "high")


def monthly(paid_by: PaidBy | None, month: Month = JANUARY, programmes: tuple[Programme, ...] = TWO_PROGRAMMES) -> int:
    return shipped_table().contribution("BPU", programmes, month, relief=paid_by)


def test_a_driver_who_pays_for_himself_pays_half_of_each_programme() -> None:
    assert monthly(SELF_PAID, programmes=("JKK",)) == 5_000
    assert monthly(SELF_PAID, programmes=("JKM",)) == 3_400
    assert monthly(SELF_PAID) == 8_400


def test_nobody_named_as_payer_pays_in_full() -> None:
    assert monthly(None, Month(2026, 6)) == 16_800


@pytest.mark.parametrize(
    ("payer", "assumed", "rupiah"),
    [
        ("self", False, 8_400),
        ("self", True, 8_400),
        ("village", False, 16_800),
        ("village", True, 8_400),
        ("sponsor", False, 16_800),
        ("sponsor", True, 8_400),
        ("regency", False, 16_800),
        ("regency", True, 16_800),
        ("state", False, 16_800),
        ("state", True, 16_800),
    ],
)
def test_the_payer_decides_and_no_switch_relieves_public_money(payer: Payer, assumed: bool, rupiah: int) -> None:
    assert monthly(PaidBy(payer, "driver", assume_relief=assumed)) == rupiah


@pytest.mark.parametrize(
    ("month", "driver", "others"),
    [
        ("2025-12", 16_800, 16_800),
        ("2026-01", 8_400, 16_800),
        ("2026-03", 8_400, 16_800),
        ("2026-04", 8_400, 8_400),
        ("2026-12", 8_400, 8_400),
        ("2027-01", 8_400, 16_800),
        ("2027-03", 8_400, 16_800),
        ("2027-04", 16_800, 16_800),
    ],
)
def test_the_shipped_rows_relieve_drivers_longer_than_the_others(month: str, driver: int, others: int) -> None:
    found = {code: monthly(PaidBy("self", code), Month.parse(month)) for code in BPU_GROUPS}

    assert found == dict.fromkeys(BPU_GROUPS, others) | {"driver": driver}


def test_old_age_is_never_relieved_whatever_a_row_says() -> None:
    with_row = RateTable.of([rate("JHT", 20_000)], reliefs=[relief("JHT")])

    assert with_row.contribution("BPU", ["JHT"], JANUARY, relief=SELF_PAID) == 20_000
    assert monthly(SELF_PAID, programmes=THREE) == 8_400 + 20_000


def test_wage_earners_are_never_relieved_whatever_a_row_says() -> None:
    table = RateTable.of([rate("JKK", 10_000, "PU")], reliefs=[relief(group_code="village_official")])

    paid = table.contribution(
        "PU", ["JKK"], JANUARY, base_rupiah=2_022_200, relief=PaidBy("self", "village_official", assume_relief=True)
    )

    assert paid == 10_000


def test_a_row_relieves_its_own_programme_and_group_only() -> None:
    rows = [relief("JKK", group_code="driver")]

    points = [
        relief_points(rows, PaidBy("self", group), "BPU", programme, JANUARY)
        for group in ("driver", "fisher")
        for programme in ("JKK", "JKM")
    ]

    assert points == [5_000, 0, 0, 0]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_later_row_is_a_change_of_law(reverse: bool) -> None:
    rows = [relief(), relief(valid_from=Month(2027, 2), relief_points=2_500)]
    table = RateTable.of([rate("JKK", 10_000)], reliefs=reversed(rows) if reverse else rows)

    paid = [table.contribution("BPU", ["JKK"], Month(2027, number), relief=SELF_PAID) for number in (1, 2, 3, 4)]

    assert paid == [5_000, 7_500, 7_500, 10_000]


@pytest.mark.parametrize(("full", "paid"), [(10_000, 5_000), (10_001, 5_001), (1, 1), (0, 0), (3, 2)])
def test_what_remains_is_rounded_half_up_per_programme(full: int, paid: int) -> None:
    table = RateTable.of([rate("JKK", full), rate("JKM", full)], reliefs=[relief("JKK"), relief("JKM")])

    assert table.contribution("BPU", ["JKK"], JANUARY, relief=SELF_PAID) == paid
    assert table.contribution("BPU", TWO_PROGRAMMES, JANUARY, relief=SELF_PAID) == 2 * paid


def test_a_third_is_rounded_to_the_nearest_rupiah() -> None:
    assert [share_half_up(10_000, points) for points in (3_333, 6_667)] == [3_333, 6_667]
    assert [share_half_up(100, points) for points in (3_349, 3_350, 3_351)] == [33, 34, 34]


def test_a_relief_of_everything_leaves_nothing_to_pay() -> None:
    table = RateTable.of([rate("JKK", 10_000)], reliefs=[relief(relief_points=10_000)])

    assert table.contribution("BPU", ["JKK"], JANUARY, relief=SELF_PAID) == 0


def test_a_cost_over_months_follows_the_relief_month_by_month() -> None:
    cost = shipped_table().cost("BPU", TWO_PROGRAMMES, workers=10, start=JANUARY, months=12, relief=SELF_PAID)

    assert cost == 10 * (3 * 8_400 + 9 * 16_800)


def test_a_relief_is_no_rate() -> None:
    table = RateTable.of([], reliefs=[relief()])

    with pytest.raises(RateMissing):
        table.contribution("BPU", ["JKK"], JANUARY, relief=SELF_PAID)


def test_every_funding_source_has_a_payer() -> None:
    assert {source: PAYER_OF_SOURCE[source] for source in FUNDING_SOURCES} == dict.fromkeys(FUNDING_SOURCES, "village")
    assert {source: payer for source, payer in PAYER_OF_SOURCE.items() if source not in FUNDING_SOURCES} == {
        "APBD": "regency",
        "DBH Sawit": "regency",
        "APBN": "state",
        "CSR": "sponsor",
        "self-paid": "self",
    }
    assert set(PAYER_OF_SOURCE.values()) == set(get_args(Payer))


def test_the_screens_say_what_is_not_decided() -> None:
    assert RELIEF_NOTE == (
        "Belum diputuskan apakah APBDes terhitung sebagai APBN/APBD, yang tidak mendapat potongan iuran 50% "
        "(PP 50/2025); di sini dipakai iuran penuh."
    )
    assert SPONSOR_RELIEF_NOTE.startswith("Belum diputuskan apakah iuran yang dibayar sponsor (CSR)")
    assert "padahal belum diputuskan" in ASSUMED_RELIEF_NOTE


@pytest.mark.parametrize(
    ("start", "months", "runs"),
    [("2026-11", 1, True), ("2026-12", 12, True), ("2027-01", 3, True), ("2027-04", 12, False), ("2025-01", 12, False)],
)
def test_a_screen_explains_the_relief_in_its_months_only(start: str, months: int, runs: bool):
    assert relief_in_force(shipped_table().reliefs, Month.parse(start), months) is runs
