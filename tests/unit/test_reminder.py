"""The text that goes to a village after a meeting, and the link that carries it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusal import Refused
from domain.reminder import LONGEST_NOTE, Reminder, reminders, tidy_note
from tests.support import minutes
from tests.support.minutes import body_of


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_the_link_carries_the_text_letter_by_letter_and_no_number(text: str):
    link = urlsplit(Reminder("62.08.01.2001", "Pudu", text).link)

    assert (link.scheme, link.netloc, link.path, link.fragment) == ("https", "wa.me", "/", "")
    assert parse_qs(link.query, keep_blank_values=True, errors="strict") == {"text": [text]}


def village(number: int) -> dict[str, Any]:
    return minutes.village(number) | {"receipt": "01.2001-1-7F3A9C21"}


def texts(*rows: dict[str, Any], note: str = "", address: str = "", **body: Any) -> list[str]:
    return [one.text for one in reminders(body_of(list(rows)) | body, note, address)]


def test_a_village_reads_its_own_figures_and_what_comes_next():
    (text,) = texts(village(1), note="Paling lambat 31 Desember", address="http://10.0.0.7:8501")
    row = village(1)

    assert text.startswith(f"Desa {row['name']}, {row['subdistrict']}\n")
    assert row["receipt"] in text
    assert f"{row['amount_rupiah']:,}".replace(",", ".") in text
    assert "APBDes 2027" in text
    assert "\nPaling lambat 31 Desember\n" in text
    assert text.endswith(f"Lihat: http://10.0.0.7:8501/desa?kode={row['village_code']}")


def test_a_village_without_a_commitment_is_told_that_it_has_none_and_one_that_withdrew_that_it_did():
    none = village(1) | {"committed": False, "lines": [], "withdrawn": False}
    first, second = texts(none, none | {"withdrawn": True})

    assert "belum menyampaikan komitmen" in first
    assert "menarik komitmennya" in second
    assert "Komitmen:" not in first + second
    assert "Lihat:" not in first


def test_a_rehearsal_says_so_first():
    (text,) = texts(village(1), is_rehearsal=True)

    assert text.startswith("LATIHAN · DATA CONTOH")


def test_a_change_of_the_budget_is_named():
    (text,) = texts(village(1), stage="Perubahan")

    assert "Perubahan APBDes 2027" in text


@pytest.mark.parametrize("typed", ["x" * (LONGEST_NOTE + 1), "a\x00b"])
def test_a_note_that_cannot_be_sent_is_refused(typed: str):
    with pytest.raises(Refused, match="paling panjang"):
        tidy_note(typed)


def test_a_note_is_one_line():
    assert tidy_note(" sampai \n Desember ") == "sampai Desember"
