"""What the desk changes of a meeting while it is open, and opening a closed one again."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Hall
from tests.support.app_test import notices, words


def row(hall: Hall) -> tuple:
    return hall.sql("SELECT state, revision, target_points, stage, min_workers, max_workers FROM meetings")[0]


def save(at, **values):
    for name, value in values.items():
        at.number_input(key=f"desk.settings.{name}").set_value(value)
    return at.button(key="desk.settings.save").click().run()


def test_target_and_limits_change_while_the_meeting_is_open(real_hall: Hall):
    before = real_hall.meeting()

    at = save(real_hall.open("rapat", facilitator=True, bagian="rapat"), target=55.5, min=10, max=100)

    assert not at.exception
    assert "Pengaturan rapat tersimpan." in notices(at, "success")
    assert row(real_hall) == ("open", before.revision + 1, 5550, "APBDes", 10, 100)
    assert at.number_input(key="desk.settings.min").value == 10


def test_a_bad_limit_is_refused_with_its_reason_and_kept_to_be_mended(real_hall: Hall):
    real_hall.meeting()

    at = save(real_hall.open("rapat", facilitator=True, bagian="rapat"), min=100, max=10)

    assert len(notices(at, "error")) == 1
    assert row(real_hall)[4:] == (None, None)
    assert at.number_input(key="desk.settings.min").value == 100


@pytest.mark.parametrize("reason", ["", "salah tutup"])
def test_a_closed_meeting_opens_again_only_with_a_reason(real_hall: Hall, reason: str):
    real_hall.meeting("closed")
    at = real_hall.open("rapat", facilitator=True, bagian="rapat")

    at.text_input(key="desk.settings.reason").set_value(reason)
    at.button(key="desk.reopen.press").click().run()

    assert not at.exception
    assert row(real_hall)[0] == ("open" if reason else "closed")
    assert len(notices(at, "error")) == (0 if reason else 1)


def test_a_published_meeting_offers_neither(real_hall: Hall):
    real_hall.meeting("published", title="Rapat")

    at = real_hall.open("rapat", facilitator=True, bagian="rapat")

    assert "Buka kembali" not in words(at)
    assert not [one for one in at.number_input if one.key == "desk.settings.min"]
