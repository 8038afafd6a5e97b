"""Rupiah as Indonesians type, write and say them."""

from __future__ import annotations

import pytest

from domain.money import LARGEST, format_number, format_rupiah, format_rupiah_short, in_words, parse_rupiah

EMPTY = "Jumlahnya kosong. Ketik angka, misalnya 20.160.000 atau 20 juta."
NO_DIGITS = "Angkanya belum ada."
NO_AMOUNT = "Ini bukan jumlah rupiah. Ketik angka, misalnya 20.160.000 atau 20 juta."
NEGATIVE = "Jumlah tidak boleh negatif."
COMMA = "Koma hanya untuk sen (,00). Pakai titik untuk ribuan, misalnya 16.800."
DOT = "Titik memisahkan ribuan: tepat tiga angka di belakangnya, bukan 0 di depannya, misalnya 16.800."
SPACE = "Ada spasi di tengah angka. Pakai titik untuk ribuan, misalnya 20.160.000."
TWO_UNITS = "Tulis satu angka dengan satu satuan, misalnya 1,5 juta."
NOT_WHOLE = "Jumlahnya bukan rupiah bulat."
TOO_BIG = "Jumlahnya terlalu besar; periksa banyaknya angka nol."
TOO_LONG = "Ini terlalu panjang untuk sebuah jumlah. Ketik angka, misalnya 20.160.000 atau 20 juta."

# Every character that Unicode calls a separator, and the white space of ASCII.
SPACES = (
    " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def unknown_unit(unit: str) -> str:
    return f"Satuan “{unit}” tidak dikenal. Yang dikenal: ribu, juta, miliar."


def two_meanings(typed: str) -> str:
    return f"“{typed}” dapat berarti dua hal. Pakai titik untuk ribuan: 1.500.000."


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("0", 0),
        ("20160000", 20_160_000),
        ("20.160.000", 20_160_000),
        ("Rp 20.160.000", 20_160_000),
        ("Rp. 16.800", 16_800),
        ("Rp20.160.000,00", 20_160_000),
        ("20.160.000,-", 20_160_000),
        ("20 juta", 20_000_000),
        ("20jt", 20_000_000),
        ("1,5 juta", 1_500_000),
        ("584,6 juta", 584_600_000),
        ("500 ribu", 500_000),
        ("500rb", 500_000),
        ("1,2 miliar", 1_200_000_000),
        ("2 milyar", 2_000_000_000),
    ],
)
def test_what_people_type_is_read_in_any_case(typed: str, rupiah: int) -> None:
    readings = [parse_rupiah(form) for form in (typed, typed.upper(), typed.lower(), typed.swapcase())]

    assert readings == [rupiah] * 4


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("Rp16.800", 16_800),
        ("Rp.16.800", 16_800),
        ("Rp 20 juta", 20_000_000),
        ("Rp1,5jt", 1_500_000),
        ("Rp 16.800,-", 16_800),
        ("16.800,00", 16_800),
        ("1.500 juta", 1_500_000_000),
        ("1,25 juta", 1_250_000),
        ("1234,500 juta", 1_234_500_000),
        ("1.234,500 juta", 1_234_500_000),
        ("0,5 juta", 500_000),
        ("16,8 ribu", 16_800),
        ("1000000000000000", 10**15),
        ("1.000.000 miliar", 10**15),
    ],
)
def test_the_parts_of_an_amount_combine(typed: str, rupiah: int) -> None:
    assert parse_rupiah(typed) == rupiah


