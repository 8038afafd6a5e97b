"""The desk's room for people: facilitators with a link of their own, and lost cards."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from domain.card_codes import shown_code
from domain.meeting import Meeting
from services.facilitators import list_facilitators
from services.identity import REPLACED_CARD
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import everything, notices, words
from tests.support.databases import AT_THE_MACHINE
from tests.support.pledge_form import has_form


def _room() -> None:
    # The script stands alone: it sees nothing of this file.
    from components import access, frame
    from components.desk_people import people_room

    meeting, facilitator = frame.seen_by_visitor().meeting, access.facilitator()
    assert meeting
    assert facilitator
    people_room(meeting, facilitator)


@pytest.fixture
def room(real_hall: Hall, meeting: Meeting) -> AppTest:
    at = AppTest.from_function(_room, default_timeout=60)
    at.session_state["access.facilitator"] = real_hall.cookie()
    return _good(at.run())


def _good(at: AppTest) -> AppTest:
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    return _good(at.button(key=key).click().run())


def add(at: AppTest, name: str) -> AppTest:
    at.text_input(key="desk.people.name").set_value(name)
    return press(at, "desk.people.make")


def links(at: AppTest) -> list[str]:
    return re.findall(r"/masuk\?token=([\w-]{32})", everything(at))


def names(hall: Hall) -> list[tuple[str, bool]]:
    return [(one.name, one.revoked_at is None) for one in list_facilitators(hall.database, AT_THE_MACHINE)]


def only_id(hall: Hall) -> str:
    (one,) = list_facilitators(hall.database, AT_THE_MACHINE)
    return str(one.id)


def test_at_first_there_is_only_the_printed_link(room: AppTest):
    assert "Anda masuk sebagai: Fasilitator (tautan program)." in words(room)
    assert "Belum ada fasilitator dengan tautan sendiri; semua memakai tautan program." in words(room)
    assert links(room) == []


def test_a_new_facilitator_gets_a_link_that_is_shown_until_it_is_kept(room: AppTest, real_hall: Hall):
    at = add(room, "Ibu Sari")

    (link,) = links(at)
    assert notices(at, "warning") == ["Tautan Ibu Sari; hanya tampil sekali. Jangan ditampilkan di layar."]
    assert names(real_hall) == [("Ibu Sari", True)]
    assert at.text_input(key="desk.people.name").value == ""
    at = press(at, "desk.people.link_done")
    assert link not in everything(at)
    assert "**Ibu Sari**" in everything(at)


def test_a_refused_name_stays_in_its_field(room: AppTest, real_hall: Hall):
    at = add(press(add(room, "Ibu Sari"), "desk.people.link_done"), "ibu sari")

    (reason,) = notices(at, "error")
    assert reason.startswith("ibu sari sudah mempunyai tautan.")
    assert at.text_input(key="desk.people.name").value == "ibu sari"
    assert names(real_hall) == [("Ibu Sari", True)]


def test_a_name_is_text(room: AppTest):
    at = press(add(room, "**Sari** <b>x</b> [y](z)"), "desk.people.link_done")

    assert r"**\*\*Sari\*\* \<b\>x\</b\> \[y\]\(z\)**" in everything(at).replace("\\\\", "\\")


def test_revoking_asks_first(room: AppTest, real_hall: Hall):
    at = add(room, "Ibu Sari")
    one = only_id(real_hall)

    at = press(at, f"desk.people.ask.{one}")
    assert names(real_hall) == [("Ibu Sari", True)]
    at = press(at, f"desk.people.keep.{one}")
    assert not [button.key for button in at.button if button.key == f"desk.people.revoke.{one}"]
    at = press(press(at, f"desk.people.ask.{one}"), f"desk.people.revoke.{one}")

    assert names(real_hall) == [("Ibu Sari", False)]
    assert "**Ibu Sari**" not in everything(at)
    assert links(at) == []


def test_a_new_link_replaces_the_old_one(room: AppTest, real_hall: Hall):
    at = add(room, "Ibu Sari")
    (old,) = links(at)

    at = press(at, f"desk.people.renew.{only_id(real_hall)}")

    (new,) = links(at)
    assert new != old


def test_a_lost_card_is_replaced_and_the_phone_that_uses_it_is_told(room: AppTest, real_hall: Hall, meeting: Meeting):
    old = real_hall.codes(meeting)
    phone = real_hall.open("komitmen", card=old[VILLAGE])
    assert room.button(key="desk.people.reissue").disabled

    room.selectbox(key="desk.people.village").set_value(VILLAGE)
    at = press(room.run(), "desk.people.reissue")

    new = real_hall.codes(meeting)
    assert new[VILLAGE] != old[VILLAGE]
    assert new[NEIGHBOUR] == old[NEIGHBOUR]
    assert shown_code(new[VILLAGE]) in everything(at)
    assert not [code for village, code in new.items() if village != VILLAGE and shown_code(code) in everything(at)]
    assert at.selectbox(key="desk.people.village").value is None
    phone.run()
    assert notices(phone, "error") == [REPLACED_CARD]
    assert not has_form(phone)
    at = press(at, "desk.people.card_done")
    assert shown_code(new[VILLAGE]) not in everything(at)


def test_whoever_was_signed_out_elsewhere_does_nothing_more(room: AppTest, real_hall: Hall, meeting: Meeting):
    before = real_hall.codes(meeting)
    room.selectbox(key="desk.people.village").set_value(VILLAGE)
    room.run()
    real_hall.sql("UPDATE sign_ins SET ended_at = created_at")

    room.button(key="desk.people.reissue").click().run()

    assert real_hall.codes(meeting) == before
