"""The secret of one village in one meeting."""

from __future__ import annotations

import pytest

from domain.card_codes import ALPHABET, card_code, code_digest, normal_code, shown_code

SECRET = b"s" * 32


# Made once with another implementation (HMAC-SHA-256, first five bytes, base 32): cards that are
# printed keep their code in every later version.
@pytest.mark.parametrize(("issue", "code"), [(1, "RDR2KRCX"), (2, "UDSBSVSJ")])
def test_a_card_can_be_printed_again_with_the_same_code(issue: int, code: str) -> None:
    assert card_code(SECRET, "62.08.01.2005", issue) == code


def test_the_alphabet_has_32_signs_and_no_look_alikes() -> None:
    assert ALPHABET == "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    assert len(set(ALPHABET)) == 32


def test_village_and_issue_do_not_run_into_each_other() -> None:
    assert card_code(SECRET, "62.08.01.2005", 11) != card_code(SECRET, "62.08.01.20051", 1)


@pytest.mark.parametrize(
    "typed",
    [
        "AB7KM2XQ",
        "ab7km2xq",
        "AB7K-M2XQ",
        " ab7k m2xq ",
        "AB7K–M2XQ",
        "AB7K—M2XQ",
        "ab7k.m2xq",
        "A B 7 K\u00a0M 2 X Q\n",
    ],
)
def test_case_dashes_dots_and_spaces_are_forgiven(typed: str) -> None:
    assert normal_code(typed) == "AB7KM2XQ"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "AB7KM2X",
        "AB7KM2XQZ",
        "AB7KM2X0",
        "AB7KM2XO",
        "AB7KM2X1",
        "AB7KM2XI",
        "AB7KM2Xi",
        "AB7KM2X_",
        "AB7KM2X/",
        "AB7KM2X\u0662",
        "AB7KM2X\u0410",  # Cyrillic
        "62.08.01.2005",
        "AB7KM2XQ" + "-" * 57,
        "A" * 10**6,
    ],
)
def test_what_cannot_be_a_code_is_none_not_a_guess(typed: str) -> None:
    assert normal_code(typed) is None


def test_a_code_with_many_dashes_is_read_up_to_the_limit() -> None:
    typed = "AB7KM2XQ" + "-" * 56

    assert (len(typed), normal_code(typed)) == (64, "AB7KM2XQ")


def test_a_code_is_shown_in_two_groups_of_four() -> None:
    assert shown_code("AB7KM2XQ") == "AB7K-M2XQ"


def test_the_digest_is_hmac_sha256_under_the_key_of_the_installation() -> None:
    # openssl dgst -sha256 -hmac installation-key
    digest = "8eae240e6bf09657af482f5679c115f901e7783aa722f0d210672f5cb669ee0a"

    assert code_digest(b"installation-key", "AB7KM2XQ") == digest
    assert code_digest(b"another-key", "AB7KM2XQ") != digest
