"""Months, dates and times as the meeting says them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from domain.calendar import Month, as_utc, date_label, time_label


@pytest.mark.parametrize(
    ("text", "month"), [("2027-01", Month(2027, 1)), ("2026-10", Month(2026, 10)), (" 2026-12\n", Month(2026, 12))]
)
def test_a_month_is_read_as_year_and_number(text: str, month: Month) -> None:
    assert Month.parse(text) == month


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-1", "2026-00", "2026-13", "26-10", "10-2026", "2026-10-01", "2026/10", "0000-10", "٢٠٢٦-١٠"],
)
def test_another_form_of_a_month_is_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(ValueError) as refusal:
        Month.parse(text)

    assert str(refusal.value) == f"Bulan “{text}” tidak terbaca. Tulis tahun-bulan, misalnya 2026-10."


@pytest.mark.parametrize("month", [Month(2027, 1), Month(2026, 10), Month(2026, 12)])
def test_a_written_month_is_read_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0, "2026-10"),
        (2, "2026-12"),
        (3, "2027-01"),
        (14, "2027-12"),
        (15, "2028-01"),
        (-9, "2026-01"),
        (-10, "2025-12"),
    ],
)
def test_months_are_added_over_the_turn_of_the_year(months: int, expected: str) -> None:
    assert str(Month(2026, 10).plus(months)) == expected


def test_months_are_ordered_in_time() -> None:
    months = [Month(2027, 1), Month(2026, 12), Month(2026, 2)]

    assert sorted(months) == [Month(2026, 2), Month(2026, 12), Month(2027, 1)]


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (Month(2026, 10), date(2026, 10, 31)),
        (Month(2026, 12), date(2026, 12, 31)),
        (Month(2027, 2), date(2027, 2, 28)),
        (Month(2028, 2), date(2028, 2, 29)),
        (Month(9999, 12), date(9999, 12, 31)),
    ],
)
def test_the_last_day_of_a_month(month: Month, day: date) -> None:
    assert month.last_day == day


def test_months_have_indonesian_names() -> None:
    labels = [Month(2026, number).label for number in range(1, 13)]

    assert labels == [
        "Januari 2026",
        "Februari 2026",
        "Maret 2026",
        "April 2026",
        "Mei 2026",
        "Juni 2026",
        "Juli 2026",
        "Agustus 2026",
        "September 2026",
        "Oktober 2026",
        "November 2026",
        "Desember 2026",
    ]


def test_a_short_label_has_three_letters() -> None:
    assert (Month(2026, 10).short_label, Month(2026, 8).short_label) == ("Okt 2026", "Agu 2026")


def test_a_week_of_dates_has_the_days_of_the_week() -> None:
    labels = [date_label(date(2026, 11, day)) for day in range(16, 23)]

    assert labels == [
        "Senin, 16 November 2026",
        "Selasa, 17 November 2026",
        "Rabu, 18 November 2026",
        "Kamis, 19 November 2026",
        "Jumat, 20 November 2026",
        "Sabtu, 21 November 2026",
        "Minggu, 22 November 2026",
    ]


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        (datetime(2026, 11, 22, 3, 42, 7, tzinfo=UTC), "10.42.07"),
        (datetime(2026, 11, 22, 17, 0, 0, tzinfo=UTC), "00.00.00"),
        (datetime(2026, 11, 22, 9, 5, 0, tzinfo=timezone(timedelta(hours=9))), "07.05.00"),
    ],
)
def test_the_time_is_western_indonesian_whatever_the_zone_of_the_moment(moment: datetime, label: str) -> None:
    assert time_label(moment, seconds=True) == label
    assert time_label(moment) == label[:5]


def test_a_moment_without_a_zone_is_utc() -> None:
    moment = datetime(2026, 11, 22, 3, 42)  # noqa: DTZ001 - as SQLite gives it back

    assert as_utc(moment).isoformat() == "2026-11-22T03:42:00+00:00"


def test_a_moment_with_a_zone_keeps_its_instant() -> None:
    moment = datetime(2026, 11, 22, 10, 42, tzinfo=timezone(timedelta(hours=7)))

    assert as_utc(moment).isoformat() == "2026-11-22T03:42:00+00:00"
