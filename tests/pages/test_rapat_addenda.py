"""Addenda on the desk, looked at before they are stored; and what everybody reads of them."""

from __future__ import annotations

import pytest

from services.addenda import desa_names
from tests.pages.conftest import NEIGHBOUR, Hall
from tests.pages.desk_room import room_of
from tests.support.app_test import markup, notices, words


def fill(at, *, kind: str | None = "correction", village: str | None = NEIGHBOUR, text: str = "60 menjadi 50"):
    at.segmented_control(key="desk.addendum.kind").set_value(kind)
    at.selectbox(key="desk.addendum.village").set_value(village)
    at.text_area(key="desk.addendum.text").set_value(text)
    at.text_input(key="desk.addendum.decided_by").set_value("Pemerintah Desa")
    at.button(key="desk.addendum.review").click().run()
    assert not at.exception
    return at


def stored(hall: Hall) -> list[tuple]:
    return hall.sql(
        "SELECT number, json_extract(payload, '$.kind'), json_extract(payload, '$.village_code'), "
        "json_extract(payload, '$.text') FROM addenda ORDER BY number"
    )


def test_an_addendum_is_shown_before_it_is_stored(real_hall: Hall):
    at = fill(room_of(real_hall.meeting("published"), "addenda"))
    reviewed, before = notices(at, "info"), stored(real_hall)

    at.button(key="desk.addendum.store").click().run()

    name = desa_names(real_hall.database, "62.08")[NEIGHBOUR]
    assert reviewed == [f"Perbaikan · {name}: 60 menjadi 50 Diputuskan oleh Pemerintah Desa."]
    assert before == []
    assert notices(at, "success") == ["Adendum 1 tersimpan."]
    assert stored(real_hall) == [(1, "correction", NEIGHBOUR, "60 menjadi 50")]
    assert "Adendum 1 · Perbaikan" in words(at)
    assert at.text_area(key="desk.addendum.text").value == ""


def test_going_back_keeps_what_was_typed(real_hall: Hall):
    at = fill(room_of(real_hall.meeting("published"), "addenda"), kind="note", village=None, text="Satu\ndua")

    at.button(key="desk.addendum.back").click().run()

    assert at.text_area(key="desk.addendum.text").value == "Satu\ndua"
    assert at.segmented_control(key="desk.addendum.kind").value == "note"
    assert stored(real_hall) == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"kind": None}, "Jenis adendum: "),
        ({"village": None}, "Pilih desa yang berubah."),
        ({"text": "  "}, "Tulis isi adendum"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(real_hall: Hall, wrong: dict, reason: str):
    at = fill(room_of(real_hall.meeting("published"), "addenda"), **wrong)

    assert [text[: len(reason)] for text in notices(at, "error")] == [reason]
    assert at.text_input(key="desk.addendum.decided_by").value == "Pemerintah Desa"
    assert "desk.addendum.store" not in [button.key for button in at.button]


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_before_publishing_the_room_says_why_it_is_empty(real_hall: Hall, state: str):
    at = room_of(real_hall.meeting(state), "addenda")

    assert [text[:49] for text in notices(at, "info")] == ["Adendum hanya untuk hasil yang sudah diterbitkan."]
    assert len(at.button) == 0


def test_what_was_typed_is_text_for_everybody(real_hall: Hall):
    at = fill(room_of(real_hall.meeting("published"), "addenda"), kind="note", village=None, text="<i>a</i>\n**b**")
    at.button(key="desk.addendum.store").click().run()

    page = real_hall.open("ringkasan")

    assert not page.exception
    assert [e.label for e in page.expander if "adendum" in e.label] == ["Hasil rapat diterbitkan · 1 adendum"]
    (body,) = [body for body in markup(page) if "rb-addendum" in body]
    assert "&lt;i&gt;a&lt;/i&gt;<br>**b**" in body


def test_a_result_without_addenda_says_nothing_of_them(real_hall: Hall):
    real_hall.meeting("published")

    page = real_hall.open("ringkasan")

    assert [e.label for e in page.expander if "adendum" in e.label] == []
