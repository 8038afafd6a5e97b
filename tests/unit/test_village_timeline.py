"""Promised months over several meetings: each counts once, gaps are told, nothing is called paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Month
from domain.money import Rupiah
from domain.village_timeline import MeetingPledge, PromisedMonths, promised_months, scholarship_sentence
from tests.support.follow_up import pledged


def pledge(*lines: Any, **said: Any) -> MeetingPledge:
    return MeetingPledge(
        "Rapat", date(2026, 11, 22), 2027, "APBDes", "rapat ditutup", tuple(one.line for one in lines), Rupiah(1),
        is_frozen=True, **said,
    )  # fmt: skip


starts = st.integers(0, 60).map(Month(2027, 1).plus)
runs = st.lists(st.tuples(starts, st.integers(1, 12)), max_size=6)


@given(runs)
def test_every_month_counts_once_in_its_year(found: list[tuple[Month, int]]):
    promised = promised_months(pledge(pledged(months=months, start=str(start))) for start, months in found)

    expected = {start.plus(offset) for start, months in found for offset in range(months)}
    assert promised.months == tuple(sorted(expected))
    assert sum(promised.by_year.values()) == len(expected)
    assert (promised.longest == 0) == (not expected)
    assert promised.longest <= len(expected)
    assert any(
        all(first.plus(offset) in expected for offset in range(promised.longest)) for first in expected or {Month(1, 1)}
    )


def test_a_gap_ends_what_is_on_end():
    promised = promised_months([pledge(pledged(months=3)), pledge(pledged(months=5, start="2027-06"))])

    assert promised.by_year == {2027: 8}
    assert promised.longest == 5


def test_two_years_without_a_gap_are_on_end():
    promised = promised_months([pledge(pledged()), pledge(pledged(start="2028-01"))])

    assert promised.by_year == {2027: 12, 2028: 12}
    assert promised.longest == 24


def test_the_sentence_says_promised_and_never_paid():
    short = scholarship_sentence(promised_months([pledge(pledged())]), 36)
    enough = scholarship_sentence(PromisedMonths(tuple(Month(2027, 1).plus(n) for n in range(36))), 36)

    assert "bila semua dibayar baru 12 bulan yang dijanjikan" in short
    assert "terputus" not in short
    assert "cukup" in enough
    assert "bukan masa iur seorang pekerja" in enough


def test_a_gap_is_told_as_unknown():
    promised = promised_months([pledge(pledged(months=3)), pledge(pledged(months=5, start="2027-06"))])

    assert "belum diketahui" in scholarship_sentence(promised, 36)


def test_what_is_withdrawn_or_missing_is_said():
    assert pledge().text == "tanpa komitmen"
    assert pledge(is_withdrawn=True).text == "komitmen ditarik"
