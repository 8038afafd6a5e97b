"""Names and codes of regions as people write them."""

from __future__ import annotations

import pytest

from domain.region_names import fold_name, normal_code


@pytest.mark.parametrize(
    "text",
    [
        "Kartamulia",
        "Karta Mulia",
        "KARTA  MULIA",
        " karta\u00a0mulia\t",
        "Desa Kartamulia",
        "DESA. Karta Mulia",
        "Kártamulia",
        "Kel. Kartamulia",
        "KEL.KARTAMULIA",
        "Kelurahan karta mulia",
    ],
)
def test_spellings_of_one_village_fold_to_the_same(text: str) -> None:
    assert fold_name(text) == "KARTAMULIA"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kelapa Dua", "KELAPADUA"),
        ("Desaku", "DESAKU"),
        ("Sungai Desa", "SUNGAIDESA"),
        ("Desa", "DESA"),
        ("Kel. ", "KEL"),
        ("Desa Baru", "BARU"),
        ("Desa/Kelurahan", "DESA/KELURAHAN"),
        ("S. Pasir", "SPASIR"),
        ("", ""),
        (" . ", ""),
    ],
)
def test_only_a_leading_word_for_the_kind_is_dropped(text: str, folded: str) -> None:
    assert fold_name(text) == folded


def test_folding_twice_changes_nothing_for_a_name() -> None:
    assert fold_name(fold_name("Desa Sungai Cabang Barat")) == "SUNGAICABANGBARAT"


def test_another_vowel_is_another_name() -> None:
    assert fold_name("Kerta Mulya") != fold_name("Karta Mulia")


@pytest.mark.parametrize("text", ["62.08.01.2005", "6208012005", " 62.08.01.2005 ", "\u00a06208012005\n"])
def test_a_village_code_gets_its_dots(text: str) -> None:
    assert normal_code(text) == "62.08.01.2005"


@pytest.mark.parametrize("kind", ["1", "2", "3"])
def test_kelurahan_desa_and_desa_adat_have_codes(kind: str) -> None:
    assert normal_code(f"910301{kind}007") == f"91.03.01.{kind}007"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "62.08",
        "62.08.01",
        "62.0801.2005",
        "62.08.012005",
        "62 08 01 2005",
        "62.08.01.2005.",
        "62.08.01.20055",
        "620801200",
        "6208012005.0",
        "6,208,012,005",
        "6206020005",  # BPS
        "62.08.01.0005",
        "62.08.01.4005",
        "٦٢٠٨٠١٢٠٠٥",
        "Kartamulia",
    ],
)
def test_anything_else_is_not_a_village_code(text: str) -> None:
    assert normal_code(text) is None
