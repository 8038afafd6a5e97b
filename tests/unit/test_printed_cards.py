"""The cards and the attendance list on paper: what can be read in them, and that no text becomes markup."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from exports.attendance_list import FREE_ROWS, OFFICES, Entitled, attendance_pdf
from exports.cards import CardSheet, PrintedCard, cards_pdf

SHEET = CardSheet(
    "Rembuk Perlindungan Pekerja Desa", "Minggu, 22 November 2026", False, "http://192.168.1.5:8501/komitmen", "Aula"
)


def card(title: str, number: int = 1) -> PrintedCard:
    return PrintedCard(
        title, "Pantai Lunci", f"K7QF-{number:04d}", f"http://192.168.1.5:8501/komitmen?k=K7QF{number:04d}"
    )


def pages(pdf: bytes) -> list[str]:
    """The text of each page; how it breaks into lines does not matter."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_card_says_whose_it_is_its_code_the_address_and_what_to_do() -> None:
    (text,) = pages(cards_pdf([card("Desa Sungai Pasir")], SHEET))

    for said in (
        SHEET.title, SHEET.day, "Desa Sungai Pasir", "Kecamatan Pantai Lunci", "K7QF-0001", SHEET.address,
        "Sambungkan ponsel ke Wi-Fi Aula.", "Tetap di Wi-Fi ini; matikan data seluler.",
    ):  # fmt: skip
        assert said in text
    assert "LATIHAN" not in text


def test_eight_cards_fill_a_sheet_and_every_village_is_there_once() -> None:
    found = pages(cards_pdf([card(f"Desa Nomor {n}", n) for n in range(29)], SHEET))

    assert len(found) == 4
    text = " ".join(found)
    assert [text.count(f"K7QF-{n:04d}") for n in range(29)] == [1] * 29


def test_three_hundred_villages_are_printed_too() -> None:
    assert len(pages(cards_pdf([card(f"Desa Nomor {n}", n) for n in range(300)], SHEET))) == 38


def test_a_rehearsal_is_marked_on_every_card() -> None:
    sheet = CardSheet("LATIHAN · Rembuk", SHEET.day, True, SHEET.address, "")

    (text,) = pages(cards_pdf([card("Desa Pudu"), card("Desa Ajang", 2)], sheet))

    assert text.count("LATIHAN · DATA CONTOH") == 2
    assert "Sambungkan ponsel ke Wi-Fi ruang rapat." in text


@pytest.mark.parametrize(
    "name",
    [
        "Desa #panic() *tebal* _miring_ $x$ @label <l> [a] \\ // ` ' \"",
        '#import "/etc/passwd"',
        "= Judul",
        "Desa " + "Sangat Panjang " * 5,
    ],
)
def test_a_name_is_text_and_never_markup(name: str) -> None:
    (text,) = pages(cards_pdf([card(name)], SHEET))
    (listed,) = pages(attendance_pdf("Rembuk", SHEET.day, [Entitled(name, "")], is_rehearsal=False))

    for found in (text, listed):
        # Line ends and typographic quotes are the typesetter's.
        letters = re.sub(r"[^A-Za-z#*$@<>\[\]=/]", "", name)
        assert letters in re.sub(r"[^A-Za-z#*$@<>\[\]=/]", "", found)


def test_names_in_other_scripts_and_pictures_do_not_stop_the_print() -> None:
    assert len(pages(cards_pdf([card("Desa 🎣 مرحبا 村")], SHEET))) == 1


def test_the_attendance_list_has_every_village_the_offices_and_free_rows_and_numbers_its_pages() -> None:
    villages = [Entitled(f"Desa Nomor {n}", "Kecamatan Jelai") for n in range(29)]

    found = pages(attendance_pdf("LATIHAN · Rembuk", SHEET.day, villages, is_rehearsal=True))

    text = " ".join(found)
    assert all(village.title in text for village in villages)
    assert all(office in text for office in OFFICES)
    assert f" {29 + len(OFFICES) + FREE_ROWS} " in text
    assert [f"halaman {n} dari {len(found)}" in page for n, page in enumerate(found, 1)] == [True] * len(found)
    assert all("Tanda tangan" in page for page in found)
    assert "LATIHAN · DATA CONTOH" in text
