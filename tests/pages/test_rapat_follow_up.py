"""The desk of a meeting that is prepared begins with what became of the pledges of the one before it."""

from __future__ import annotations

from domain.meeting import Meeting
from tests.pages.conftest import Hall
from tests.pages.desk_page import desk
from tests.support.app_test import markup, notices


def test_the_desk_of_the_next_meeting_begins_with_it(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    real_hall.change("close_meeting", meeting)
    draft = real_hall.meeting("draft", budget_year=2027)

    at = desk(real_hall, rapat=str(draft.id))

    assert any("1 desa berjanji: 0 dipenuhi, 0 sebagian, 1 belum" in text for text in notices(at, "info"))
    assert any(f'href="/tindak-lanjut?rapat={meeting.id}"' in body for body in markup(at))


def test_a_first_meeting_and_one_that_goes_on_say_nothing_of_it(real_hall: Hall, meeting: Meeting):
    assert not any("Tindak lanjut" in text for text in notices(desk(real_hall), "info"))

    real_hall.pledge(meeting, 60)
    real_hall.change("close_meeting", meeting)
    later = real_hall.meeting(budget_year=2027)

    assert not any("Tindak lanjut" in text for text in notices(desk(real_hall, rapat=str(later.id)), "info"))
