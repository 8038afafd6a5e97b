"""The room with all meetings: how far each is, choosing one, copying one, ending one."""

from __future__ import annotations

from datetime import date

import pytest

from components import desk_meetings, meetings_room
from domain.calendar import WIB
from tests.pages.conftest import Hall
from tests.pages.desk_room import room_of, shown_id
from tests.support.app_test import everything, markup, notices, words
from tests.support.databases import clock

TODAY = clock().astimezone(WIB).date()


@pytest.fixture(autouse=True)
def _on_the_day_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (meetings_room, desk_meetings):
        monkeypatch.setattr(room, "clock", lambda: clock)


def rows(at) -> list[str]:
    return [body for body in markup(at) if body.startswith('<div class="rb-meeting')]


def states(hall: Hall) -> list[tuple]:
    return hall.sql("SELECT state, title, budget_year, held_on, target_points FROM meetings ORDER BY created_at, rowid")


def test_every_meeting_stands_in_a_row_with_what_it_gathered(real_hall: Hall):
    old = real_hall.meeting(title="Yang <b>lama</b>", budget_year=2027)
    real_hall.pledge(old, 60)
    real_hall.change("close_meeting", old)
    new = real_hall.meeting("draft", title="Yang baru", budget_year=2027)

    at = room_of(new, "meetings")

    assert len(rows(at)) == 2
    lines = words(at)
    assert "Yang <b>lama</b>" in lines
    assert "rapat ditutup1 dari 29 desa60 pekerjaRp 12.096.000" in lines
    assert "rapat belum dibuka0 dari 29 desa0 pekerjaRp 0" in lines
    assert ["rb-meeting-shown" in row for row in rows(at)] == ["Yang baru" in row for row in rows(at)]
    assert "<b>lama" not in everything(at).replace("&lt;b&gt;lama", "")


def test_a_row_is_chosen(real_hall: Hall):
    old, new = real_hall.meeting(title="Yang lama"), real_hall.meeting(title="Yang baru")
    at = room_of(new, "meetings")
    assert at.button(key=f"desk.pick.{new.id}").disabled

    at.button(key=f"desk.pick.{old.id}").click().run()

    assert not at.exception
    assert shown_id(at) == old.id
    assert at.button(key=f"desk.pick.{old.id}").disabled
    assert not at.button(key=f"desk.pick.{new.id}").disabled


def test_a_long_list_is_shown_in_part_until_all_of_it_is_asked_for(real_hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(meetings_room, "SHOWN_AT_FIRST", 2)
    found = [real_hall.meeting("draft") for _ in range(3)]

    at = room_of(found[0], "meetings")
    before = len(rows(at))
    at.toggle(key="desk.meetings.all").set_value(True).run()

    assert (before, len(rows(at))) == (2, 3)


def test_one_press_copies_the_meeting_that_is_shown_and_a_double_click_no_more(real_hall: Hall):
    source = real_hall.meeting("closed", title="Rembuk", target_points=6000, budget_year=2027)
    at = room_of(source, "meetings")
    prefilled = (at.date_input(key="desk.copy.date").value, at.number_input(key="desk.copy.year").value)

    at.date_input(key="desk.copy.date").set_value(date(2027, 1, 20))
    at.number_input(key="desk.copy.year").set_value(2028)
    at.button(key="desk.copy.make").click().run()
    at.session_state["desk.copy.made_at"] += 60  # however slow the machine is
    at.button(key="desk.copy.make").click().run()

    assert not at.exception
    assert prefilled == (TODAY, 2027)
    assert states(real_hall) == [
        ("closed", "Rembuk", 2027, TODAY.isoformat(), 6000),
        ("draft", "Rembuk", 2028, "2027-01-20", 6000),
    ]
    assert shown_id(at) != source.id


def test_a_year_that_is_over_on_the_day_is_refused_and_what_was_typed_stays(real_hall: Hall):
    source = real_hall.meeting("closed", budget_year=2027)
    at = room_of(source, "meetings")

    at.date_input(key="desk.copy.date").set_value(date(2028, 1, 20))
    at.button(key="desk.copy.make").click().run()

    assert len(states(real_hall)) == 1
    assert [text[:31] for text in notices(at, "error")] == ["Tahun anggaran 2027 sudah lewat"]
    assert at.date_input(key="desk.copy.date").value == date(2028, 1, 20)


def test_a_new_meeting_is_made_where_there_is_none(real_hall: Hall):
    at = room_of(None, "meetings")

    at.button(key="desk.create").click().run()

    assert not at.exception
    assert [row[0] for row in states(real_hall)] == ["draft"]


def test_a_meeting_is_ended_with_what_it_means_and_published_after_a_second_tick(real_hall: Hall):
    meeting = real_hall.meeting(budget_year=2027)
    at = room_of(meeting, "meetings")
    before_closing = words(at)
    assert at.button(key="desk.close").disabled

    at.checkbox(key="desk.sure").check().run()
    at.button(key="desk.close").click().run()
    before_publishing = words(at)
    closed = states(real_hall)[0][0]
    assert at.button(key="desk.publish").disabled
    at.checkbox(key="desk.publish.sure").check().run()
    at.button(key="desk.publish").click().run()

    assert not at.exception
    assert (closed, states(real_hall)[0][0]) == ("closed", "published")
    assert "komitmen tidak diterima lagi dan hasilnya dibekukan" in before_closing
    assert "rapat tidak dapat dibuka kembali" in before_publishing
    assert "adendum" in before_publishing
    assert "Hasil rapat sudah diterbitkan." in words(at)


def test_a_rehearsal_is_not_published_and_the_reason_is_said(hall: Hall):
    at = room_of(hall.meeting("closed"), "meetings")

    assert "Rapat latihan memakai data contoh; hasilnya tidak dapat diterbitkan." in notices(at, "info")
    assert "desk.publish" not in [button.key for button in at.button]


def test_publishing_what_somebody_else_has_reopened_is_refused(real_hall: Hall):
    meeting = real_hall.meeting("closed", budget_year=2027)
    at = room_of(meeting, "meetings")
    at.checkbox(key="desk.publish.sure").check().run()
    real_hall.sql("UPDATE meetings SET state = 'open'")

    at.button(key="desk.publish").click().run()

    assert notices(at, "error") == ["Hasil baru dapat diterbitkan setelah rapat ditutup. Tutup rapat dulu."]


def test_a_day_that_has_passed_is_said_before_opening(real_hall: Hall):
    late, today = real_hall.meeting("draft", held_on=date(2026, 3, 2)), real_hall.meeting("draft")

    assert [text[:32] for text in notices(room_of(late, "meetings"), "warning")] == ["Tanggal rapat ini sudah lewat: S"]
    assert notices(room_of(today, "meetings"), "warning") == []
