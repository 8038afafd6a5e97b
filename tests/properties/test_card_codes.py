"""What holds for every card code."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.card_codes import ALPHABET, card_code, normal_code, shown_code

secrets = st.binary(min_size=32, max_size=32)
villages = st.from_regex(r"[1-9][0-9]\.[0-9]{2}\.[0-9]{2}\.[1-3][0-9]{3}", fullmatch=True)
issues = st.integers(1, 10**6)
codes = st.builds(card_code, secrets, villages, issues)
noise = st.text(" \t\u00a0\u2009-–—.", max_size=5)


@given(secrets, villages, issues)
def test_a_code_is_eight_signs_of_the_alphabet_and_always_the_same(secret: bytes, village: str, issue: int) -> None:
    code = card_code(secret, village, issue)

    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert card_code(secret, village, issue) == code


@given(codes, st.lists(st.tuples(st.booleans(), noise), min_size=8, max_size=8))
def test_a_code_is_read_back_however_it_is_cased_and_spaced(code: str, habits: list[tuple[bool, str]]) -> None:
    typed = "".join(gap + (sign.lower() if low else sign) for sign, (low, gap) in zip(code, habits, strict=True))

    assert normal_code(typed) == code


@given(codes)
def test_the_code_on_the_card_is_read_back(code: str) -> None:
    assert normal_code(shown_code(code)) == code
    assert normal_code(shown_code(code).lower()) == code


@given(codes, st.integers(0, 7), st.sampled_from("0O1Ioi!?äАß"))
def test_a_sign_of_no_code_is_refused_not_replaced(code: str, place: int, sign: str) -> None:
    assert normal_code(code[:place] + sign + code[place + 1 :]) is None


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = normal_code(text)

    assert code is None or (len(code) == 8 and set(code) <= set(ALPHABET))


@given(secrets, villages, villages, issues)
def test_two_villages_have_different_codes(secret: bytes, one: str, other: str, issue: int) -> None:
    assume(one != other)

    assert card_code(secret, one, issue) != card_code(secret, other, issue)


@given(secrets, villages, issues, issues)
def test_a_card_that_is_issued_again_has_another_code(secret: bytes, village: str, one: int, other: int) -> None:
    assume(one != other)

    assert card_code(secret, village, one) != card_code(secret, village, other)


@given(secrets, secrets, villages, issues)
def test_two_meetings_have_different_codes(one: bytes, other: bytes, village: str, issue: int) -> None:
    assume(one != other)

    assert card_code(one, village, issue) != card_code(other, village, issue)
