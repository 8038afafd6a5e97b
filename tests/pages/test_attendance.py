"""Who is there: asked on the village's phone, and kept at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.database import settings
from domain.meeting import Meeting
from services.attendance import Arrival, Attendance, attendance, mark_present
from services.clock import system_clock
from services.identity import FacilitatorCookie
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, words
from tests.support.databases import AT_THE_MACHINE, clock


def phone() -> None:
    import streamlit as st

    from components.attendance import ask_presence
    from components.database import database
    from services.identity import CardCode
    from services.pledge_form import pledge_form

    card = CardCode(st.session_state["test.card"])
    ask_presence(pledge_form(database(), card), card)


def room() -> None:
    import streamlit as st

    from components.database import database
    from components.desk_attendance import attendance_room
    from db.queries.meetings import meeting

    with database().reading() as connection:
        found = meeting(connection, st.session_state["test.meeting"])
    attendance_room(found, st.session_state["test.facilitator"])


def opened(page: Any, **state: Any) -> AppTest:
    at = AppTest.from_function(page, default_timeout=60)
    for name, value in state.items():
        at.session_state[f"test.{name}"] = value
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def has_button(at: AppTest, key: str) -> bool:
    return any(button.key == key for button in at.button)


@pytest.fixture
def at_phone(real_hall: Hall, meeting: Meeting) -> AppTest:
    return opened(phone, card=real_hall.codes(meeting)[VILLAGE])


@pytest.fixture
def desk(real_hall: Hall, meeting: Meeting) -> AppTest:
    return at_desk(real_hall, meeting)


def at_desk(hall: Hall, meeting: Meeting) -> AppTest:
    return opened(room, meeting=meeting.id, facilitator=FacilitatorCookie(hall.cookie(), settings(), system_clock))


def there(hall: Hall, meeting: Meeting) -> Attendance:
    return attendance(hall.database, AT_THE_MACHINE, meeting.id)


def people(hall: Hall, meeting: Meeting, village: str = VILLAGE) -> list[tuple[str, str, str]]:
    row = there(hall, meeting).of(village)
    assert row is not None
    return [(one.name, one.position, one.marked_by) for one in row.people]


def mark(hall: Hall, meeting: Meeting, **arrival: Any) -> None:
    mark_present(Arrival(meeting.id, **arrival), hall.database, clock, AT_THE_MACHINE)


def say(at: AppTest, name: str, position: str) -> AppTest:
    at.text_input(key="attendance.name").set_value(name)
    at.text_input(key="attendance.position").set_value(position)
    return press(at, "attendance.join")


def test_a_village_says_who_is_there_and_is_not_asked_again(real_hall: Hall, meeting: Meeting, at_phone: AppTest):
    asked = "Siapa yang hadir?" in words(at_phone)

    say(at_phone, "Siti  Aminah", "Kepala Desa")
    later = opened(phone, card=real_hall.codes(meeting)[VILLAGE])

    assert asked
    assert people(real_hall, meeting) == [("Siti Aminah", "Kepala Desa", "village")]
    for at in (at_phone, later):
        assert words(at) == "Hadir dari desa ini: Siti Aminah (Kepala Desa)."
        assert not has_button(at, "attendance.join")


def test_opening_the_page_marks_nobody(real_hall: Hall, meeting: Meeting, at_phone: AppTest):
    assert there(real_hall, meeting).presence.people == 0


def test_the_question_can_be_passed_and_answered_later(real_hall: Hall, meeting: Meeting, at_phone: AppTest):
    press(at_phone, "attendance.skip")
    passed = words(at_phone)
    press(at_phone, "attendance.more")
    say(at_phone, "Siti Aminah", "Kepala Desa")
    press(at_phone, "attendance.more")
    say(at_phone, "Budi", "Sekretaris Desa")

    assert passed == "Daftar hadir belum diisi."
    assert [name for name, *_ in people(real_hall, meeting)] == ["Siti Aminah", "Budi"]
    assert words(at_phone) == "Hadir dari desa ini: Siti Aminah (Kepala Desa), Budi (Sekretaris Desa)."


def test_what_is_no_name_is_refused_at_the_question_and_kept_to_be_mended(
    real_hall: Hall, meeting: Meeting, at_phone: AppTest
):
    say(at_phone, "Siti Aminah", "")

    assert notices(at_phone, "error") == ["Isi juga jabatannya, misalnya Sekretaris Desa."]
    assert at_phone.text_input(key="attendance.name").value == "Siti Aminah"
    assert people(real_hall, meeting) == []


def test_a_village_that_a_facilitator_marked_is_still_asked_for_a_name(real_hall: Hall, meeting: Meeting):
    mark(real_hall, meeting, village_code=VILLAGE)

    assert "Siapa yang hadir?" in words(opened(phone, card=real_hall.codes(meeting)[VILLAGE]))


@pytest.mark.parametrize(("state", "asks"), [("draft", True), ("open", True), ("closed", False), ("published", False)])
def test_the_question_is_asked_until_the_meeting_closes(real_hall: Hall, state: str, asks: bool):
    meeting = real_hall.meeting(state, budget_year=2027)

    at = opened(phone, card=real_hall.codes(meeting)[VILLAGE])

    assert ("Siapa yang hadir?" in words(at)) is asks
    assert has_button(at, "attendance.join") is asks


def test_a_name_is_text_on_the_phone_and_at_the_desk(real_hall: Hall, meeting: Meeting, at_phone: AppTest):
    say(at_phone, "<script>x</script> **Siti**", "Kepala <b>")
    at = at_desk(real_hall, meeting)
    at.toggle(key="desk.here.names").set_value(True).run()

    assert "<script>x</script> **Siti** (Kepala <b>)" in words(at_phone)
    assert "<script>x</script> **Siti** (Kepala <b>)" in words(at)
    assert not [body for body in markup(at) + markup(at_phone) if "<script" in body]


def test_the_desk_marks_a_village_by_its_name_or_by_one_press(real_hall: Hall, meeting: Meeting, desk: AppTest):
    absent = has_button(desk, f"desk.here.mark.{VILLAGE}")
    desk.selectbox(key="desk.here.village").set_value(VILLAGE).run()
    by_name = notices(desk, "success")
    press(desk, f"desk.here.mark.{NEIGHBOUR}")
    desk.selectbox(key="desk.here.village").set_value(VILLAGE).run()

    assert absent
    assert by_name == ["Desa Sungai Pasir hadir."]
    assert notices(desk, "success") == ["Desa Sungai Pasir sudah tercatat hadir."]
    assert desk.selectbox(key="desk.here.village").value is None
    assert people(real_hall, meeting) == people(real_hall, meeting, NEIGHBOUR) == [("", "", "facilitator")]
    assert "Hadir 2 dari 29 desa" in words(desk)
    assert not has_button(desk, f"desk.here.mark.{VILLAGE}")
    assert "Pantai Lunci 2 dari 4 desa hadir" in words(desk)


def test_names_are_on_the_desk_only_when_they_are_asked_for(real_hall: Hall, meeting: Meeting):
    mark(real_hall, meeting, village_code=VILLAGE, name="Siti Aminah", position="Kepala Desa")
    mark(real_hall, meeting, organisation="BPJS Ketenagakerjaan", name="Budi", position="Kepala Cabang")
    at = at_desk(real_hall, meeting)
    before = everything(at)

    at.toggle(key="desk.here.names").set_value(True).run()

    assert "Siti" not in before
    assert "Budi" not in before
    assert "1 orang" in before
    assert "Siti Aminah (Kepala Desa)" in words(at)
    assert "Budi (Kepala Cabang)" in words(at)


@pytest.mark.parametrize(("shown", "count"), [("all", 32), ("absent", 27), ("present", 2), ("silent", 1)])
def test_the_list_is_filtered_also_by_who_is_there_and_has_not_pledged(
    real_hall: Hall, meeting: Meeting, shown: str, count: int
):
    mark(real_hall, meeting, village_code=VILLAGE)
    mark(real_hall, meeting, village_code=NEIGHBOUR)
    real_hall.pledge(meeting, 60)
    at = at_desk(real_hall, meeting)

    at.segmented_control(key="desk.here.filter").set_value(shown).run()

    rows = [line for line in words(at).splitlines() if line.startswith(("✓ hadir", "○ belum"))]
    assert len(rows) == count
    assert ("✓ hadirSungai Pasirtanpa namasudah berkomitmen" in rows) is (shown in {"all", "present"})
    assert ("✓ hadirSungai Damartanpa namabelum berkomitmen" in rows) is (shown != "absent")


def test_people_are_named_and_removed_on_the_sheet_of_their_village(real_hall: Hall, meeting: Meeting, desk: AppTest):
    press(desk, f"desk.here.mark.{VILLAGE}")
    press(desk, f"desk.here.people.{VILLAGE}")
    desk.text_input(key="desk.here.sheet.name").set_value("Siti Aminah")
    desk.text_input(key="desk.here.sheet.position").set_value("Kepala Desa")
    press(desk, "desk.here.person.add")
    named = people(real_hall, meeting)
    row = there(real_hall, meeting).of(VILLAGE)
    assert row is not None
    press(desk, f"desk.here.remove.{row.people[0].id}")

    assert named == [("Siti Aminah", "Kepala Desa", "facilitator")]
    assert people(real_hall, meeting) == []
    assert notices(desk, "success") == ["Satu orang dari Desa Sungai Pasir dihapus dari daftar hadir."]
    press(desk, "desk.here.person.close")
    assert not has_button(desk, "desk.here.person.add")


def test_a_refusal_keeps_what_was_typed(real_hall: Hall, meeting: Meeting, desk: AppTest):
    desk.text_input(key="desk.here.other.organisation").set_value("BPJS Ketenagakerjaan")
    desk.text_input(key="desk.here.other.name").set_value("Budi")
    press(desk, "desk.here.other.add")
    refused = notices(desk, "error")
    desk.text_input(key="desk.here.other.position").set_value("Kepala Cabang")
    press(desk, "desk.here.other.add")
    press(desk, "desk.here.others.0")

    assert refused == ["Isi juga jabatannya, misalnya Sekretaris Desa."]
    assert [(one.organisation, one.name) for one in there(real_hall, meeting).others] == [
        ("BPJS Ketenagakerjaan", "Budi")
    ]
    assert desk.text_input(key="desk.here.other.name").value == ""
    assert "Hadir dari BPJS Ketenagakerjaan" in words(desk)


def test_a_closed_meeting_shows_the_list_and_changes_nothing(real_hall: Hall, meeting: Meeting, desk: AppTest):
    press(desk, f"desk.here.mark.{VILLAGE}")
    real_hall.change("close_meeting", meeting)
    press(desk, f"desk.here.mark.{NEIGHBOUR}")

    assert notices(desk, "error") == ["Rapat sudah ditutup; daftar hadir tidak dapat diubah lagi. Hubungi fasilitator."]
    assert "Hadir 1 dari 29 desa" in words(desk)
    assert [button.key for button in desk.button] == []


def test_names_are_erased_at_the_end_after_a_tick(real_hall: Hall, meeting: Meeting):
    mark(real_hall, meeting, village_code=VILLAGE, name="Siti Aminah", position="Kepala Desa")
    real_hall.change("close_meeting", meeting)
    early = at_desk(real_hall, meeting)
    real_hall.change("publish_meeting", meeting)
    at = at_desk(real_hall, meeting)
    unsure = at.button(key="desk.here.erase").disabled
    at.checkbox(key="desk.here.sure").check().run()
    press(at, "desk.here.erase")

    assert not has_button(early, "desk.here.erase")
    assert "Nama baru dapat dihapus setelah hasil rapat diterbitkan" in words(early)
    assert unsure
    assert people(real_hall, meeting) == [("", "", "facilitator")]
    assert notices(at, "success") == ["Nama 1 orang dihapus."]
    assert notices(at, "info") == ["Nama dan jabatan sudah dihapus dari rapat ini; jumlahnya tetap."]
