from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import Month
from domain.new_rate import check_new_rate, parse_points
from domain.rates import Rate
from domain.refusal import Refused

OLD = Rate("BPU", "JKM", Month(2024, 1), None, None, 6_800, None, None, "PP 44/2015", "Berita", "high")
NEW = replace(OLD, valid_from=Month(2027, 1), flat_rupiah=7_000, legal_basis="PP baru")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"programme": "JHX"}, "rate.programme"),
        ({"segment": "XYZ"}, "rate.programme"),
        ({"confidence": ""}, "rate.confidence"),
        ({"legal_basis": ""}, "rate.basis"),
        ({"source": "a\nb"}, "rate.source"),
        ({"base_points": 100}, "rate.amount"),
        ({"flat_rupiah": None}, "rate.amount"),
        ({"flat_rupiah": 0}, "rate.amount"),
        ({"flat_rupiah": None, "base_points": 10_001}, "rate.amount"),
        ({"floor_rupiah": 10}, "rate.bounds"),
        ({"flat_rupiah": None, "base_points": 10, "floor_rupiah": 9, "cap_rupiah": 8}, "rate.bounds"),
        ({"valid_until": Month(2026, 12)}, "rate.months"),
        ({"valid_from": Month(2024, 1)}, "rate.overlap"),
        ({"valid_from": Month(2023, 12)}, "rate.overlap"),
    ],
)
def test_a_row_that_is_no_rate_or_overlaps_is_refused(change: dict[str, Any], code: str) -> None:
    check_new_rate(NEW, [OLD])

    with pytest.raises(Refused) as refusal:
        check_new_rate(replace(NEW, **change), [OLD])

    assert refusal.value.code == code


def test_a_row_may_not_begin_while_another_one_with_an_end_is_in_force() -> None:
    ended = replace(OLD, valid_until=Month(2027, 1))

    with pytest.raises(Refused, match="sampai Januari 2027"):
        check_new_rate(NEW, [ended])
    check_new_rate(replace(NEW, valid_from=Month(2027, 2)), [ended])
    check_new_rate(NEW, [replace(ended, programme="JKK"), replace(ended, segment="PU")])


@pytest.mark.parametrize("text", ["", "0.24", "1,234", "-1", "satu"])
def test_a_percentage_is_never_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="koma"):
        parse_points(text)
