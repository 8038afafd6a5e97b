"""Which village a row means."""

from __future__ import annotations

import pytest

from domain.village_search import KnownVillage, Mention, NotFound, VillageSearch

VILLAGES = {
    "62.08.01.2005": KnownVillage("62.08.01.2005", "Kartamulia", ("Karta Mulya",), subdistrict="Sukamara"),
    "62.08.01.2002": KnownVillage("62.08.01.2002", "Pudu", subdistrict="Sukamara", bps_code="6206020002"),
    "62.08.04.2004": KnownVillage("62.08.04.2004", "Sungai Pasir", subdistrict="Pantai Lunci"),
    "62.08.04.2001": KnownVillage("62.08.04.2001", "Pudu", subdistrict="Pantai Lunci"),
    "62.08.04.2002": KnownVillage("62.08.04.2002", "Sungai Paser", subdistrict="Pantai Lunci"),
}


def found(mention: Mention, **answers: str) -> str:
    result = VillageSearch(VILLAGES, "Kabupaten Sukamara", answers).find(mention)
    return result.code if isinstance(result, KnownVillage) else result.problem


@pytest.mark.parametrize(
    ("mention", "code"),
    [
        (Mention("62.08.04.2004", "DESA SUNGAI PASIR"), "62.08.04.2004"),
        (Mention("6208042004", "Sei Pasir"), "62.08.04.2004"),
        (Mention("'62.08.04.2004", "Sungai Pasir"), "62.08.04.2004"),
        (Mention("6.208.042.004", "Sungai Pasir"), "62.08.04.2004"),
        (Mention("62.8.4.2004", "Sungai Pasir"), "62.08.04.2004"),
        (Mention("6,20804E+09", "Sungai Pasir"), "62.08.04.2004"),
        (Mention("", "Pudu", bps_code="62.06.020.002"), "62.08.01.2002"),
        (Mention("", "Pudu", "Kec. Pantai Lunci"), "62.08.04.2001"),
        (Mention("", "pudu", "SUKAMARA"), "62.08.01.2002"),
        (Mention("", "Karta Mulya", "Kecamatan Sukamara"), "62.08.01.2005"),
    ],
)
def test_a_village_is_found_in_every_way_that_leaves_no_doubt(mention: Mention, code: str) -> None:
    assert found(mention) == code


@pytest.mark.parametrize(
    ("mention", "problem"),
    [
        (Mention("62.08.04.2004", "Pudu"), "Nama tidak cocok dengan kode 62.08.04.2004, yaitu Sungai Pasir."),
        (Mention("62.08.04.2004", ""), "Nama tidak cocok dengan kode 62.08.04.2004, yaitu Sungai Pasir."),
        (Mention("6206020002", "Pudu"), "Ini kode BPS Pudu, bukan kode Kemendagri."),
        (Mention("62.01.01.2001", "Pudu"), "Kode ini milik kabupaten lain (62.01), bukan Kabupaten Sukamara."),
        (Mention("6,2E+09", "Pudu"), "Kode ini sudah dirusak Excel: angka belakangnya hilang."),
        (Mention("6,20801E+09", "Sungai Pasir"), "Kode ini sudah dirusak Excel: angka belakangnya hilang."),
        (Mention("", "Pudu"), "Kode desa kosong."),
        (Mention("", "Sungai Pasr", "Pantai Lunci"), "Nama ini tidak persis nama sebuah desa."),
        (Mention("", "Kartamulia", "Pantai Lunci"), "Desa ini tidak ada di Kecamatan Pantai Lunci."),
        (Mention("", "Pudu", "Jelai"), "Kecamatan ini tidak ada di Kabupaten Sukamara."),
        (Mention("", "Pudu", bps_code="6206020009"), "Kode BPS ini tidak ada di Kabupaten Sukamara."),
        (Mention("", "Sungai Pasir", bps_code="6206020002"), "Nama tidak cocok dengan kode 62.08.01.2002, yaitu Pudu."),
    ],
)
def test_whatever_leaves_a_doubt_is_told(mention: Mention, problem: str) -> None:
    assert found(mention) == problem


def test_a_name_that_is_nearly_one_is_asked_with_the_likeliest_first_and_the_answer_holds() -> None:
    said = Mention("", "Sungai Pasr", "Pantai Lunci")
    asked = VillageSearch(VILLAGES, "Kabupaten Sukamara").find(said)

    assert isinstance(asked, NotFound)
    assert asked.question
    assert (asked.question.key, asked.question.candidates[0]) == (
        "Sungai Pasr / Pantai Lunci",
        ("62.08.04.2004", "Sungai Pasir"),
    )
    assert found(said, **{asked.question.key: "62.08.04.2002"}) == "62.08.04.2002"
    assert found(said, **{asked.question.key: "62.08.01.2005"}) == "Nama ini tidak persis nama sebuah desa."
