"""The cards and the attendance list on paper: what can be read in them, and that no text becomes markup."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from pathlib import Path

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


def spans(pdf: bytes) -> list[tuple[str, float]]:
    """Each run of text on the first sheet, with how far below the sheet's upper edge it stands, in millimetres."""
    found: list[tuple[str, float]] = []
    page = PdfReader(io.BytesIO(pdf)).pages[0]

    def keep(text: str, matrix: list[float], *_: object) -> None:
        if text.strip():
            found.append((text, (float(page.mediabox.height) - matrix[5]) * 25.4 / 72))

    page.extract_text(visitor_text=keep)
    return found


def top_of(said: str, found: list[tuple[str, float]]) -> float:
    return next(top for text, top in found if said in text)


def letters(text: str) -> str:
    """Line ends and typographic quotes are the typesetter's."""
    return re.sub(r"[^A-Za-z#*$@<>\[\]=/]", "", text)


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


def test_every_card_stands_on_the_sheet_of_its_place() -> None:
    found = pages(cards_pdf([card(f"Desa Nomor {n}", n) for n in range(60)], SHEET))

    assert len(found) == 8
    assert all(f"Desa Nomor {n} " in found[n // 8] and f"K7QF-{n:04d}" in found[n // 8] for n in range(60))


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_the_file_is_sound(tmp_path: Path) -> None:
    for name, pdf in (
        ("cards", cards_pdf([card(f"Desa {n}", n) for n in range(9)], SHEET)),
        ("list", attendance_pdf("Rembuk", SHEET.day, [Entitled("Desa Pudu", "")], is_rehearsal=True)),
    ):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0


def test_the_fonts_are_the_programs_own_on_every_machine_and_lie_in_the_file() -> None:
    reader = PdfReader(io.BytesIO(cards_pdf([card("Desa 🎣 Pudu 村")], SHEET)))

    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    own = ("PlusJakartaSans", "LibertinusSerif", "DejaVuSansMono")
    assert [any(name in str(font.get("/BaseFont")) for name in own) for font in fonts] == [True] * len(fonts)


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
        "X" * 80,
    ],
)
def test_a_name_is_text_and_never_markup(name: str) -> None:
    (text,) = pages(cards_pdf([card(name)], SHEET))
    (listed,) = pages(attendance_pdf("Rembuk", SHEET.day, [Entitled(name, "")], is_rehearsal=False))

    for found in (text, listed):
        assert letters(name) in letters(found)


@pytest.mark.parametrize("title", ["LATIHAN · " + "Rembuk Pekerja " * 8, "W" * 130])
def test_the_longest_title_hides_neither_the_day_nor_the_mark_of_a_rehearsal(title: str) -> None:
    sheet = CardSheet(title, SHEET.day, True, SHEET.address, "")

    found = spans(cards_pdf([card("Desa Pudu")], sheet))

    assert top_of("LATIHAN · DATA CONTOH", found) < 9  # above the title, that may be cut
    assert top_of(SHEET.day, found) < 9
    assert top_of("Desa Pudu", found) > 15


@pytest.mark.parametrize("name", ["X" * 80, "Desa " + "Karang-" * 10, "Desa " + "Sangat Panjang " * 5])
def test_the_longest_words_are_broken_and_leave_every_line_of_the_card_in_its_place(name: str) -> None:
    address = "http://" + "w" * 113 + "/komitmen"

    found = spans(cards_pdf([card(name)], CardSheet("W" * 130, SHEET.day, True, address, "W" * 40)))

    assert letters(name) in letters("".join(text for text, _ in found))
    assert max(len(text) for text, _ in found if set(text.strip()) in ({"X"}, {"W"}, {"w"})) < 60
    assert top_of("K7QF-0001", found) < top_of("Sambungkan ponsel", found) < top_of("matikan data seluler", found) < 73


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
    assert all("LATIHAN · DATA CONTOH" in page and "LATIHAN · Rembuk" in page for page in found)


def test_every_row_of_the_list_has_room_for_a_signature() -> None:
    found = spans(attendance_pdf("Rembuk", SHEET.day, [Entitled("Desa Pudu", "Kecamatan Jelai")], is_rehearsal=False))

    tops = [
        top_of(str(number), [(text.strip(), top) for text, top in found if text.strip() == str(number)])
        for number in (1, 2, 3, 4)
    ]
    assert all(after - before > 10 for before, after in itertools.pairwise(tops))
