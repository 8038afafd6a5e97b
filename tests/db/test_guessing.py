"""Guessing is slowed and counted for the whole installation; a right code is never locked out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from db.engine import Database
from domain.card_codes import ALPHABET
from domain.refusal import Refused
from services.guessing import MOST_A_SECOND, MOST_OF_A_SENDER, TOO_MANY, Guessing
from services.identity import REPLACED_CARD, UNKNOWN_CODE
from services.reissue_card import reissue_card
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    card_code_of,
    footprint,
    open_meeting,
)
from tests.db.racer import at_once

WRONG = "ABCDEFGH"


def answer(guessing: Guessing, typed: str, sender: str = "10.0.0.9") -> str:
    try:
        guessing.let_in(typed, sender)
    except Refused as refusal:
        return refusal.reason
    return "let in"


def counts(database: Database) -> list[tuple[int, int]]:
    """Seconds and the sum of wrong codes in each."""
    with database.reading() as connection:
        rows = connection.execute(text("SELECT second, count FROM wrong_codes WHERE sender = '' ORDER BY second"))
        return [(row.second, row.count) for row in rows]


@pytest.fixture
def code(sample_database: Database, clock: SettableClock) -> str:
    return card_code_of(KARTAMULIA, open_meeting(sample_database, clock), sample_database)


@pytest.fixture
def guessing(sample_database: Database, clock: SettableClock) -> Guessing:
    return Guessing(sample_database, clock)


def test_a_sender_is_slowed_and_others_are_not(code: str, guessing: Guessing) -> None:
    of_one = [answer(guessing, WRONG, "10.0.0.9") for _ in range(MOST_OF_A_SENDER + 2)]

    assert of_one == [UNKNOWN_CODE] * MOST_OF_A_SENDER + [TOO_MANY] * 2
    assert answer(guessing, WRONG, "10.0.0.10") == UNKNOWN_CODE


def test_many_senders_together_get_20_answers_a_second(
    code: str, guessing: Guessing, sample_database: Database, clock: SettableClock
) -> None:
    said = [answer(guessing, WRONG, f"10.0.0.{number}") for number in range(60)]

    assert said == [UNKNOWN_CODE] * MOST_A_SECOND + [TOO_MANY] * 40
    clock.now += timedelta(seconds=1)
    assert answer(guessing, WRONG) == UNKNOWN_CODE


def test_two_processes_share_the_limit(
    code: str, guessing: Guessing, sample_database: Database, clock: SettableClock
) -> None:
    other = Guessing(sample_database, clock)

    said = [answer((guessing, other)[number % 2], WRONG, f"10.0.0.{number}") for number in range(40)]

    assert said.count(UNKNOWN_CODE) == MOST_A_SECOND
    assert said[:MOST_A_SECOND] == [UNKNOWN_CODE] * MOST_A_SECOND


def test_threads_of_two_processes_that_guess_at_once_get_20_answers(
    code: str, guessing: Guessing, sample_database: Database, clock: SettableClock
) -> None:
    both = (guessing, Guessing(sample_database, clock))

    said = at_once([lambda n=n: answer(both[n % 2], WRONG, f"10.0.0.{n}") for n in range(48)])

    assert said.count(UNKNOWN_CODE) == MOST_A_SECOND
    assert said.count(TOO_MANY) == 28


def test_a_full_second_is_not_written_any_more(
    code: str, guessing: Guessing, sample_database: Database, clock: SettableClock
) -> None:
    for number in range(1000):
        answer(guessing, WRONG, f"10.0.{number // 250}.{number % 250}")

    assert counts(sample_database) == [(int(clock.now.timestamp()), MOST_A_SECOND + 1)]


def test_a_right_code_is_let_in_whatever_was_guessed_before(code: str, guessing: Guessing) -> None:
    for _ in range(100):
        answer(guessing, WRONG)

    assert answer(guessing, f" {code[:4].lower()}-{code[4:]} ") == "let in"


def test_no_answer_tells_how_near_a_guess_was(code: str, guessing: Guessing, clock: SettableClock) -> None:
    nearly = code[:-1] + next(sign for sign in ALPHABET if sign != code[-1])

    said = {answer(guessing, typed) for typed in (nearly, code[::-1], WRONG)}
    for _ in range(10):
        answer(guessing, WRONG)
    late = {answer(guessing, typed) for typed in (nearly, code[::-1], WRONG)}

    assert said == {UNKNOWN_CODE}
    assert late == {TOO_MANY}


@pytest.mark.parametrize("typed", ["", "-", "abc", "ABCDEFG0", "A" * 1000, "' OR 1=1 --"])
def test_what_cannot_be_a_code_is_no_guess(
    code: str, guessing: Guessing, sample_database: Database, typed: str
) -> None:
    before = footprint(sample_database)

    said = [answer(guessing, typed) for _ in range(50)]

    assert set(said) == {UNKNOWN_CODE}
    assert footprint(sample_database) == before


def test_a_replaced_card_says_so_and_is_no_guess(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    old = card_code_of(KARTAMULIA, meeting, real_database)
    reissue_card(meeting.id, KARTAMULIA, 1, real_database, clock, AT_THE_MACHINE)
    guessing = Guessing(real_database, clock)

    assert {answer(guessing, old) for _ in range(50)} == {REPLACED_CARD}
    assert counts(real_database) == []


def test_old_seconds_are_removed_and_no_sender_is_readable(
    code: str, guessing: Guessing, sample_database: Database, clock: SettableClock
) -> None:
    for _ in range(5):
        answer(guessing, WRONG, "10.0.0.9")
        clock.now += timedelta(seconds=40)

    now = int(clock.now.timestamp()) - 40
    assert [second for second, _ in counts(sample_database)] == [now - 40, now]
    with sample_database.reading() as connection:
        senders = connection.execute(text("SELECT DISTINCT sender FROM wrong_codes")).scalars().all()
    assert sorted(map(len, senders)) == [0, 64]
    assert "10.0.0.9" not in str(senders)
