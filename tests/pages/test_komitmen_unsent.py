"""A form that was not sent: a reload brings it back, sending or discarding ends it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from domain.meeting import Meeting
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import notices, words
from tests.support.pledge_form import confirm, fill, review


def reopened(hall: Hall, meeting: Meeting) -> AppTest:
    at = hall.open("komitmen", card=hall.codes(meeting)[VILLAGE])
    assert not at.exception
    return at


def drafts(hall: Hall) -> int:
    return hall.sql("SELECT count(*) FROM drafts")[0][0]


def test_a_reload_brings_back_what_was_typed_and_says_that_it_is_no_pledge(
    real_hall: Hall, meeting: Meeting, form: AppTest
):
    fill(form, "60 orang", nature="continued", months=7)
    form.button(key="commitment.add").click().run()

    at = reopened(real_hall, meeting)

    assert at.text_input(key="commitment.workers").value == "60 orang"
    assert at.number_input(key="commitment.2.months").value == 7
    assert at.session_state["commitment.nature"] == "continued"
    assert "dipulihkan. Belum dikirim, jadi belum tercatat." in notices(at, "warning")[0]
    assert real_hall.ledger() == []


def test_what_was_sent_is_no_draft_any_more(real_hall: Hall, meeting: Meeting, form: AppTest):
    confirm(review(fill(form, "60")))

    assert drafts(real_hall) == 0
    assert notices(reopened(real_hall, meeting), "warning") == []


def test_a_discarded_draft_is_gone_for_good(real_hall: Hall, meeting: Meeting, form: AppTest):
    fill(form, "60")
    at = reopened(real_hall, meeting)
    at.button(key="commitment.discard").click().run()

    assert at.text_input(key="commitment.workers").value == ""
    assert drafts(real_hall) == 0
    assert reopened(real_hall, meeting).text_input(key="commitment.workers").value == ""


def test_an_untouched_form_leaves_no_draft(real_hall: Hall, meeting: Meeting, form: AppTest):
    form.run()

    assert drafts(real_hall) == 0


def test_what_a_facilitator_types_for_a_village_is_not_the_villages_draft(real_hall: Hall, meeting: Meeting):
    fill(real_hall.open("komitmen", facilitator=True, desa=VILLAGE), "60")

    assert drafts(real_hall) == 0


def test_the_desk_sees_who_is_still_typing(real_hall: Hall, meeting: Meeting, form: AppTest):
    fill(form, "60")

    at = real_hall.open("rapat", facilitator=True)

    assert "mengisi, belum dikirim" in words(at)
