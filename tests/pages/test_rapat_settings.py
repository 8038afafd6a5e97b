"""What the desk changes of a meeting while it is open, and opening a closed one again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.meeting import settings_of
from services.change_meeting import change_settings
from tests.pages.conftest import Hall
from tests.pages.desk_room import room_of
from tests.support.app_test import notices
from tests.support.databases import AT_THE_MACHINE, clock


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

    assert not at.exception
    assert "desk.reopen.press" not in [button.key for button in at.button]
    assert not [one for one in at.number_input if one.key == "desk.settings.min"]


def test_settings_that_somebody_else_changed_meanwhile_are_not_overwritten_and_what_was_typed_stays(real_hall: Hall):
    meeting = real_hall.meeting(target_points=6000)
    at = room_of(meeting, "settings")
    wanted = replace(settings_of(meeting), target_points=7000)
    change_settings(meeting.id, wanted, real_hall.database, clock, AT_THE_MACHINE)

    save(at, max=200)

    assert not at.exception
    (said,) = notices(at, "error")
    assert said == (
        "Rapat ini sudah diubah sejak pengaturannya dibaca: target 60% → 70%. "
        "Tidak ada yang disimpan. Periksa isiannya, lalu simpan lagi."
    )
    assert row(real_hall)[2:] == (7000, "APBDes", None, None)
    assert at.number_input(key="desk.settings.max").value == 200
    assert at.number_input(key="desk.settings.target").value == 70

    at.button(key="desk.settings.save").click().run()

    assert "Pengaturan rapat tersimpan." in notices(at, "success")
    assert row(real_hall)[2:] == (7000, "APBDes", None, 200)


def test_the_form_says_what_is_so_after_another_room_was_shown(real_hall: Hall):
    real_hall.meeting(target_points=6000)
    at = real_hall.open("rapat", facilitator=True, bagian="rapat")

    for room in ("komitmen", "rapat"):
        at.segmented_control(key="desk.room").set_value(room).run()

    assert not at.exception
    assert at.number_input(key="desk.settings.target").value == 60
    assert at.number_input(key="desk.settings.max").value is None
