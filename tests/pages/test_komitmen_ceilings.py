"""Ceilings on the phone: refused at the source, or taken with a reason where the meeting says so."""

from __future__ import annotations

from tests.pages.conftest import VILLAGE, Hall
from tests.pages.test_ceilings import REFUSED, limited
from tests.support.app_test import notices, words
from tests.support.budgets import OF_60, SUNGAI_PASIR, budget_row, take_new, with_ceilings
from tests.support.pledge_form import confirm, fill, review


def reasons(hall: Hall) -> list[str]:
    return [row[0] for row in hall.sql("SELECT json_extract(payload, '$.reason') FROM commitments")]


def test_a_pledge_above_its_ceiling_is_refused_at_the_source_and_one_at_it_is_taken(real_hall: Hall):
    meeting = limited(real_hall)
    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])

    fill(at, "61")
    refused, disabled = notices(at, "error"), at.button(key="commitment.submit").disabled
    fill(at, "60")
    confirm(review(at))

    assert refused == [f"{REFUSED} Kurangi pekerja atau bulannya, atau pilih sumber dana lain."]
    assert disabled
    assert "Pagu ADD Rp 12.096.000" in words(at)
    assert [row[1:3] for row in real_hall.ledger()] == [(1, 60)]


def test_where_the_meeting_allows_it_the_phone_asks_for_the_reason_first(real_hall: Hall):
    meeting = limited(real_hall, "reason")
    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])

    fill(at, "61")
    without = at.button(key="commitment.submit").disabled
    at.text_input(key="commitment.reason").set_value("Ditambah di Perubahan").run()
    confirm(review(at))

    assert without
    assert reasons(real_hall) == ["Ditambah di Perubahan"]


def test_a_facilitator_who_fills_in_for_a_village_gives_the_reason_too(real_hall: Hall):
    limited(real_hall, "reason")
    at = real_hall.open("komitmen", facilitator=True, desa=VILLAGE)

    fill(at, "61")
    without = at.button(key="commitment.submit").disabled
    at.text_input(key="commitment.reason").set_value("Ditambah di Perubahan").run()
    confirm(review(at))

    assert without
    assert reasons(real_hall) == ["Ditambah di Perubahan"]


def test_a_ceiling_that_is_lowered_while_the_form_is_open_refuses_it_and_says_what_changed(real_hall: Hall):
    meeting = limited(real_hall)
    at = review(fill(real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE]), "60"))
    with_ceilings(real_hall.database, budget_row(SUNGAI_PASIR, pagu=OF_60 - 1))
    take_new(real_hall.database, meeting)

    confirm(at)

    assert real_hall.ledger() == []
    assert "pagu" in notices(at, "error")[0].lower()
    assert at.text_input(key="commitment.workers").value == "60"
    assert at.button(key="commitment.submit").disabled
