"""A count of workers as people type it."""

from __future__ import annotations

import pytest

from domain.commitment import parse_workers
from domain.refusal import Refused

NOT_WHOLE = "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."


@pytest.mark.parametrize(
    ("typed", "workers"),
    [
        ("60", 60),
        (" 60 ", 60),
        ("\u00a060\t", 60),
        (60, 60),
        ("1.200", 1_200),
        ("12.345.678", 12_345_678),
        ("0", 0),
        ("007", 7),
        ("123.456", 123_456),
        ("9" * 18, 999_999_999_999_999_999),
    ],
)
def test_a_count_of_workers_is_read(typed: object, workers: int) -> None:
    assert parse_workers(typed) == workers


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Isi jumlah pekerja, misalnya 60."),
        ("  ", "Isi jumlah pekerja, misalnya 60."),
        ("-5", "Jumlah pekerja tidak boleh negatif."),
        (-5, "Jumlah pekerja tidak boleh negatif."),
        ("-1.200", "Jumlah pekerja tidak boleh negatif."),
        ("enam puluh", NOT_WHOLE),
        ("60 orang", NOT_WHOLE),
        ("1.5", NOT_WHOLE),
        ("1,5", NOT_WHOLE),
        ("1,200", NOT_WHOLE),
        ("1.20", NOT_WHOLE),
        ("1.2000", NOT_WHOLE),
        ("1234.567", NOT_WHOLE),
        ("0.500", NOT_WHOLE),
        (".500", NOT_WHOLE),
        (60.5, NOT_WHOLE),
        ("1e3", NOT_WHOLE),
        ("1_000", NOT_WHOLE),
        ("1 200", NOT_WHOLE),
        ("+5", NOT_WHOLE),
        ("nan", NOT_WHOLE),
        ("\u0666\u0660", NOT_WHOLE),
        ("6\u00b2", NOT_WHOLE),
        (None, NOT_WHOLE),
        (True, NOT_WHOLE),
        ("9" * 19, "Jumlah pekerja terlalu besar."),
        ("9" * 5000, "Jumlah pekerja terlalu besar."),
    ],
)
def test_what_is_no_count_of_workers_is_refused_at_its_field(typed: object, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_workers(typed, field="continued")

    assert (refusal.value.code, refusal.value.reason, refusal.value.field) == (
        "commitment.workers",
        reason,
        "continued",
    )
