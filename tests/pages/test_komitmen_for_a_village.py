"""A facilitator fills in the whole pledge form for a village that speaks."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from domain.meeting import Meeting
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import words
from tests.support.pledge_form import confirm, fill, has_form, review


def opened(hall: Hall, **query: str) -> AppTest:
    at = hall.open("komitmen", facilitator=True, **query)
    assert not at.exception
    return at


def payloads(hall: Hall) -> list[tuple[str, str, str]]:
    return hall.sql(
        "SELECT json_extract(payload, '$.way'), json_extract(payload, '$.reason'), json_extract(payload, '$.typed_by') "
        "FROM commitments ORDER BY sequence"
    )


def test_the_form_of_a_village_is_filled_in_for_it_and_says_by_which_way(real_hall: Hall, meeting: Meeting):
    at = opened(real_hall, desa=VILLAGE)
    fill(at, "60")
    at.session_state["commitment.way"] = "paper"
    confirm(review(at))

    assert [row[1:3] for row in real_hall.ledger()] == [(1, 60)]
    assert payloads(real_hall) == [("paper", "", "facilitator")]


def test_a_pledge_that_stands_is_changed_only_with_a_reason(real_hall: Hall, meeting: Meeting):
    confirm(review(fill(opened(real_hall, desa=VILLAGE), "60")))
    at = fill(opened(real_hall, desa=VILLAGE), "70")
    without = at.button(key="commitment.submit").disabled

    at.text_input(key="commitment.reason").set_value("kepala desa meralat").run()
    confirm(review(at))

    assert without
    assert payloads(real_hall)[1][:2] == ("spoken", "kepala desa meralat")


def test_without_a_village_in_the_address_a_facilitator_is_asked_for_a_card(real_hall: Hall, meeting: Meeting):
    assert not has_form(opened(real_hall))


def test_a_village_that_does_not_exist_is_refused_with_a_sentence(real_hall: Hall, meeting: Meeting):
    at = opened(real_hall, desa="62.08.99.9999")

    assert not has_form(at)
    assert "Desa itu tidak ada dalam rapat ini." in words(at)


def test_nobody_else_fills_in_the_form_of_a_village(real_hall: Hall, meeting: Meeting):
    assert not has_form(real_hall.open("komitmen", desa=VILLAGE))
