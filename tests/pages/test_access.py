"""Who a session is: codes leave the address, wrong ones are counted, and an ended sign-in ends running sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import components.database
from components.access import DESK_CLOSED
from domain.card_codes import ALPHABET
from domain.meeting import Meeting
from services.clock import system_clock
from services.facilitators import add_facilitator, revoke_facilitator
from services.guessing import MOST_OF_A_SENDER, TOO_MANY
from services.identity import REPLACED_CARD, SIGNED_OUT, UNKNOWN_CODE
from services.reissue_card import reissue_card
from services.sign_in import LASTS, sign_in, sign_out
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything, notices, words
from tests.support.databases import AT_THE_MACHINE
from tests.support.pledge_form import has_form

STANDING = system_clock()


def enter(at: AppTest, typed: str) -> AppTest:
    at.text_input(key="commitment.card_code").set_value(typed)
    at.button(key="commitment.enter").click().run()
    assert not at.exception
    return at


def wrong(code: str) -> str:
    return code[:-1] + next(sign for sign in ALPHABET if sign != code[-1])


def count(hall: Hall) -> int:
    return sum(row[0] for row in hall.sql("SELECT count FROM wrong_codes WHERE sender = ''"))


def test_a_code_in_the_address_is_taken_out_right_or_wrong(real_hall: Hall, meeting: Meeting):
    code = real_hall.codes(meeting)[VILLAGE]

    right = real_hall.open("komitmen", k=code)
    bad = real_hall.open("komitmen", k=wrong(code))

    assert has_form(right)
    assert notices(bad, "error") == [UNKNOWN_CODE]
    assert [dict(at.query_params) for at in (right, bad)] == [{}, {}]


def test_a_typed_code_is_handed_over_for_a_cookie_and_never_put_into_the_address(real_hall: Hall, meeting: Meeting):
    code = real_hall.codes(meeting)[VILLAGE]

    at = enter(real_hall.open("komitmen"), code)

    assert has_form(at)
    assert dict(at.query_params) == {}
    assert "card_cookie" in everything(at)
    assert "card_cookie" not in everything(real_hall.open("komitmen", card=code))


def test_a_wrong_typed_code_stays_nowhere_and_is_counted_once(real_hall: Hall, meeting: Meeting):
    typed = wrong(real_hall.codes(meeting)[VILLAGE])

    at = enter(real_hall.open("komitmen"), typed)
    at.run()
    at.run()

    assert notices(at, "error") == [UNKNOWN_CODE]
    assert dict(at.query_params) == {}
    assert count(real_hall) == 1


def test_an_empty_code_is_said_and_not_counted(real_hall: Hall, meeting: Meeting):
    at = enter(real_hall.open("komitmen"), "  ")

    assert notices(at, "error") == [UNKNOWN_CODE]
    assert count(real_hall) == 0


def test_whoever_guesses_is_slowed_and_a_right_code_is_let_in_all_the_same(
    real_hall: Hall, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("components.database.clock", lambda: lambda: STANDING)
    monkeypatch.setattr(type(st.context), "ip_address", "10.0.0.9")
    code = real_hall.codes(meeting)[VILLAGE]
    at = real_hall.open("komitmen")

    said = [notices(enter(at, wrong(code)), "error") for _ in range(MOST_OF_A_SENDER + 10)]

    assert said == [[UNKNOWN_CODE]] * MOST_OF_A_SENDER + [[TOO_MANY]] * 10
    assert has_form(enter(at, code))


@pytest.mark.parametrize(
    ("mark", "said"),
    [("salah", UNKNOWN_CODE), ("diganti", REPLACED_CARD), ("tunggu", TOO_MANY), ("<b>", UNKNOWN_CODE)],
)
def test_why_a_cards_link_was_refused_is_said_and_leaves_the_address(
    real_hall: Hall, meeting: Meeting, mark: str, said: str
):
    at = real_hall.open("komitmen", kartu=mark)

    assert notices(at, "error") == [said]
    assert dict(at.query_params) == {}
    assert not has_form(at)


def test_a_replaced_card_is_told_so_when_it_is_typed(real_hall: Hall, meeting: Meeting):
    old = real_hall.codes(meeting)[VILLAGE]
    reissue_card(meeting.id, VILLAGE, 1, real_hall.database, system_clock, AT_THE_MACHINE)

    at = enter(real_hall.open("komitmen"), old)

    assert notices(at, "error") == [REPLACED_CARD]


def test_a_card_of_another_meeting_says_which_meeting_is_held(real_hall: Hall):
    old = real_hall.meeting("closed", title="Rapat lama")
    real_hall.meeting(title="Rapat hari ini")

    at = real_hall.open("komitmen", card=real_hall.codes(old)[VILLAGE])

    (said,) = notices(at, "warning")
    assert said == (
        "Kartu ini untuk rapat lain: Rapat lama (rapat ditutup). "
        "Untuk Rapat hari ini (rapat dibuka), minta kartunya kepada fasilitator."
    )


def test_the_own_meeting_has_no_such_warning(real_hall: Hall, meeting: Meeting):
    code = real_hall.codes(meeting)[VILLAGE]

    assert notices(real_hall.open("komitmen", card=code), "warning") == []
    assert notices(real_hall.open("komitmen", card=code, rapat=str(meeting.id)), "warning") == []


# --- the facilitator


def sign_in_of(at: AppTest) -> str:
    return str(at.session_state["access.facilitator"])


def _end_by_signing_out(hall: Hall, cookie: str) -> None:
    sign_out(cookie, hall.database, system_clock, components.database.settings())


def _end_by_time(hall: Hall, _cookie: str) -> None:
    early = (system_clock() - LASTS - timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S.000000")
    hall.sql(f"UPDATE sign_ins SET expires_at = '{early}'")


def _end_by_a_new_token(hall: Hall, _cookie: str) -> None:
    hall.sql("UPDATE sign_ins SET digest = 'of another token'")


@pytest.mark.parametrize("end", [_end_by_signing_out, _end_by_time, _end_by_a_new_token])
def test_a_running_desk_is_closed_by_its_next_rerun(real_hall: Hall, meeting: Meeting, end):
    at = real_hall.open("rapat", facilitator=True)
    assert at.button
    end(real_hall, sign_in_of(at))

    at.run()

    assert not at.exception
    assert len(notices(at, "info")) == 1
    assert notices(at, "info")[0].startswith("Halaman ini untuk fasilitator.")
    assert not at.button
    assert not [code for code in real_hall.codes(meeting).values() if code in everything(at)]


def test_an_act_after_the_end_is_refused_and_changes_nothing(real_hall: Hall, meeting: Meeting):
    at = real_hall.open("rapat", facilitator=True)
    at.checkbox(key="desk.sure").set_value(True).run()
    _end_by_signing_out(real_hall, sign_in_of(at))

    at.button(key="desk.close").click().run()

    assert not at.exception
    assert real_hall.sql("SELECT state FROM meetings") == [("open",)]
    assert at.session_state["desk.refusal"] == SIGNED_OUT
    assert not at.button


def test_a_revoked_facilitator_has_no_desk_on_any_page(real_hall: Hall, meeting: Meeting):
    link = add_facilitator("Ibu Sari", real_hall.database, system_clock, AT_THE_MACHINE)
    settings = components.database.settings()
    cookie = sign_in(link.token, real_hall.database, system_clock, settings).cookie
    desk = real_hall.open("rapat")
    desk.session_state["access.facilitator"] = cookie
    assert desk.run().button
    revoke_facilitator(link.facilitator.id, real_hall.database, system_clock, AT_THE_MACHINE)

    for page in ("rapat", "komitmen", "layar", "ringkasan", "desa", "simulasi"):
        at = real_hall.open(page, **({"desa": VILLAGE} if page == "komitmen" else {}))
        at.session_state["access.facilitator"] = cookie
        at.run()
        assert not at.exception
        assert not has_form(at)
        assert not [code for code in real_hall.codes(meeting).values() if code in everything(at)]
    assert not desk.run().button


def test_without_any_cookie_the_desk_says_how_to_come_in(real_hall: Hall):
    assert DESK_CLOSED in words(real_hall.open("rapat"))
