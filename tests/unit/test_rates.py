"""Contribution rates: dated rows, one rounding rule, an error where no row applies."""

from __future__ import annotations

from typing import Any

import pytest

from domain.calendar import Month
from domain.rates import (
    LOWEST_BPU_BASE_RUPIAH,
    TWO_PROGRAMMES,
    Programme,
    Rate,
    RateMissing,
    RateTable,
    explain,
)
from domain.refusal import Refused
from domain.worker_groups import Segment
from tests.support.shipped_rules import shipped_table

JANUARY = Month(2027, 1)


def rate(programme: Programme = "JKK", segment: Segment = "BPU", **changed: Any) -> Rate:
    values: dict[str, Any] = {
        "valid_from": Month(2024, 1),
        "valid_until": None,
        "base_points": None,
        "flat_rupiah": None,
        "floor_rupiah": None,
        "cap_rupiah": None,
        "legal_basis": "PP",
        "source": "berita",
        "confidence": "high",
    }
    return Rate(segment=segment, programme=programme, **(values | changed))


def test_the_lowest_base_costs_16800_a_worker_and_month() -> None:
    table = shipped_table()

    assert table.base_rupiah == LOWEST_BPU_BASE_RUPIAH == 1_000_000
    assert table.contribution("BPU", ["JKK"], JANUARY) == 10_000
    assert table.contribution("BPU", ["JKM"], JANUARY) == 6_800
    assert table.contribution("BPU", TWO_PROGRAMMES, JANUARY) == 16_800


def test_old_age_makes_it_36800() -> None:
    table = shipped_table()

    assert table.contribution("BPU", ["JKK", "JKM", "JHT"], JANUARY) == 36_800


@pytest.mark.parametrize(
    ("base_rupiah", "jkk"),
    [
        (0, 10_000),
        (999_999, 10_000),
        (1_000_000, 10_000),
        (1_500_000, 15_000),
        (20_700_000, 207_000),
        (20_700_100, 207_000),
        (10**9, 207_000),
    ],
)
def test_work_accident_is_one_percent_of_the_base_between_its_bounds(base_rupiah: int, jkk: int) -> None:
    table = shipped_table(base_rupiah)

    assert table.contribution("BPU", ["JKK"], JANUARY) == jkk


@pytest.mark.parametrize(("wage_rupiah", "rupiah"), [(2_426_640, 13_104), (2_224_420, 12_012), (2_022_200, 10_920)])
def test_village_officials_cost_054_percent_of_the_wage(wage_rupiah: int, rupiah: int) -> None:
    table = shipped_table()

    assert table.contribution("PU", TWO_PROGRAMMES, JANUARY, base_rupiah=wage_rupiah) == rupiah
    assert table.cost("PU", TWO_PROGRAMMES, workers=3, start=JANUARY, months=12, base_rupiah=wage_rupiah) == 36 * rupiah


@pytest.mark.parametrize("wage_rupiah", [None, 0, -1])
def test_a_wage_earner_without_a_wage_is_refused_never_priced_at_the_bpu_base(wage_rupiah: int | None) -> None:
    table = shipped_table()

    with pytest.raises(Refused) as refusal:
        table.cost("PU", TWO_PROGRAMMES, workers=1, start=JANUARY, months=12, base_rupiah=wage_rupiah)

    assert (refusal.value.code, refusal.value.field) == ("rate.wage", "wage")
    assert str(refusal.value) == (
        "Iuran pekerja penerima upah (PU) dihitung dari upahnya, bukan dari dasar BPU. Isi upah sebulan."
    )


def test_old_age_has_no_rate_for_wage_earners() -> None:
    with pytest.raises(RateMissing) as refusal:
        shipped_table().contribution("PU", ["JHT"], JANUARY, base_rupiah=2_022_200)

    assert str(refusal.value).startswith("Belum ada tarif JHT (PU) untuk Januari 2027.")


@pytest.mark.parametrize(
    ("base_rupiah", "rupiah"),
    [(149, 1), (150, 2), (249, 2), (250, 3), (50, 1), (49, 0), (9_007_199_254_740_993_050, 90_071_992_547_409_931)],
)
def test_a_contribution_is_rounded_half_up_to_the_rupiah(base_rupiah: int, rupiah: int) -> None:
    one_percent = rate(base_points=100)

    assert one_percent.contribution(base_rupiah) == rupiah


@pytest.mark.parametrize(("base_rupiah", "rupiah"), [(4_999, 0), (5_000, 1), (14_999, 1), (15_000, 2)])
def test_half_a_rupiah_is_the_border_to_the_last_digit(base_rupiah: int, rupiah: int) -> None:
    a_hundredth_of_a_percent = rate(base_points=1)

    assert a_hundredth_of_a_percent.contribution(base_rupiah) == rupiah


