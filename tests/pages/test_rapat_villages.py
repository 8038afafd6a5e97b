"""Who is missing: all desa on the desk."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from domain.meeting import Meeting
from tests.pages.conftest import VILLAGE, Hall
from tests.pages.desk_page import desk, has_button, rows, send
from tests.support.app_test import markup, notices, words


@pytest.fixture
def at(real_hall: Hall, meeting: Meeting) -> AppTest:
    """The desk of an open meeting in which nobody has pledged."""
    return desk(real_hall)


def test_all_desa_stand_under_their_subdistricts_with_mark_and_word(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)

    at = desk(real_hall)

    assert "1 dari 29 desa sudah berkomitmen · belum: 28" in words(at)
    assert len(rows(at)) == 29
    done = [row for row in rows(at) if row.startswith("✓ sudah")]
    assert len(done) == 1
    assert done[0].startswith("✓ sudahSungai Pasir60 pekerjaRp 12.096.000perintah")
    assert done[0].endswith("· r1")
    assert "Pantai Lunci 1 dari 4 sudah" in words(at)


@pytest.mark.parametrize(("shown", "count"), [("all", 29), ("missing", 28), ("pledged", 1)])
def test_the_list_is_filtered(real_hall: Hall, meeting: Meeting, shown: str, count: int):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)

    at.segmented_control(key="desk.filter").set_value(shown).run()

    assert not at.exception
    assert len(rows(at)) == count


def test_nobody_and_everybody_are_said_in_words(real_hall: Hall, meeting: Meeting, at: AppTest):
    at.segmented_control(key="desk.filter").set_value("pledged").run()
    nobody = notices(at, "info")
    for code in real_hall.codes(meeting):
        real_hall.pledge(meeting, 10, village=code, key=f"all-{code}")
    at.segmented_control(key="desk.filter").set_value("missing").run()

    assert nobody == ["Belum ada desa yang berkomitmen."]
    assert notices(at, "info") == ["Semua desa sudah berkomitmen."]
    assert "29 dari 29 desa sudah berkomitmen · lengkap" in words(at)


def test_a_village_name_is_text(real_hall: Hall, meeting: Meeting):
    real_hall.sql(f"UPDATE regions SET name = '<script>x</script> *panjang* ' || name WHERE code = '{VILLAGE}'")

    at = desk(real_hall)

    assert "○ belum<script>x</script> *panjang* Sungai Pasir" in words(at)
    assert not [body for body in markup(at) if "<script" in body]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("draft", "Rapat belum dibuka, jadi komitmen belum dapat dicatat. Buka rapat dulu di bawah."),
        ("closed", "Rapat sudah ditutup: komitmen tidak dicatat, diperbaiki, atau ditarik lagi. Ini hasilnya."),
    ],
)
def test_outside_an_open_meeting_nothing_can_be_entered_and_the_page_says_why(real_hall: Hall, state: str, reason: str):
    real_hall.meeting(state, budget_year=2027)

    at = desk(real_hall)

    assert notices(at, "info") == [reason]
    assert not has_button(at, "desk.entry.send")
    assert len(rows(at)) == 29


def test_a_meeting_that_closes_while_a_number_is_typed_refuses_it(real_hall: Hall, meeting: Meeting, at: AppTest):
    real_hall.change("close_meeting", meeting)

    send(at, VILLAGE, "60")

    assert real_hall.ledger() == []
    assert not has_button(at, "desk.entry.send")
    assert "Rapat sudah ditutup" in notices(at, "info")[0]
