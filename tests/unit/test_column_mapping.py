from __future__ import annotations

import pytest

from domain.column_mapping import fingerprint, require_columns, with_choice
from domain.column_titles import find_header
from domain.enrollment_file import MEANINGS
from domain.refusal import Refused

TITLES = ["Kode", "Desa", "Kelompok", "Semua", "Aktif", "Tidak aktif"]
FOUND = {"kode_desa": [0], "nama_desa": [1], "kelompok": [2], "aktif": [4], "nonaktif": [5]}


def test_a_chosen_column_is_taken_and_loses_its_other_meaning() -> None:
    places, unknown = with_choice(FOUND, TITLES, {"potensi": "Aktif", "nonaktif": "", "kelompok": "Entah"})

    assert places == {"kode_desa": [0], "nama_desa": [1], "potensi": [4]}
    assert unknown == ["kelompok"]


def test_without_a_choice_all_stays_as_it_was_found() -> None:
    assert with_choice(FOUND, TITLES, {}) == (FOUND, [])


def test_a_fingerprint_is_of_the_titles_and_their_order_alone() -> None:
    assert fingerprint(["Kode desa", "AKTIF (orang)"]) == fingerprint(["kode_desa", "Aktif"])
    assert fingerprint(["Aktif", "Kode desa"]) != fingerprint(["Kode desa", "Aktif"])


@pytest.mark.parametrize("chosen", [{"umur": "X"}, {"potensi": "X", "aktif": "X"}])
def test_an_unknown_meaning_and_a_column_for_two_are_refused(chosen: dict[str, str]) -> None:
    with pytest.raises(Refused):
        require_columns(MEANINGS, chosen)


def test_a_line_above_a_header_that_nobody_knows_is_not_the_header() -> None:
    found = find_header([["Laporan"], ["A", "B", "C"], ["4", "7", "9"]], MEANINGS)

    assert found is not None
    assert (found.row, found.titles) == (2, ("A", "B", "C"))
