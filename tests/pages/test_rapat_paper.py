"""Sheets of paper on the desk: shown again with their amounts, and confirmed by another facilitator than the typist."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.database import settings
from domain.meeting import Meeting
from services.clock import system_clock
from services.identity import FacilitatorCookie
from services.paper_checks import unchecked_papers
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.pages.desk_page import desk, has_button, press, rows
from tests.support.app_test import notices, words
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.sign_in import by_own_link

WAITING = "Semua desa sudah selesai; bekukan hasilnya (1 lembar kertas belum diperiksa orang kedua)"


@pytest.fixture
def rina(real_hall: Hall) -> FacilitatorCookie:
    return by_own_link("Rina", real_hall.database, system_clock, settings())


@pytest.fixture
def sheet(real_hall: Hall, meeting: Meeting, rina: FacilitatorCookie) -> SubmitCommitment:
    """Rina has typed the sheet of one village; another village has said its number aloud."""
    said = real_hall.pledge(meeting, 25, village=NEIGHBOUR).commitment
    command = SubmitCommitment(meeting.id, VILLAGE, [said.lines[0].request], "sheet", way="paper")
    submit_commitment(command, real_hall.database, clock, rina)
    return command


def desk_of(hall: Hall, who: FacilitatorCookie) -> AppTest:
    at = desk(hall)
    at.session_state["access.facilitator"] = who.value
    return at.run()


def left(hall: Hall, meeting: Meeting) -> int:
    return unchecked_papers(hall.database, AT_THE_MACHINE, meeting.id)


def test_a_sheet_is_shown_with_its_amount_until_another_facilitator_confirms_it(
    real_hall: Hall, meeting: Meeting, sheet: SubmitCommitment
):
    at = desk(real_hall)
    before = words(at)
    ticks = [tick.label for tick in at.checkbox]

    press(at, f"desk.paper.confirm.{VILLAGE}")

    assert "25 pekerja baru × 12 bulan · ADD, mulai Januari 2027" in before
    assert "Rp 5.040.000 (lima juta empat puluh ribu rupiah)" in before
    assert WAITING in ticks
    assert notices(at, "success") == ["Desa Sungai Pasir: cocok dengan kertas."]
    assert left(real_hall, meeting) == 0
    assert not has_button(at, f"desk.paper.confirm.{VILLAGE}")
    assert "Semua desa sudah selesai; bekukan hasilnya" in [tick.label for tick in at.checkbox]


def test_the_row_says_that_nobody_has_compared_it(real_hall: Hall, sheet: SubmitCommitment):
    done = [row for row in rows(desk(real_hall)) if row.startswith("✓ sudah")]

    assert [row.endswith("kertas, belum diperiksa") for row in done if "Sungai Pasir" in row] == [True]
    assert [row.endswith("kertas, belum diperiksa") for row in done if "Sungai Damar" in row] == [False]


def test_the_typist_is_refused_and_told_who_may(
    real_hall: Hall, meeting: Meeting, sheet: SubmitCommitment, rina: FacilitatorCookie
):
    by_own_link("Tono", real_hall.database, system_clock, settings())
    at = desk_of(real_hall, rina)

    press(at, f"desk.paper.confirm.{VILLAGE}")

    assert "Yang boleh: Tono" in notices(at, "error")[0]
    assert left(real_hall, meeting) == 1


def test_a_sheet_that_does_not_fit_is_corrected_at_the_desk(real_hall: Hall, sheet: SubmitCommitment):
    at = press(desk(real_hall), f"desk.paper.fix.{VILLAGE}")

    assert "Perbaiki atau tarik: Desa Sungai Pasir" in words(at)
    assert at.text_input(key="desk.fix.workers").value == "25"
    assert at.selectbox(key="desk.fix.way").value == "paper"


def test_a_sheet_that_changed_since_it_was_shown_is_not_confirmed(
    real_hall: Hall, meeting: Meeting, sheet: SubmitCommitment
):
    at = desk(real_hall)
    real_hall.pledge(meeting, 70, key="said aloud since")

    press(at, f"desk.paper.confirm.{VILLAGE}")

    assert "sudah diganti" in notices(at, "error")[0]
    assert not has_button(at, f"desk.paper.confirm.{VILLAGE}")


def test_after_closing_the_number_is_said_and_nothing_is_pressed(
    real_hall: Hall, meeting: Meeting, sheet: SubmitCommitment
):
    at = desk(real_hall)
    at.checkbox(key="desk.sure").check().run()
    press(at, "desk.close")

    assert "1 lembar kertas belum diperiksa orang kedua." in words(at)
    assert not has_button(at, f"desk.paper.confirm.{VILLAGE}")
