"""The desk's room of acts: who did what and when; chosen, a page more, and text as it was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db.audit import record
from domain.meeting import Meeting, settings_of
from services import audit_trail
from services.attendance import Arrival, mark_present
from services.change_meeting import change_settings
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, words
from tests.support.databases import AT_THE_MACHINE, clock

HOSTILE = "<img src=x onerror=alert(1)> **tebal** [a](http://x) $x$ =1+1"


def open_room(hall: Hall, meeting: Meeting) -> AppTest:
    at = hall.open("rapat", facilitator=True, rapat=str(meeting.id), bagian="catatan")
    assert not at.exception
    return at


def rows(at: AppTest) -> list[list[str]]:
    """The cells of each act."""
    table = next((body for body in markup(at) if 'class="rb-audit"' in body), "")
    body = table.split("<tbody>")[-1]
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", one, re.DOTALL)]
        for one in body.split("<tr>")[1:]
    ]


def choose(at: AppTest, name: str, meeting: Meeting, value: str | None) -> AppTest:
    at.selectbox(key=f"desk.audit.{name}.{meeting.id}").set_value(value).run()
    assert not at.exception
    return at


def test_every_act_stands_there_with_time_actor_before_and_after(real_hall: Hall, meeting: Meeting) -> None:
    real_hall.pledge(meeting, 60)
    real_hall.pledge(meeting, 70, key="again")

    at = open_room(real_hall, meeting)

    assert "4 catatan seluruhnya · Minggu, 22 November 2026 · terbaru di atas" in words(at)
    pledges = [row for row in rows(at) if row[2] == "Komitmen dicatat"]
    assert all(row[:2] == ["10.30.00", "baris perintah"] for row in pledges)
    second = next(row[3] for row in pledges if "→" in row[3])
    assert second.startswith("Desa Sungai Pasirrevisi 1: 60 pekerja baru × 12 bulan · ADD, mulai Januari 2027 = Rp")
    assert "→ revisi 2: 70 pekerja baru" in second
    assert not [button for button in at.button if button.key == "desk.audit.more"]


def test_a_choice_narrows_the_list_and_none_of_it_says_so(real_hall: Hall, meeting: Meeting) -> None:
    real_hall.pledge(meeting, 60)
    real_hall.pledge(meeting, 60, village=NEIGHBOUR, key="neighbour")
    at = open_room(real_hall, meeting)

    choose(at, "village", meeting, VILLAGE)
    of_village = rows(at)
    choose(at, "kind", meeting, "meeting")
    nothing = (rows(at), notices(at, "info"))
    choose(at, "village", meeting, None)
    of_kind = rows(at)
    choose(at, "who", meeting, "command_line")

    assert [row[3].split("revisi")[0] for row in of_village] == ["Desa Sungai Pasir · "]
    assert nothing == ([], ["Tidak ada catatan yang cocok dengan pilihan ini. Kosongkan salah satu pilihan."])
    assert {row[2] for row in of_kind} == {"Rapat dibuat", "Rapat dibuka"}
    assert rows(at) == of_kind


def test_outside_of_the_meeting_stand_imports_and_sign_ins(real_hall: Hall, meeting: Meeting) -> None:
    at = open_room(real_hall, meeting)

    at.segmented_control(key="desk.audit.scope").set_value("installation").run()

    assert [row[1:3] for row in rows(at)] == [
        ["Fasilitator (tautan program)", "Fasilitator masuk"],
        ["baris perintah", "Data kepesertaan diimpor"],
    ]
    assert "desk.audit.village" not in {(box.key or "").rsplit(".", 1)[0] for box in at.selectbox}


def test_a_page_more_is_loaded_and_what_happens_meanwhile_is_on_top(
    real_hall: Hall, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(audit_trail.audit_trail.__kwdefaults__, "page", 2)
    for number in range(3):
        real_hall.pledge(meeting, 60 + number, key=f"k{number}")
    at = open_room(real_hall, meeting)
    first = rows(at)
    real_hall.pledge(meeting, 99, village=NEIGHBOUR, key="meanwhile")

    at.button(key="desk.audit.more").click().run()
    second = rows(at)
    at.button(key="desk.audit.more").click().run()
    third = rows(at)
    choose(at, "kind", meeting, "commitment")

    assert len(first) == 2
    assert len(third) == 6
    assert third[: len(second)] == second
    assert not set(map(tuple, first)) - set(map(tuple, second))
    assert "desk.audit.more" in {button.key for button in at.button}
    assert len(rows(at)) == 2  # another choice begins anew


def test_what_people_typed_stands_there_as_they_typed_it(real_hall: Hall) -> None:
    meeting = real_hall.meeting(title=HOSTILE)
    with real_hall.database.writing() as connection:
        detail = {"<b>x</b>": HOSTILE, "<i>y</i>": {"from": f"0{HOSTILE}", "to": f"1{HOSTILE}"}}
        record(connection, at=clock(), actor=HOSTILE, action=HOSTILE[:60], detail=detail, meeting_id=meeting.id)

    at = open_room(real_hall, meeting)

    shown = "".join(markup(at))
    assert "<img" not in shown
    assert not [mark for mark in ("<b>x", "<i>y") if mark in shown]
    assert f"<b>x</b>: {HOSTILE}" in words(at)
    assert f"<i>y</i>: 0{HOSTILE} → 1{HOSTILE}" in words(at)
    assert HOSTILE in at.selectbox(key=f"desk.audit.who.{meeting.id}").options


def test_names_of_who_came_do_not_reach_the_browser(real_hall: Hall, meeting: Meeting) -> None:
    arrival = Arrival(meeting.id, VILLAGE, name="Siti Aminah", position="Jabatan Langka")
    mark_present(arrival, real_hall.database, clock, AT_THE_MACHINE)

    at = open_room(real_hall, meeting)

    assert "Kehadiran dicatat" in words(at)
    assert not [word for word in ("Siti", "Aminah", "Langka") if word in everything(at)]


def test_the_date_stands_at_each_time_where_the_meeting_spans_days(real_hall: Hall, meeting: Meeting) -> None:
    settings = replace(settings_of(meeting), target_points=7000)
    change_settings(meeting.id, settings, real_hall.database, lambda: clock() + timedelta(days=1), AT_THE_MACHINE)

    at = open_room(real_hall, meeting)
    assert [row[0] for row in rows(at)] == ["23 Nov 2026 10.30.00", "22 Nov 2026 10.30.00", "22 Nov 2026 10.30.00"]
    assert "Minggu, 22 November 2026 – Senin, 23 November 2026" in words(at)
