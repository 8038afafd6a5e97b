"""What holds for every amount of rupiah."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.money import format_number, format_rupiah, format_rupiah_short, in_words, parse_rupiah

amounts = st.one_of(
    st.integers(0, 10**15),
    st.integers(0, 10**7),
    st.builds(lambda n, zeros: n * 10**zeros, st.integers(0, 999), st.integers(0, 12)),
)

SHORT_UNITS = {"juta": 10**6, "miliar": 10**9, "triliun": 10**12}

DIGIT_WORDS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


@pytest.mark.parametrize(
    "typed_as",
    [
        format_rupiah,
        format_number,
        str,
        lambda n: f"Rp{n}",
        lambda n: f"rp. {format_number(n)}",
        lambda n: f"{format_number(n)},00",
        lambda n: f"RP\u00a0{format_number(n)},-",
        lambda n: f"\t{n}\u3000",
    ],
)
@given(n=amounts)
def test_an_amount_that_is_written_is_read_back(typed_as: Callable[[int], str], n: int) -> None:
    assert parse_rupiah(typed_as(n)) == n


@given(
    st.integers(0, 9999),
    st.sampled_from(
        [("ribu", 10**3), ("RB", 10**3), ("juta", 10**6), ("jt", 10**6), ("Miliar", 10**9), ("milyar", 10**9)]
    ),
    st.sampled_from(["", " ", "\u00a0"]),
)
def test_a_unit_multiplies(number: int, unit: tuple[str, int], space: str) -> None:
    name, size = unit

    assert parse_rupiah(f"{number}{space}{name}") == number * size
    assert parse_rupiah(f"Rp {format_number(number)}{space}{name}") == number * size


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_decimals_before_a_unit_are_exact(whole: int, hundredths: int) -> None:
    assert parse_rupiah(f"{whole},{hundredths:02d} juta") == whole * 1_000_000 + hundredths * 10_000


@given(st.one_of(st.text(), st.text("0123456789., -rpRPjutaibmly()e_\u00a0")))
@example("0.5")
@example("9" * 5000)
def test_any_text_is_a_whole_amount_or_refused_with_a_reason_in_indonesian(text: str) -> None:
    try:
        reason, amount = None, parse_rupiah(text)
    except ValueError as refusal:
        reason, amount = str(refusal), 0

    assert reason is None or reason.endswith(".")  # ours end in a full stop, Python's own do not
    assert type(amount) is int
    assert 0 <= amount <= 10**15


@given(amounts)
@example(999_949_999)
@example(999_950_000)
@example(1_050_000)
@example(999_950_000_000)
def test_a_short_amount_never_lies_by_more_than_half_a_tenth(n: int) -> None:
    text = format_rupiah_short(n)

    if n < 1_000_000:
        assert text == format_rupiah(n)
        return
    _, number, unit = text.split(" ")
    whole, _, tenth = number.partition(",")
    tenths = int(whole.replace(".", "")) * 10 + int(tenth or "0")
    assert 2 * abs(tenths * SHORT_UNITS[unit] - n * 10) <= SHORT_UNITS[unit]
    assert tenths >= 10  # never 0,9 miliar
    assert tenths < 10_000 or unit == "triliun"  # never 1.000 juta


@given(amounts, amounts)
def test_a_bigger_amount_never_looks_smaller_in_short(one: int, other: int) -> None:
    smaller, bigger = sorted((one, other))

    assert _short_value(smaller) <= _short_value(bigger)


@given(amounts)
def test_the_words_say_the_amount(n: int) -> None:
    words = in_words(n).split()

    assert words[-1] == "rupiah"
    assert _value(words[:-1]) == n


def _short_value(n: int) -> int:
    """Ten times the amount that the short form shows."""
    _, number, *unit = format_rupiah_short(n).split(" ")
    whole, _, tenth = number.partition(",")
    return (int(whole.replace(".", "")) * 10 + int(tenth or "0")) * (SHORT_UNITS[unit[0]] if unit else 1)


def _value(words: list[str]) -> int:
    """Read Indonesian number words the slow way, word by word."""
    total = group = digit = 0
    for word in words:
        if word in DIGIT_WORDS:
            digit = DIGIT_WORDS.index(word)
            continue
        if word in SCALES:
            total, group = total + (group + digit) * SCALES[word], 0
        elif word == "seribu":
            total += 1_000
        else:
            group += {"sepuluh": 10, "sebelas": 11, "seratus": 100}.get(word, 0)
            group += {"belas": 10 + digit, "puluh": 10 * digit, "ratus": 100 * digit}.get(word, 0)
        digit = 0
    return total + group + digit
