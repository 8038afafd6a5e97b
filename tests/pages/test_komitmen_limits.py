"""The pledge form of a meeting whose facilitator sets limits, or changes something while the form is open."""

from __future__ import annotations

from dataclasses import replace

from domain.meeting import settings_of
from services.change_meeting import change_settings
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import notices, words
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.pledge_form import can_confirm, confirm, fill, review


def changed(hall: Hall, meeting, **values):
    change_settings(meeting.id, replace(settings_of(meeting), **values), hall.database, clock, AT_THE_MACHINE)


def test_fewer_than_the_meetings_least_are_refused_at_the_number(real_hall: Hall):
    meeting = real_hall.meeting(min_workers=10)
    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])

    fill(at, "9")

    assert any("10" in reason for reason in notices(at, "error"))
    assert not can_confirm(at)


def test_a_form_that_was_reviewed_before_the_meeting_changed_is_refused_and_keeps_what_was_typed(real_hall: Hall):
    meeting = real_hall.meeting()
    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])
    fill(at, "60")
    review(at)
    changed(real_hall, meeting, target_points=7000)

    confirm(at)

    assert real_hall.ledger() == []
    assert any("berubah" in reason or "mengubah" in reason for reason in notices(at, "error"))
    assert at.text_input(key="commitment.workers").value == "60"
    review(at)
    confirm(at)
    assert len(real_hall.ledger()) == 1


def test_who_stays_without_money_is_said_and_stops_nothing(real_hall: Hall):
    meeting = real_hall.meeting()
    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])

    fill(at, "60")

    assert "320 pekerja yang aktif hari ini" in words(at)
    assert not at.button(key="commitment.submit").disabled
