"""What a rate is a percent of: a declared income (BPU) or the lowest wage of a position (PU)."""

from __future__ import annotations

import pytest

from domain.calendar import Month
from domain.rates import TWO_PROGRAMMES, IncomeBase, Rate, RateMissing, RateTable, ReferenceWage
from domain.refusal import Refused
from tests.support.shipped_rules import shipped_table

JANUARY = Month(2027, 1)


def jkk(base_points: int | None = None, flat_rupiah: int | None = None, floor_rupiah: int | None = None) -> Rate:
    return Rate(
        "BPU", "JKK", Month(2024, 1), None, base_points, flat_rupiah, floor_rupiah, None, "PP", "berita", "high"
    )


def test_another_income_of_bpu_workers_replaces_that_of_the_table() -> None:
    table = shipped_table()

    assert table.with_base(1_500_000).contribution("BPU", TWO_PROGRAMMES, JANUARY) == 21_800
    assert table.contribution("BPU", TWO_PROGRAMMES, JANUARY, base_rupiah=1_500_000) == 21_800
    assert table.contribution("BPU", TWO_PROGRAMMES, JANUARY) == 16_800


def test_a_table_for_another_income_keeps_its_rows() -> None:
    table = shipped_table()

    other = table.with_base(2_000_000)

    assert (other.rates, other.wages, other.reliefs) == (table.rates, table.wages, table.reliefs)
    assert other.with_base(1_000_000) == table


@pytest.mark.parametrize("base_rupiah", [1_000_000, 1_000_001, 20_700_000])
def test_an_income_between_the_floor_and_the_cap_of_the_law_is_lawful(base_rupiah: int) -> None:
    shipped_table().require_lawful_base(base_rupiah, JANUARY)


@pytest.mark.parametrize("base_rupiah", [-1, 0, 999_999, 20_700_001, 10**15])
def test_an_income_below_the_floor_or_above_the_cap_is_refused(base_rupiah: int) -> None:
    with pytest.raises(Refused) as refusal:
        shipped_table().require_lawful_base(base_rupiah, JANUARY)

    assert refusal.value.code == "rate.base"
    assert str(refusal.value) == (
        "Dasar penghasilan BPU paling sedikit Rp 1.000.000 dan paling banyak Rp 20.700.000 sebulan."
    )


@pytest.mark.parametrize("row", [jkk(flat_rupiah=10_000), jkk(base_points=100)])
def test_without_a_floor_and_a_cap_the_lowest_income_is_still_the_lowest(row: Rate) -> None:
    table = RateTable.of([row])

    table.require_lawful_base(10**9, JANUARY)
    with pytest.raises(Refused) as refusal:
        table.require_lawful_base(999_999, JANUARY)

    assert str(refusal.value) == "Dasar penghasilan BPU paling sedikit Rp 1.000.000 sebulan."


def test_the_lowest_income_is_the_first_whose_share_reaches_the_floor() -> None:
    table = RateTable.of([jkk(base_points=30, floor_rupiah=10_000)])  # 10,000 / 0.3 % = 3,333,333.3

    table.require_lawful_base(3_333_334, JANUARY)
    with pytest.raises(Refused):
        table.require_lawful_base(3_333_333, JANUARY)


def test_a_month_without_a_rate_has_no_lawful_income() -> None:
    with pytest.raises(RateMissing):
        shipped_table().require_lawful_base(1_000_000, Month(2023, 12))


def test_an_income_that_nobody_confirmed_says_so() -> None:
    labels = [IncomeBase(1_500_000, JANUARY, verified, "PP", "lampiran").label for verified in (False, True)]

    assert labels == ["Rp 1.500.000 (belum diverifikasi)", "Rp 1.500.000"]


def wage(position: str, rupiah: int, valid_from: Month = JANUARY) -> ReferenceWage:
    return ReferenceWage(position, position, valid_from, rupiah, "PP", "berita", "high")


def test_the_shipped_wages_are_the_three_of_the_law() -> None:
    table = shipped_table()

    assert [w.wage_rupiah for w in table.wages_in(JANUARY)] == [2_426_640, 2_224_420, 2_022_200]
    assert table.lowest_wage(JANUARY).name == "Perangkat desa lainnya"


@pytest.mark.parametrize("reverse", [False, True])
def test_a_later_wage_replaces_the_earlier_one_of_its_position(reverse: bool) -> None:
    rows = [wage("a", 300), wage("a", 100, Month(2027, 7)), wage("b", 200)]
    table = RateTable.of([], wages=reversed(rows) if reverse else rows)

    in_force = [[(w.position, w.wage_rupiah) for w in table.wages_in(Month(2027, number))] for number in (6, 7)]

    assert in_force == [[("a", 300), ("b", 200)], [("b", 200), ("a", 100)]]
    assert [table.lowest_wage(Month(2027, number)).wage_rupiah for number in (6, 7)] == [200, 100]


def test_a_month_before_the_first_wage_is_an_error_that_says_what_to_add() -> None:
    table = RateTable.of([], wages=[wage("a", 300)])

    assert table.wages_in(Month(2026, 12)) == ()
    with pytest.raises(RateMissing) as refusal:
        table.lowest_wage(Month(2026, 12))

    assert str(refusal.value) == (
        "Belum ada upah resmi perangkat desa untuk Desember 2026. "
        "Tambahkan upahnya beserta dasar hukumnya sebelum menghitung."
    )
