"""What a village may pledge, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import Month
from domain.commitment import (
    FUNDING_SOURCES,
    Line,
    LineRequest,
    Situation,
    make_lines,
    total_rupiah,
    total_workers,
    warnings_for,
)
from domain.coverage import Counts
from domain.money import Rupiah
from domain.rates import Rate, RateMissing, RateTable
from domain.refusal import Refused

LONG_AGO = Month(2024, 1)
JANUARY = Month(2027, 1)


def bpu(programme: Any, rupiah: int, first: Month = LONG_AGO, last: Month | None = None) -> Rate:
    return Rate("BPU", programme, first, last, None, rupiah, None, None, "PP", "berita", "high")


SITUATION = Situation(
    counts=Counts(eligible=612, active=231, inactive=40),
    budget_year=2027,
    rates=RateTable.of([bpu("JKK", 10_000), bpu("JKM", 6_800)]),
)
REQUEST = LineRequest("new", 25, 12, JANUARY, "ADD")


def refused(*requests: LineRequest, situation: Situation = SITUATION) -> tuple[str, str, str | None]:
    with pytest.raises(Refused) as refusal:
        make_lines(requests, situation)
    return refusal.value.code, refusal.value.reason, refusal.value.field


def warned(*requests: LineRequest, budget_year: int = 2027) -> list[str]:
    return [warning.code for warning in warnings_for(requests, budget_year)]


def test_a_pledge_of_100_workers_for_a_year_costs_20160000() -> None:
    (line,) = make_lines([replace(REQUEST, workers=100)], SITUATION)

    assert line == Line(
        nature="new",
        segment="BPU",
        workers=100,
        months=12,
        start_month=JANUARY,
        programmes=("JKK", "JKM"),
        source="ADD",
        unit_rupiah=Rupiah(16_800),
        amount_rupiah=Rupiah(20_160_000),
    )


def test_a_pledge_keeps_the_order_of_its_lines_and_adds_them_up() -> None:
    continued = LineRequest("continued", 10, 6, Month(2027, 7), "PBH")

    lines = make_lines([REQUEST, continued], SITUATION)

    assert [(line.nature, line.source, line.amount_rupiah) for line in lines] == [
        ("new", "ADD", 5_040_000),
        ("continued", "PBH", 1_008_000),
    ]
    assert total_rupiah(lines) == 6_048_000
    assert (total_workers(lines), total_workers(lines, "new"), total_workers(lines, "continued")) == (35, 25, 10)


def test_a_pledge_without_lines_adds_up_to_nothing() -> None:
    assert (total_rupiah([]), total_workers([]), total_workers([], "new")) == (0, 0, 0)


def test_the_programmes_asked_for_are_the_ones_paid_for() -> None:
    (line,) = make_lines([replace(REQUEST, programmes=("JKK",))], SITUATION)

    assert (line.programmes, line.unit_rupiah, line.amount_rupiah) == (("JKK",), 10_000, 3_000_000)


def test_the_unit_is_the_first_month_and_the_amount_follows_each_month() -> None:
    rates = RateTable.of(
        [bpu("JKK", 10_000, last=Month(2027, 6)), bpu("JKK", 12_000, Month(2027, 7)), bpu("JKM", 6_800)]
    )

    (line,) = make_lines([REQUEST], replace(SITUATION, rates=rates))

    assert (line.unit_rupiah, line.amount_rupiah) == (16_800, 25 * (6 * 16_800 + 6 * 18_800))


def test_a_month_without_a_rate_refuses_the_pledge() -> None:
    situation = replace(SITUATION, rates=RateTable.of([bpu("JKK", 10_000), bpu("JKM", 6_800, last=Month(2027, 11))]))

    with pytest.raises(RateMissing) as refusal:
        make_lines([REQUEST], situation)

    assert refusal.value.code == "rate.missing"


def test_a_line_says_itself_in_words() -> None:
    lines = make_lines(
        [REQUEST, LineRequest("continued", 1_200, 6, JANUARY, "PADes")],
        replace(SITUATION, counts=Counts(5_000, 1_200)),
    )

    assert [line.text for line in lines] == [
        "25 pekerja baru × 12 bulan · ADD",
        "1.200 pekerja lanjutan × 6 bulan · PADes",
    ]


def test_new_workers_may_be_all_the_uncovered_and_not_one_more() -> None:
    (line,) = make_lines([replace(REQUEST, workers=381)], SITUATION)

    assert line.workers == 381
    assert refused(replace(REQUEST, workers=382)) == (
        "commitment.workers",
        "Pekerja baru 382 melebihi yang belum terlindungi di desa ini: 381 pekerja BPU.",
        "workers",
    )


def test_continued_workers_may_be_all_the_active_and_not_one_more() -> None:
    (line,) = make_lines([replace(REQUEST, nature="continued", workers=231)], SITUATION)

    assert line.workers == 231
    assert refused(replace(REQUEST, nature="continued", workers=232)) == (
        "commitment.workers",
        "Pekerja lanjutan 232 melebihi yang aktif di desa ini: 231 pekerja BPU.",
        "workers",
    )


def test_the_ceiling_holds_over_all_lines_together() -> None:
    lines = [replace(REQUEST, workers=200), replace(REQUEST, workers=182, source="PBH")]

    assert refused(*lines) == (
        "commitment.workers",
        "Pekerja baru 382 melebihi yang belum terlindungi di desa ini: 381 pekerja BPU.",
        "2.workers",
    )


def test_new_and_continued_workers_have_ceilings_of_their_own() -> None:
    lines = make_lines([replace(REQUEST, workers=381), replace(REQUEST, nature="continued", workers=231)], SITUATION)

    assert total_workers(lines) == 612


def test_a_village_without_uncovered_workers_takes_no_new_ones() -> None:
    full = replace(SITUATION, counts=Counts(231, 231))

    assert refused(replace(REQUEST, workers=1), situation=full) == (
        "commitment.workers",
        "Pekerja baru 1 melebihi yang belum terlindungi di desa ini: 0 pekerja BPU.",
        "workers",
    )


ZERO = ("commitment.workers", "Jumlah pekerja harus lebih dari 0.", "workers")
TOO_MANY = ("commitment.workers", "Jumlah pekerja terlalu besar; periksa angkanya.", "workers")
MONTHS = ("commitment.months", "Lama perlindungan 1 sampai 12 bulan.", "months")
START = ("commitment.start_month", "Bulan mulai harus dalam tahun anggaran 2027.", "start_month")
SOURCE = (
    "commitment.source",
    "Sumber dana itu tidak dikenal. Pilih salah satu: ADD, PBH, PADes, DD, Bankeu.",
    "source",
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"workers": 0}, ZERO),
        ({"workers": -1}, ZERO),
        ({"workers": 10**9 + 1}, TOO_MANY),
        ({"workers": 10**12}, TOO_MANY),
        ({"months": 0}, MONTHS),
        ({"months": -1}, MONTHS),
        ({"months": 13}, MONTHS),
        ({"start_month": Month(2026, 12)}, START),
        ({"start_month": Month(2028, 1)}, START),
        ({"source": "APBD"}, SOURCE),
        ({"source": "add"}, SOURCE),
        ({"source": ""}, SOURCE),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused_with_the_reason(
    changed: dict[str, Any], expected: tuple[str, str, str | None]
) -> None:
    assert refused(replace(REQUEST, **changed)) == expected


def test_one_bad_line_refuses_the_whole_pledge() -> None:
    assert refused(REQUEST, replace(REQUEST, workers=0)) == (ZERO[0], f"Baris 2: {ZERO[1]}", "2.workers")


def test_a_pledge_without_lines_is_refused() -> None:
    assert refused() == (
        "commitment.workers",
        "Isi jumlah pekerja baru atau lanjutan, paling sedikit 1.",
        "workers",
    )


@pytest.mark.parametrize("months", [1, 12])
@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize("source", list(FUNDING_SOURCES))
def test_every_source_and_every_month_of_the_year_can_be_pledged(months: int, number: int, source: str) -> None:
    (line,) = make_lines([LineRequest("new", 1, months, Month(2027, number), source)], SITUATION)

    assert line.amount_rupiah == 16_800 * months


def test_a_full_budget_year_from_add_needs_no_warning() -> None:
    assert warned(REQUEST) == []


@pytest.mark.parametrize(
    ("number", "months", "codes"),
    [
        (1, 12, []),
        (1, 11, ["gap_months"]),
        (2, 11, ["gap_months"]),
        (12, 1, ["gap_months"]),
        (2, 12, ["beyond_budget_year", "gap_months"]),
        (12, 12, ["beyond_budget_year", "gap_months"]),
    ],
)
def test_months_outside_or_missing_in_the_budget_year_are_warned_of(number: int, months: int, codes: list[str]) -> None:
    assert warned(replace(REQUEST, start_month=Month(2027, number), months=months)) == codes


@pytest.mark.parametrize(
    ("number", "beginning"),
    [
        (1, "Tidak setahun penuh: tiga bulan"),
        (2, "Januari 2027 tanpa iuran dari komitmen ini"),
        (5, "Januari 2027 sampai April 2027 tanpa iuran dari komitmen ini"),
    ],
)
def test_a_gap_at_the_beginning_of_the_year_is_named(number: int, beginning: str) -> None:
    (gap,) = warnings_for([replace(REQUEST, start_month=Month(2027, number), months=6)], 2027)

    assert gap.text.startswith(beginning)
    assert (gap.code, gap.confidence) == ("gap_months", "medium")


def test_the_village_fund_is_warned_of_once_whatever_the_lines() -> None:
    village_fund = replace(REQUEST, source="DD")

    assert warned(REQUEST, village_fund, village_fund) == ["village_fund"]


def test_the_warning_on_the_village_fund_says_what_is_known_for_its_year() -> None:
    village_fund = replace(REQUEST, source="DD")

    (for_2027,) = warnings_for([village_fund], 2027)
    (for_2026,) = warnings_for([replace(village_fund, start_month=Month(2026, 1))], 2026)

    assert (for_2027.text, for_2027.confidence) == (
        "Aturan DD 2027 belum ditemukan. Tanyakan DPMD sebelum menganggarkan.",
        "low",
    )
    assert (for_2026.text, for_2026.basis, for_2026.confidence) == (
        "DD 2026 dilaporkan aman hanya untuk pekerja PKTD, dan dibaca berbeda di tempat lain. Tanyakan DPMD.",
        "Permendesa 16/2025 (pemberitaan)",
        "medium",
    )
