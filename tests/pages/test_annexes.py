"""Which annexes are offered, to whom, in which state of the meeting; and to a village its own."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import components.database
from domain.meeting import Meeting
from services.clock import system_clock
from services.identity import FacilitatorCookie
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import words


def _script() -> None:
    import streamlit as st

    from components.annexes import annexes_downloads

    annexes_downloads(st.session_state["meeting"], st.session_state["facilitator"])


def labels(at: AppTest) -> list[str]:
    assert not at.exception
    return [button.proto.label for button in at.get("download_button")]


def shown(hall: Hall, state: str, *, facilitator: bool) -> AppTest:
    at = AppTest.from_function(_script, default_timeout=60)
    at.session_state["meeting"] = hall.meeting(state)
    at.session_state["facilitator"] = (
        FacilitatorCookie(hall.cookie(), components.database.settings(), system_clock) if facilitator else None
    )
    return at.run()


FOR_ALL = [
    "RAB semua desa (PDF)",
    "Surat komitmen semua desa (PDF)",
    "Tabel komitmen (PDF)",
    "Satu berkas per desa (ZIP)",
]
FOR_THE_DESK = [*FOR_ALL, "Daftar hadir (PDF)"]


@pytest.mark.parametrize(
    ("state", "facilitator", "buttons", "told"),
    [
        ("draft", True, [], "RAB, surat dan tabel komitmen ada setelah rapat ditutup."),
        ("open", True, [], "RAB, surat dan tabel komitmen ada setelah rapat ditutup."),
        ("closed", True, FOR_THE_DESK, ""),
        ("closed", False, [], "RAB, surat dan tabel komitmen ada setelah hasilnya diterbitkan."),
        ("published", True, FOR_THE_DESK, ""),
        ("published", False, FOR_ALL, ""),
    ],
)
def test_annexes_are_offered_to_whom_they_belong(
    real_hall: Hall, state: str, facilitator: bool, buttons: list[str], told: str
):
    at = shown(real_hall, state, facilitator=facilitator)

    assert labels(at) == buttons
    assert told in words(at)


def test_the_codes_say_that_none_is_prescribed_and_are_kept_for_the_regency(real_hall: Hall):
    at = shown(real_hall, "closed", facilitator=True)

    field = at.text_input(key="annexes.code.activity")
    assert "Belum ada kode baku untuk pekerja rentan" in field.proto.placeholder
    field.set_value("2.1.90  **Lain**")
    at.button(key="annexes.codes.save").click().run()
    assert at.text_input(key="annexes.code.activity").value == "2.1.90 **Lain**"
    assert "Kode tersimpan" in words(at)
    assert labels(at) == FOR_THE_DESK

    again = shown(real_hall, "closed", facilitator=True)
    assert again.text_input(key="annexes.code.activity").value == "2.1.90 **Lain**"
    assert not shown(real_hall, "published", facilitator=False).text_input


@pytest.fixture
def closed(real_hall: Hall) -> Meeting:
    """Closed; the village has pledged, its neighbour has not."""
    meeting = real_hall.meeting(budget_year=2027)
    real_hall.pledge(meeting, 60)
    real_hall.change("close_meeting", meeting)
    return meeting


OWN = ["Unduh RAB desa ini (PDF)", "Unduh surat komitmen (PDF)"]


def test_a_village_is_offered_its_own_once_the_meeting_has_closed(real_hall: Hall, closed: Meeting):
    codes = real_hall.codes(closed)

    assert labels(real_hall.open("komitmen", card=codes[VILLAGE])) == OWN
    assert labels(real_hall.open("komitmen", card=codes[NEIGHBOUR])) == []


def test_before_closing_a_village_is_offered_none(real_hall: Hall):
    meeting = real_hall.meeting(budget_year=2027)
    real_hall.pledge(meeting, 60)

    assert labels(real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])) == []
