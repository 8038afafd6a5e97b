"""What the phone does with a pledge that was entered in several lines, and with a database that does not answer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import components.pledge_review
from db.engine import DatabaseUnavailable
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import notices, words
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.pledge_form import can_confirm, confirm, fill, review


@pytest.fixture
def two_lines(real_hall: Hall, meeting: Meeting) -> AppTest:
    lines = tuple(
        LineRequest(nature, 60 - 20 * i, 12, Month(2027, 1), "ADD") for i, nature in enumerate(("new", "continued"))
    )
    submit_commitment(SubmitCommitment(meeting.id, VILLAGE, lines, "desk"), real_hall.database, clock, AT_THE_MACHINE)
    return real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])


def test_a_correction_keeps_the_lines_that_the_form_does_not_show(real_hall: Hall, two_lines: AppTest):
    at = review(fill(two_lines, "61"))
    shown = words(at)
    confirm(at)

    assert "Tetap termasuk dari revisi sebelumnya: 40 pekerja lanjutan × 12 bulan · ADD." in shown
    assert "Rp 20.361.600" in shown  # 61 + 40 workers x 12 x Rp16,800
    assert [row[1:] for row in real_hall.ledger()] == [(1, 60, 40, 20_160_000), (2, 61, 40, 20_361_600)]


def test_a_database_that_does_not_answer_keeps_the_review_for_another_press(
    real_hall: Hall, form: AppTest, monkeypatch: pytest.MonkeyPatch
):
    at = review(fill(form, "60"))
    closed = "Basis data sedang tidak dapat ditulis. Coba lagi."

    def refuse(*_: object) -> None:
        raise DatabaseUnavailable(closed)

    with monkeypatch.context() as broken:
        broken.setattr(components.pledge_review, "submit_commitment", refuse)
        confirm(at)
    told = notices(at, "error")
    confirm(at)

    assert told == [closed]
    assert not at.exception
    assert [row[1:] for row in real_hall.ledger()] == [(1, 60, 0, 12_096_000)]
    assert not can_confirm(at)
