"""A pledge that stands is corrected or withdrawn at the desk, with a reason."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from domain.calendar import Month, time_label
from domain.commitment import LineRequest
from domain.meeting import Meeting
from services.clock import system_clock
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.pages.conftest import VILLAGE, Hall
from tests.pages.desk_page import desk, facts, has_button, press, rows, send, ways_and_reasons
from tests.support.app_test import notices, words
from tests.support.databases import AT_THE_MACHINE, clock


@pytest.fixture
def at(real_hall: Hall, meeting: Meeting) -> AppTest:
    """The desk of an open meeting in which nobody has pledged."""
    return desk(real_hall)


def test_a_pledge_that_stands_is_shown_and_replaced_only_with_a_reason(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)

    send(at, VILLAGE, "70")
    asked = words(at)
    press(at, "desk.fix.save")
    refused = notices(at, "error")
    before = facts(real_hall)
    at.text_input(key="desk.fix.reason").set_value("  salah dengar ")
    press(at, "desk.fix.save")

    assert "Sekarang: 60 pekerja baru × 12 bulan · ADD, mulai Januari 2027 · Rp 12.096.000" in asked
    assert refused == ["Tulis alasannya dengan singkat, misalnya “salah dengar” atau “kepala desa meralat”."]
    assert before == [(VILLAGE, 1, 60, 0)]
    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 70, 0)]
    assert ways_and_reasons(real_hall)[1] == ("spoken", "salah dengar")
    assert not has_button(at, "desk.fix.save")
    assert at.text_input(key="desk.entry.workers").value == ""


def test_another_kind_of_workers_comes_beside_what_stands(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)

    send(at, VILLAGE, "40", nature="continued")
    at.text_input(key="desk.fix.reason").set_value("tambahan")
    press(at, "desk.fix.save")

    assert facts(real_hall)[1] == (VILLAGE, 2, 60, 40)


def test_a_line_that_shall_not_stay_is_left_out(real_hall: Hall, meeting: Meeting):
    lines = tuple(LineRequest(n, w, 12, Month(2027, 1), "ADD") for n, w in (("new", 60), ("continued", 40)))
    submit_commitment(
        SubmitCommitment(meeting.id, VILLAGE, lines, "two-lines"), real_hall.database, clock, AT_THE_MACHINE
    )
    at = desk(real_hall)
    press(at, f"desk.change.{VILLAGE}")
    at.text_input(key="desk.fix.workers").set_value("50")
    at.text_input(key="desk.fix.reason").set_value("lanjutan batal")
    kept = [box for box in at.checkbox if box.key.startswith("desk.fix.keep.")]

    kept[0].uncheck()
    press(at, "desk.fix.save")

    assert [box.label for box in kept] == ["Tetap: 40 pekerja lanjutan × 12 bulan · ADD, mulai Januari 2027"]
    assert facts(real_hall)[1] == (VILLAGE, 2, 50, 0)


def test_a_pledge_is_withdrawn_from_its_row_with_a_reason(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)
    press(at, f"desk.change.{VILLAGE}")

    press(at, "desk.fix.withdraw")
    refused = notices(at, "error")
    at.text_input(key="desk.fix.reason").set_value("menunggu musyawarah desa")
    press(at, "desk.fix.withdraw")

    assert len(refused) == 1
    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 0, 0)]
    assert notices(at, "success") == ["Sungai Pasir: komitmen ditarik (revisi 2). Desa ini kembali belum berkomitmen."]
    assert [row for row in rows(at) if "ditarik" in row] == [
        f"○ belumSungai Pasirditarik {time_label(system_clock())} · revisi 2"
    ]


def test_a_correction_of_what_somebody_else_changed_meanwhile_shows_what_stands_now(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)
    press(at, f"desk.change.{VILLAGE}")
    real_hall.pledge(meeting, 75, key="meanwhile")
    at.text_input(key="desk.fix.workers").set_value("80")
    at.text_input(key="desk.fix.reason").set_value("ralat")

    press(at, "desk.fix.save")
    refused, shown = notices(at, "error"), words(at)
    typed = at.text_input(key="desk.fix.workers").value
    press(at, "desk.fix.save")

    assert "sudah berubah: revisi 2, 75 pekerja baru" in refused[0]
    assert "Sekarang: 75 pekerja baru × 12 bulan · ADD" in shown
    assert typed == "80"
    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 75, 0), (VILLAGE, 3, 80, 0)]


def test_leaving_a_correction_stores_nothing(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)
    press(at, f"desk.change.{VILLAGE}")

    press(at, "desk.fix.leave")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0)]
    assert not has_button(at, "desk.fix.save")
