"""A pledge as the rows of a budget sheet: how its months become rows, and what is said where a price is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.budget_codes import LONGEST_CODE, NO_CODE, BudgetCodes
from domain.budget_sheet import BudgetSheet, budget_sheet
from domain.calendar import Month
from domain.rates import ReferenceWage
from domain.refusal import Refused
from tests.support.pledges import BPU_JKM_FROM_JULY, line_of, officials, rates
from tests.support.workbooks import line


def sheet_of(*lines: dict, table=None) -> BudgetSheet:
    return budget_sheet([line_of(one) for one in lines], table or rates(), 2027)


def figures(sheet: BudgetSheet) -> list[tuple]:
    return [
        (row.number, row.period, row.volume, row.unit, row.unit_rupiah, row.amount_rupiah, row.source)
        for row in sheet.rows
    ]


def test_a_whole_year_at_one_price_is_one_row_and_leaves_no_month_without_money() -> None:
    sheet = sheet_of(line(60))

    assert figures(sheet) == [(1, "Januari s.d. Desember 2027", 720, "OB", 16_800, 12_096_000, "ADD")]
    assert sheet.rows[0].text == "Iuran JKK + JKM untuk 60 pekerja baru (BPU)"
    assert sheet.rows[0].basis == "JKK Rp 10.000 (1,00% dari Rp 1.000.000) + JKM Rp 6.800"
    assert sheet.notes == ()


def test_a_rate_that_changes_within_the_year_makes_a_row_for_each_price() -> None:
    amount = 10 * (6 * 16_800 + 6 * 18_000)

    sheet = sheet_of(line(10, amount_rupiah=amount), table=rates(BPU_JKM_FROM_JULY))

    assert figures(sheet) == [
        (1, "Januari s.d. Juni 2027", 60, "OB", 16_800, 1_008_000, "ADD"),
        (1, "Juli s.d. Desember 2027", 60, "OB", 18_000, 1_080_000, "ADD"),
    ]
    assert sheet.amount_rupiah == amount
    assert [row.basis[-8:] for row in sheet.rows] == ["Rp 6.800", "Rp 8.000"]


def test_a_late_start_and_an_early_end_name_the_months_without_money() -> None:
    late = line(10, start_month="2027-03", months=10, amount_rupiah=10 * 10 * 16_800)
    short = line(10, nature="continued", months=11, amount_rupiah=10 * 11 * 16_800)

    sheet = sheet_of(late, late, short)

    assert sheet.notes == (
        "Tanpa dana dari komitmen ini: Januari s.d. Februari 2027 (baris 1, 2).",
        "Tanpa dana dari komitmen ini: Desember 2027 (baris 3).",
    )


def test_months_after_december_are_another_budgets() -> None:
    sheet = sheet_of(line(10, start_month="2027-11", months=4, amount_rupiah=10 * 4 * 16_800, source="PBH"), line(1))

    assert [(row.number, row.year, row.period, row.volume) for row in sheet.rows] == [
        (1, 2027, "November s.d. Desember 2027", 20),
        (2, 2027, "Januari s.d. Desember 2027", 12),
        (1, 2028, "Januari s.d. Februari 2028", 20),
    ]
    assert sheet.years == (2027, 2028)
    assert sheet.by_source(2027) == {"PBH": 336_000, "ADD": 201_600}
    assert sheet.by_source(2028) == {"PBH": 336_000}
    assert "Bulan sesudah Desember 2027 (baris 1) dibayar APBDes tahun berikutnya." in sheet.notes


def test_officials_show_the_share_of_the_wage_that_they_named() -> None:
    (row,) = sheet_of(officials(4, 2_500_000, [13_500] * 12)).rows

    assert (row.volume, row.unit_rupiah, row.amount_rupiah) == (48, 13_500, 648_000)
    assert row.text == "Iuran JKK + JKM untuk 4 perangkat desa, pekerja baru (PU)"
    assert row.basis == "0,54% (JKK 0,24% + JKM 0,30%) dari upah Rp 2.500.000 sebulan"


def test_officials_without_a_wage_have_the_first_months_price_where_the_amount_proves_it() -> None:
    (row,) = sheet_of(officials(2, None, [10_920] * 12)).rows

    assert (row.volume, row.unit, row.unit_rupiah, row.amount_rupiah) == (24, "OB", 10_920, 262_080)
    assert row.basis.endswith("dari upah resmi terendah perangkat desa; besarnya tidak tersimpan dalam hasil beku")


WAGES = [
    ReferenceWage("official", "Perangkat desa lain", Month.parse(begun), rupiah, "PP 11/2019", "Lampiran", "high")
    for begun, rupiah in (("2019-01", 2_022_200), ("2027-07", 2_100_000))
]


def test_officials_without_a_wage_have_the_kept_lowest_one_in_each_month() -> None:
    table = replace(rates(), wages=tuple(WAGES))
    prices = [10_920] * 6 + [11_340] * 6  # 0,24% and 0,30% of each wage, rounded by themselves

    first, second = sheet_of(officials(2, None, prices), table=table).rows

    assert (first.unit, first.months, first.unit_rupiah, second.unit_rupiah) == ("OB", 6, 10_920, 11_340)
    assert first.basis.endswith("dari upah resmi terendah Rp 2.022.200 sebulan (Perangkat desa lain)")
    assert "Rp 2.100.000" in second.basis


def test_a_kept_wage_that_does_not_give_the_line_is_not_named() -> None:
    (row,) = sheet_of(officials(2, None, [10_000] * 12), table=replace(rates(), wages=tuple(WAGES))).rows

    assert row.basis.endswith("besarnya tidak tersimpan dalam hasil beku")


def test_where_the_price_of_each_month_is_not_known_persons_are_counted_and_nothing_is_made_up() -> None:
    sheet = sheet_of(officials(2, None, [10_920] * 6 + [11_000] * 6))

    assert figures(sheet) == [(1, "Januari s.d. Desember 2027", 2, "orang", 131_520, 263_040, "ADD")]
    assert (
        sheet.rows[0].basis == "Harga seorang untuk semua bulan itu; harga tiap bulan tidak tersimpan dalam hasil beku"
    )


def test_persons_counted_across_the_end_of_the_year_say_so() -> None:
    sheet = sheet_of(officials(2, None, [10_920, 10_920, 11_000], start_month="2027-11"))

    assert [(row.year, row.unit) for row in sheet.rows] == [(2027, "orang")]
    assert "Baris 1 memuat bulan sesudah Desember 2027; bagiannya tidak dapat dipisahkan." in sheet.notes


def test_rates_that_do_not_give_the_line_are_not_used() -> None:
    kept = line(10, unit_rupiah=8_400, amount_rupiah=10 * 12 * 8_400)
    odd = line(10, amount_rupiah=10 * (11 * 16_800 + 1))

    assert figures(sheet_of(kept))[0][2:6] == (120, "OB", 8_400, 1_008_000)
    assert sheet_of(kept).rows[0].basis == "Harga bulan pertama; tarifnya tidak tersimpan dalam hasil beku"
    assert figures(sheet_of(odd))[0][2:6] == (10, "orang", 184_801, 1_848_010)


def test_a_programme_without_a_kept_rate_does_not_stop_the_sheet() -> None:
    kept = line(5, programmes=["JKK", "JKM", "JHT"], unit_rupiah=36_800, amount_rupiah=5 * 12 * 36_800)

    assert figures(sheet_of(kept))[0][2:6] == (60, "OB", 36_800, 2_208_000)


def test_no_code_is_made_up_for_vulnerable_workers() -> None:
    assert BudgetCodes().of("BPU") == (NO_CODE, NO_CODE)
    assert not any(sign.isdigit() for sign in NO_CODE)
    assert [code[:8] for code in BudgetCodes().of("PU")] == ["1.1.03 P", "5.1.3.03"]
    said = BudgetCodes(" 2.1.90 ", "5.2.7.90", "a", "b")
    assert (said.of("BPU"), said.of("PU")) == (("2.1.90", "5.2.7.90"), ("a", "b"))
    assert (BudgetCodes(officials_activity="a").suggests_for_officials, said.suggests_for_officials) == (True, False)


def test_a_code_longer_than_its_place_is_refused() -> None:
    BudgetCodes(activity="x" * LONGEST_CODE).check()
    with pytest.raises(Refused) as refusal:
        BudgetCodes(account="x" * (LONGEST_CODE + 1)).check()
    assert (refusal.value.code, refusal.value.field) == ("annexes.code", "account")
