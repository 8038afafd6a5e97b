"""What is offered to take along, to whom, in which state of the meeting."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import components.database
from services.clock import system_clock
from services.identity import FacilitatorCookie
from tests.pages.conftest import Hall
from tests.support.app_test import words


def _script() -> None:
    import streamlit as st

    from components.workbook_button import workbook_downloads

    workbook_downloads(st.session_state["meeting"], st.session_state["facilitator"])


def offered(hall: Hall, state: str, *, facilitator: bool) -> tuple[list[str], str]:
    at = AppTest.from_function(_script, default_timeout=60)
    at.session_state["meeting"] = hall.meeting(state)
    at.session_state["facilitator"] = (
        FacilitatorCookie(hall.cookie(), components.database.settings(), system_clock) if facilitator else None
    )
    at.run()
    assert not at.exception
    return [button.proto.label for button in at.get("download_button")], words(at)


BOTH = ["Buku kerja (XLSX)", "Semua tabel (ZIP)"]


@pytest.mark.parametrize(
    ("state", "facilitator", "buttons", "told"),
    [
        ("draft", True, [], "Buku kerja dan CSV ada setelah rapat ditutup."),
        ("open", True, [], "Buku kerja dan CSV ada setelah rapat ditutup."),
        ("open", False, [], "Buku kerja dan CSV ada setelah rapat ditutup."),
        ("closed", True, BOTH, ""),
        ("closed", False, [], "Buku kerja dan CSV ada setelah hasilnya diterbitkan."),
        ("published", True, BOTH, ""),
        ("published", False, BOTH, ""),
    ],
)
def test_files_are_offered_to_whom_they_belong(
    real_hall: Hall, state: str, facilitator: bool, buttons: list[str], told: str
):
    found, text = offered(real_hall, state, facilitator=facilitator)

    assert found == buttons
    assert told in text