def test_a_row_of_zero_percent_costs_nothing() -> None:
    assert rate(base_points=0).contribution(1_000_000) == 0


def test_rounding_is_per_programme_not_over_their_sum() -> None:
    table = RateTable.of([rate("JKK", base_points=100), rate("JKM", base_points=100)], 1_040)

    assert table.contribution("BPU", TWO_PROGRAMMES, JANUARY) == 20  # 10.4 + 10.4 = 20.8 would round to 21


def test_a_flat_rate_does_not_look_at_the_base() -> None:
    flat = rate("JKM", flat_rupiah=6_800)

    assert [flat.contribution(base) for base in (0, 1_000_000, 10**9)] == [6_800, 6_800, 6_800]


@pytest.mark.parametrize(
    ("month", "applies"),
    [("2025-12", False), ("2026-01", True), ("2026-06", True), ("2026-12", True), ("2027-01", False)],
)
def test_a_row_applies_from_its_first_to_its_last_month(month: str, applies: bool) -> None:
    row = rate(valid_from=Month(2026, 1), valid_until=Month(2026, 12))

    assert row.applies("BPU", "JKK", Month.parse(month)) is applies


def test_an_open_row_applies_ever_after() -> None:
    assert rate(valid_until=None).applies("BPU", "JKK", Month(2099, 12)) is True


def test_a_row_applies_to_its_own_segment_and_programme_only() -> None:
    row = rate("JKK", "BPU")

    assert [row.applies("BPU", "JKM", JANUARY), row.applies("PU", "JKK", JANUARY)] == [False, False]


def test_a_month_without_a_rate_is_an_error_that_says_what_to_add() -> None:
    table = shipped_table()

    with pytest.raises(RateMissing) as refusal:
        table.contribution("BPU", TWO_PROGRAMMES, Month(2023, 12))

    assert refusal.value.code == "rate.missing"
    assert str(refusal.value) == (
        "Belum ada tarif JKK (BPU) untuk Desember 2023. Tambahkan tarifnya beserta dasar hukumnya sebelum menghitung."
    )


def test_a_programme_without_a_rate_is_not_left_out_of_the_sum() -> None:
    table = RateTable.of([rate("JKK", flat_rupiah=10_000)])

    with pytest.raises(RateMissing) as refusal:
        table.contribution("BPU", TWO_PROGRAMMES, JANUARY)

    assert str(refusal.value).startswith("Belum ada tarif JKM (BPU) untuk Januari 2027.")


def test_a_period_that_runs_out_of_rates_is_an_error() -> None:
    table = RateTable.of([rate("JKK", flat_rupiah=10_000, valid_until=Month(2027, 6))])

    with pytest.raises(RateMissing) as refusal:
        table.cost("BPU", ["JKK"], workers=1, start=JANUARY, months=7)

    assert str(refusal.value).startswith("Belum ada tarif JKK (BPU) untuk Juli 2027.")


@pytest.mark.parametrize("reverse", [False, True])
def test_a_later_row_replaces_one_that_was_left_open(reverse: bool) -> None:
    rows = [rate(flat_rupiah=10_000), rate(flat_rupiah=12_000, valid_from=Month(2027, 7))]
    table = RateTable.of(reversed(rows) if reverse else rows)

    contributions = [table.contribution("BPU", ["JKK"], Month(2027, number)) for number in (6, 7)]

    assert contributions == [10_000, 12_000]


@pytest.mark.parametrize(
    ("workers", "months", "rupiah"),
    [
        (1, 12, 201_600),
        (100, 12, 20_160_000),
        (2_900, 12, 584_640_000),
        (25, 12, 5_040_000),
        (0, 12, 0),
        (60, 0, 0),
        (7, 1, 117_600),
    ],
)
def test_a_cost_is_workers_times_the_months(workers: int, months: int, rupiah: int) -> None:
    table = shipped_table()

    assert table.cost("BPU", TWO_PROGRAMMES, workers=workers, start=JANUARY, months=months) == rupiah


def test_each_month_is_paid_at_its_own_rate() -> None:
    table = RateTable.of(
        [
            rate(flat_rupiah=10_000, valid_until=Month(2027, 3)),
            rate(flat_rupiah=5_000, valid_from=Month(2027, 4), valid_until=Month(2027, 12)),
            rate(flat_rupiah=10_000, valid_from=Month(2028, 1)),
        ]
    )

    cost = table.cost("BPU", ["JKK"], workers=10, start=Month(2027, 2), months=12)

    assert cost == 10 * (2 * 10_000 + 9 * 5_000 + 1 * 10_000)


def test_an_amount_is_explained_by_its_factors() -> None:
    assert explain(1_200, 12, 16_800, ("JKK", "JKM")) == "1.200 pekerja × 12 bulan × Rp 16.800 (JKK + JKM)"
