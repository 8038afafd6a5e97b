"""Many villages at once: a table whose rows are pledges."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from domain.meeting import Meeting
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.pages.desk_page import desk, facts, has_button, press, ways_and_reasons
from tests.support.app_test import notices, words


@pytest.fixture
def at(real_hall: Hall, meeting: Meeting) -> AppTest:
    """The desk of an open meeting in which nobody has pledged."""
    return desk(real_hall)


def table(at: AppTest) -> str:
    """Open the table; returns the key of its editor."""
    at.session_state["desk.table.open"] = True
    at.run()
    assert not at.exception
    return editor(at)


def editor(at: AppTest) -> str:
    return at.session_state["desk.table.begun"].editor_key


def type_rows(at: AppTest, edits: dict[int, dict[str, object]]) -> None:
    at.session_state[editor(at)] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    at.run()
    assert not at.exception


def place(at: AppTest, village: str) -> int:
    return [row.code for row in at.session_state["desk.table.begun"].rows].index(village)


def test_each_row_of_the_table_becomes_a_pledge_of_its_own_and_a_refused_row_keeps_what_was_typed(
    real_hall: Hall, at: AppTest
):
    table(at)
    good, other, bad = place(at, VILLAGE), place(at, NEIGHBOUR), place(at, "62.08.04.2002")
    type_rows(
        at,
        {
            good: {"Pekerja baru": "1.0", "Bulan": 6},
            other: {"Pekerja baru": "25", "Sumber": "PBH"},
            bad: {"Pekerja baru": "481"},
        },
    )
    warned = notices(at, "warning")
    assert "3 desa terisi · 506 pekerja baru terbaca" in words(at)
    type_rows(
        at,
        {
            good: {"Pekerja baru": "60", "Bulan": 6},
            other: {"Pekerja baru": "25", "Sumber": "PBH"},
            bad: {"Pekerja baru": "481", "Bulan": 7},
        },
    )

    press(at, "desk.table.save")

    assert "\n".join(warned) == (
        "1 baris belum dapat disimpan:"
        "Sungai Pasir · Pantai Lunci: Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."
    )
    assert facts(real_hall) == [(NEIGHBOUR, 1, 25, 0), (VILLAGE, 1, 60, 0)]
    assert {way for way, _ in ways_and_reasons(real_hall)} == {"paper"}
    assert notices(at, "success") == ["2 desa disimpan: Sungai Damar 25, Sungai Pasir 60 pekerja."]
    assert "\n".join(notices(at, "error")) == (
        "1 ditolak; yang diketik tetap ada di tabel:"
        "Sungai Tabuk · Pantai Lunci: Pekerja baru 481 melebihi yang belum terlindungi di desa ini: 480 pekerja BPU."
    )
    left = {row.code: row for row in at.session_state["desk.table.begun"].rows}
    assert len(left) == 27
    assert (left["62.08.04.2002"].workers, left["62.08.04.2002"].months) == ("481", 7)


def test_sending_the_same_table_again_stores_nothing_twice(real_hall: Hall, at: AppTest):
    table(at)
    begun = at.session_state["desk.table.begun"]
    edits = {place(at, VILLAGE): {"Pekerja baru": "60"}}
    type_rows(at, edits)
    press(at, "desk.table.save")
    at.session_state["desk.table.begun"] = begun
    type_rows(at, {})
    at.session_state["desk.table.begun"] = begun
    type_rows(at, edits)

    if has_button(at, "desk.table.save") and not at.button(key="desk.table.save").disabled:
        press(at, "desk.table.save")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0)]


def test_a_row_whose_village_pledged_meanwhile_is_refused_and_not_overwritten(
    real_hall: Hall, meeting: Meeting, at: AppTest
):
    table(at)
    type_rows(at, {place(at, VILLAGE): {"Pekerja baru": "60"}})
    real_hall.pledge(meeting, 75)

    press(at, "desk.table.save")

    assert facts(real_hall) == [(VILLAGE, 1, 75, 0)]
    assert "revisi 1, 75 pekerja baru" in words(at)
    assert "pakai “Ubah” di daftar" in words(at)


def test_with_everybody_in_there_is_nothing_to_fill_in(real_hall: Hall, meeting: Meeting):
    for code in real_hall.codes(meeting):
        real_hall.pledge(meeting, 10, village=code, key=f"all-{code}")
    at = desk(real_hall)

    at.session_state["desk.table.open"] = True
    at.run()

    assert not at.exception
    assert notices(at, "info") == ["Semua desa sudah berkomitmen; tidak ada yang perlu diisi."]