@pytest.mark.parametrize("space", SPACES, ids=[f"U+{ord(space):04X}" for space in SPACES])
def test_any_unicode_space_is_forgiven_at_the_ends_and_after_rp(space: str) -> None:
    amount = parse_rupiah(f"{space}{space}Rp{space}20.160.000{space}")
    with_unit = parse_rupiah(f"Rp.{space}20{space}juta{space}")

    assert (amount, with_unit) == (20_160_000, 20_000_000)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("16,800", COMMA),
        ("1.5", DOT),
        ("10.00", DOT),
        ("1.00.0", DOT),
        ("1.234.56", DOT),
        ("1.5 juta", DOT),
        ("1,500 juta", two_meanings("1,500 juta")),
        ("1 juta 500 ribu", TWO_UNITS),
        ("1juta500ribu", TWO_UNITS),
        ("20 160 000", SPACE),
        ("20\u00a0160\u00a0000", SPACE),
        ("20. 160.000", SPACE),
        ("1 5 juta", SPACE),
        ("(500)", NO_AMOUNT),
        ("(20.160.000)", DOT),
        ("16.800,50", COMMA),
        ("16.800,01", COMMA),
        ("16.800,0", COMMA),
        ("16.800,000", COMMA),
        ("1e3", TWO_UNITS),
        ("1E3", TWO_UNITS),
        ("1_000", NO_AMOUNT),
        ("NaN", unknown_unit("nan")),
        ("Infinity", unknown_unit("infinity")),
        ("inf", unknown_unit("inf")),
        ("∞", NO_AMOUNT),
        ("-5", NEGATIVE),
        ("-20.160.000", NEGATIVE),
        ("\u22125", NEGATIVE),
        ("Rp -5", NEGATIVE),
        ("-Rp 5", NEGATIVE),
        ("-1,5 juta", NEGATIVE),
        ("", EMPTY),
        (" \u00a0\t", EMPTY),
        ("\u0661\u0662\u0663", NO_AMOUNT),  # Arabic-Indic digits
        ("\uff12\uff10", NO_AMOUNT),  # full-width digits
        ("\u0967\u0968 juta", NO_AMOUNT),  # Devanagari digits
        ("5\u00b2", NO_AMOUNT),
    ],
)
def test_what_is_ambiguous_or_no_whole_rupiah_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_rupiah(typed)

    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Rp", NO_DIGITS),
        ("juta", NO_DIGITS),
        (",-", NO_DIGITS),
        (",00", NO_DIGITS),
        ("0.500", DOT),
        ("0.500 juta", DOT),
        ("000.500", DOT),
        (".500", DOT),
        ("16.800.", DOT),
        ("1234.567", DOT),
        ("1..000", DOT),
        ("0,500 juta", two_meanings("0,500 juta")),
        ("150,500 juta", two_meanings("150,500 juta")),
        ("1,2345 ribu", NOT_WHOLE),
        ("1,1234567 juta", NOT_WHOLE),
        ("1,0000000000000000000000000000001 juta", NOT_WHOLE),
        ("1.234,5", COMMA),
        ("5,", COMMA),
        (",5 juta", COMMA),
        ("1,,5 juta", COMMA),
        ("16.800,00,-", COMMA),
        ("16.800,--", COMMA),
        ("+5", NO_AMOUNT),
        ("dua puluh juta", NO_AMOUNT),
        ("20 ton", unknown_unit("ton")),
        ("20 juta rupiah", unknown_unit("rupiah")),
        ("20 trilyun", unknown_unit("trilyun")),
        ("Rp Rp 5", NO_AMOUNT),
        ("20 juta,-", TWO_UNITS),
        ("\u200b5", NO_AMOUNT),
        ("=5+5", NO_AMOUNT),
    ],
)
def test_other_slips_are_refused_with_a_reason_that_fits(typed: str, reason: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_rupiah(typed)

    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    "typed", ["1.000.000.000.000.001", "1000000000000001", "1.000.001 miliar", "9" * 60, "9" * 50 + " juta"]
)
def test_more_than_a_thousand_trillion_is_a_slip(typed: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_rupiah(typed)

    assert str(refusal.value) == TOO_BIG
    assert LARGEST == 1_000_000_000_000_000


@pytest.mark.parametrize("typed", ["9" * 5000, "9" * 5000 + " juta", "1," + "0" * 5000 + " juta", "a" * 10**6])
def test_a_text_of_any_length_is_refused_in_indonesian(typed: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_rupiah(typed)

    assert str(refusal.value) == TOO_LONG


def test_64_signs_are_read_and_65_are_not() -> None:
    readable, too_long = "0" * 63 + "5", "0" * 64 + "5"

    assert parse_rupiah(readable) == 5
    with pytest.raises(ValueError) as refusal:
        parse_rupiah(too_long)
    assert str(refusal.value) == TOO_LONG


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (32944, "32.944"), (20_160_000, "20.160.000"), (-1500, "-1.500")],
)
def test_dots_separate_thousands(number: int, text: str) -> None:
    assert format_number(number) == text


@pytest.mark.parametrize(
    ("rupiah", "text"),
    [(0, "Rp 0"), (16_800, "Rp 16.800"), (5_040_000, "Rp 5.040.000"), (10**12, "Rp 1.000.000.000.000")],
)
def test_an_amount_is_written_in_full(rupiah: int, text: str) -> None:
    assert format_rupiah(rupiah) == text


@pytest.mark.parametrize(
    ("rupiah", "text"),
    [
        (0, "Rp 0"),
        (16_800, "Rp 16.800"),
        (999_999, "Rp 999.999"),
        (1_000_000, "Rp 1 juta"),
        (1_049_999, "Rp 1 juta"),
        (1_050_000, "Rp 1,1 juta"),
        (20_160_000, "Rp 20,2 juta"),
        (213_300_000, "Rp 213,3 juta"),
        (584_640_000, "Rp 584,6 juta"),
        (999_949_999, "Rp 999,9 juta"),
        (999_950_000, "Rp 1 miliar"),
        (1_200_000_000, "Rp 1,2 miliar"),
        (999_949_999_999, "Rp 999,9 miliar"),
        (999_950_000_000, "Rp 1 triliun"),
        (1_500_000_000_000_000, "Rp 1.500 triliun"),
    ],
)
def test_a_big_amount_is_shortened_to_one_decimal_rounded_half_up(rupiah: int, text: str) -> None:
    assert format_rupiah_short(rupiah) == text


@pytest.mark.parametrize(
    ("rupiah", "words"),
    [
        (0, "nol rupiah"),
        (1, "satu rupiah"),
        (11, "sebelas rupiah"),
        (100, "seratus rupiah"),
        (1_000, "seribu rupiah"),
        (16_800, "enam belas ribu delapan ratus rupiah"),
        (201_600, "dua ratus satu ribu enam ratus rupiah"),
        (20_160_000, "dua puluh juta seratus enam puluh ribu rupiah"),
        (584_640_000, "lima ratus delapan puluh empat juta enam ratus empat puluh ribu rupiah"),
        (1_200_000_000, "satu miliar dua ratus juta rupiah"),
        (10**12, "satu triliun rupiah"),
    ],
)
def test_an_amount_in_words_ends_in_rupiah(rupiah: int, words: str) -> None:
    assert in_words(rupiah) == words
