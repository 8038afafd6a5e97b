from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from domain.card_codes import ALPHABET
from services.identity import UNKNOWN_CODE
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words
from tests.support.pledge_form import has_form, send

CODE_PAGE = "Masukkan kode kartu desa"


def with_one_sign_changed(code: str) -> str:
    return code[:-1] + next(sign for sign in ALPHABET if sign != code[-1])


# --- who may


def test_without_a_card_the_code_is_asked_and_nothing_is_said(hall: Hall):
    hall.meeting()

    at = hall.open("komitmen")

    assert not at.exception
    assert CODE_PAGE in words(at)
    assert not has_form(at)
    assert not notices(at, "error")


def test_empty_database_asks_for_the_code_all_the_same(empty_hall: Hall):
    at = empty_hall.open("komitmen")
    refused = empty_hall.open("komitmen", k="ABCDEFGH")

    assert not at.exception
    assert CODE_PAGE in words(at)
    assert notices(refused, "error") == [UNKNOWN_CODE]


def test_a_wrong_code_is_one_sentence_whatever_is_wrong_and_no_hint_whose_it_nearly_is(hall: Hall):
    code = hall.codes(hall.meeting())[VILLAGE]
    wrong = [
        with_one_sign_changed(code), code[::-1], code[:-1], code + "A", code[:-1] + "0", VILLAGE, "<b>x</b>",
        "' OR 1=1 --", "A" * 10_000, "=1+1", "-",
    ]  # fmt: skip
    at_first = hall.open("komitmen", k=wrong[0])

    for typed in wrong:
        at = hall.open("komitmen", k=typed)

        assert not at.exception
        assert notices(at, "error") == [UNKNOWN_CODE]
        assert markup(at) == markup(at_first)
        assert not has_form(at)
        assert code not in everything(at)
        assert "Sungai Pasir" not in everything(at)
        assert VILLAGE not in everything(at)


def test_a_typed_code_opens_the_form_however_it_is_written(hall: Hall):
    code = hall.codes(hall.meeting())[VILLAGE]
    at = hall.open("komitmen")

    at.text_input(key="commitment.card_code").set_value(f" {code[:4].lower()}-{code[4:].lower()} ")
    at.button(key="commitment.enter").click().run()

    assert not at.exception
    assert has_form(at)
    assert "Desa Sungai Pasir" in words(at)


def test_a_wrong_typed_code_is_refused_and_a_right_one_is_taken_next(hall: Hall):
    code = hall.codes(hall.meeting())[VILLAGE]
    at = hall.open("komitmen")

    at.text_input(key="commitment.card_code").set_value(with_one_sign_changed(code))
    at.button(key="commitment.enter").click().run()
    refused = notices(at, "error")
    at.text_input(key="commitment.card_code").set_value(code)
    at.button(key="commitment.enter").click().run()

    assert refused == [UNKNOWN_CODE]
    assert not at.exception
    assert has_form(at)


def test_a_card_sees_its_own_village_and_no_other(real_hall: Hall, meeting):
    codes = real_hall.codes(meeting)
    theirs = real_hall.pledge(meeting, 77, village=NEIGHBOUR)

    at = real_hall.open("komitmen", card=codes[VILLAGE])

    assert not at.exception
    assert theirs.commitment.receipt not in everything(at)
    assert NEIGHBOUR not in everything(at)
    assert not [code for village, code in codes.items() if village != VILLAGE and code in everything(at)]


def test_a_card_of_another_meeting_speaks_for_that_meeting(real_hall: Hall):
    old = real_hall.meeting("closed", title="Rapat lama")
    real_hall.meeting(title="Rapat baru")

    at = real_hall.open("komitmen", card=real_hall.codes(old)[VILLAGE])

    assert "Rapat lama" in words(at)
    assert not has_form(at)


# --- when


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("draft", "Rapat belum dibuka. Biarkan halaman ini terbuka: formulirnya tampil sendiri begitu rapat dibuka."),
        ("closed", "Rapat sudah ditutup; hasilnya dibekukan. Untuk perubahan, hubungi fasilitator."),
        ("published", "Hasil rapat sudah diterbitkan. Untuk perubahan, hubungi fasilitator."),
    ],
)
def test_outside_an_open_meeting_there_is_no_form_but_a_reason(real_hall: Hall, state: str, said: str):
    meeting = real_hall.meeting(state)

    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])

    assert not at.exception
    assert notices(at, "info") == [said]
    assert not has_form(at)
    assert not [button for button in at.button if button.key.startswith("commitment.")]


# --- marks and texts


def test_a_rehearsal_is_marked_with_and_without_a_card(hall: Hall):
    card = hall.codes(hall.meeting())[VILLAGE]

    at = hall.open("komitmen", card=card)

    assert shows_sample_mark(at)
    assert "LATIHAN" in words(at)
    assert shows_sample_mark(hall.open("komitmen"))


def test_real_data_carries_no_sample_mark(form: AppTest):
    assert "LATIHAN" not in everything(form)
    assert "DATA CONTOH" not in everything(form)


def test_titles_and_names_are_text(hall: Hall):
    meeting = hall.meeting(title="<script>alert(1)</script> **tebal** =1+1")
    hall.sql(f"UPDATE regions SET name = '<b>x</b> **y** =2' WHERE code = '{VILLAGE}'")

    at = send(hall.open("komitmen", card=hall.codes(meeting)[VILLAGE]), "10")

    assert not at.exception
    assert "LATIHAN · <script>alert(1)</script> **tebal** =1+1" in words(at)
    assert "Desa <b>x</b> **y** =2" in words(at)
    assert not [body for body in markup(at) if "<script" in body or "<b>x" in body]
