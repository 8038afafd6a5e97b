"""Steps after the meeting: recorded once, corrected and never overwritten, whoever comes at the same time."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from db.changes import counters, meeting_topic
from db.engine import Database
from db.schema import audit
from domain.meeting import Meeting
from services.follow_up import village_steps
from services.identity import CardCode, Credential
from services.record_follow_up import WithdrawStep, withdraw_step
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    refused,
)
from tests.db.follow_ups import closed_meeting, do, of, seen
from tests.db.racer import at_once


@pytest.fixture
def closed(real_database: Database, clock: SettableClock) -> Meeting:
    return closed_meeting(real_database, clock)


def acts(database: Database) -> list[tuple[str, str, dict[str, Any]]]:
    query = select(audit.c.action, audit.c.actor, audit.c.detail).where(audit.c.action.like("follow_up.%"))
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(audit.c.at))]


def test_a_step_is_stored_once_with_who_and_when_and_moves_the_counter(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    topic = meeting_topic(closed.id)
    with real_database.reading() as connection:
        before = counters(connection)[topic]

    first = do(real_database, clock, closed, of("apbdes", note="rahasia"))
    again = do(real_database, clock, closed, of("apbdes", note="rahasia"))

    assert (first.repeated, again.repeated, again.step) == (False, True, first.step)
    found = seen(real_database, clock, closed).find(KARTAMULIA)
    assert found
    (step,) = found.state.lines[0].steps
    assert (step.number, step.said.note, step.typed_by) == (1, "", "")  # the public sees neither
    (whole,) = village_steps(real_database, AT_THE_MACHINE, closed.id, KARTAMULIA)
    assert (whole.said.note, whole.typed_by, whole.created_at) == ("rahasia", "command_line", clock.now)
    assert acts(real_database) == [
        (
            "follow_up.recorded",
            "command_line",
            {"village": KARTAMULIA, "number": 1, "line": 1, "stage": "budgeted", "corrects": None},
        )
    ]
    with real_database.reading() as connection:
        assert counters(connection)[topic] == before + 1


def test_every_column_comes_back_as_it_was_sent(real_database: Database, clock: SettableClock, closed: Meeting) -> None:
    asked = of("paid", last="2027-06", workers=54, amount_rupiah=5_443_200, note="transfer")
    do(real_database, clock, closed, asked)
    do(real_database, clock, closed, of("apbdes-change", document="Perdes 9/2026"), "k2")

    paid, changed = village_steps(real_database, AT_THE_MACHINE, closed.id, KARTAMULIA)
    assert paid.said == asked
    assert (changed.said.is_change, changed.said.paid_from) == (True, None)


def test_a_correction_and_a_withdrawal_are_rows_of_their_own(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    do(real_database, clock, closed, of("apbdes"))
    do(real_database, clock, closed, of("apbdes", amount_rupiah=9, corrects=1), "k2")
    gone = WithdrawStep(closed.id, KARTAMULIA, 2, "Salah desa", "k3")

    first = withdraw_step(gone, real_database, clock, AT_THE_MACHINE)
    again = withdraw_step(gone, real_database, clock, AT_THE_MACHINE)

    assert (first.repeated, again.repeated, again.step.number) == (False, True, 3)
    assert [one.said.corrects for one in village_steps(real_database, AT_THE_MACHINE, closed.id, KARTAMULIA)] == [
        None, 1, 2,
    ]  # fmt: skip
    assert seen(real_database, clock, closed).villages[1].state.lines[0].steps == ()
    assert [action for action, _, _ in acts(real_database)] == [
        "follow_up.recorded", "follow_up.corrected", "follow_up.withdrawn",
    ]  # fmt: skip
    late = WithdrawStep(closed.id, KARTAMULIA, 2, "Lagi", "k4")
    assert refused(lambda: withdraw_step(late, real_database, clock, AT_THE_MACHINE), real_database).code == (
        "follow_up.corrected"
    )
    none = WithdrawStep(closed.id, PUDU, 2, "Lagi", "k5")
    assert refused(lambda: withdraw_step(none, real_database, clock, AT_THE_MACHINE), real_database).code == (
        "follow_up.unknown"
    )


def test_a_key_of_another_step_is_refused(real_database: Database, clock: SettableClock, closed: Meeting) -> None:
    do(real_database, clock, closed, of("apbdes"))

    other = of("apbdes", amount_rupiah=1)
    assert refused(lambda: do(real_database, clock, closed, other), real_database).code == "follow_up.key"


def test_whoever_did_not_see_the_newest_step_is_told_of_it(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    do(real_database, clock, closed, of("paid", last="2027-06"), "first", seen=0)
    do(real_database, clock, closed, of("apbdes", PUDU), "neighbour", seen=0)

    late = of("paid", last="2027-06", note="juga")
    refusal = refused(lambda: do(real_database, clock, closed, late, "second", seen=0), real_database)

    assert refusal.code == "follow_up.stale"
    assert "Pembayaran iuran · Perdes 5/2026 · Januari 2027 – Juni 2027" in refusal.reason
    assert not do(real_database, clock, closed, late, "second", seen=1).repeated


def test_two_people_at_once_record_one_step_and_the_second_is_told(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    card = CardCode(card_code_of(KARTAMULIA, closed, real_database))

    def act(key: str, who: Credential) -> Any:
        return lambda: do(real_database, clock, closed, of("paid"), key, who=who, seen=0).repeated

    answers = at_once([act("a", card), act("b", AT_THE_MACHINE)])

    assert sorted(map(str, answers)) == ["False", "follow_up.stale"]
    assert seen(real_database, clock, closed).last_number == 1


def test_many_sendings_of_one_step_store_one(real_database: Database, clock: SettableClock, closed: Meeting) -> None:
    answers = at_once([lambda: do(real_database, clock, closed, of("paid"), seen=0).repeated for _ in range(8)])

    assert sorted(answers) == [False, *[True] * 7]
    assert seen(real_database, clock, closed).last_number == 1


def test_one_step_is_corrected_once_however_many_correct_it(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    do(real_database, clock, closed, of("paid"))

    answers = at_once([
        lambda n=n: do(real_database, clock, closed, of("paid", workers=n, corrects=1), f"c{n}").repeated for n in (1, 2)
    ])  # fmt: skip

    assert sorted(map(str, answers)) == ["False", "follow_up.corrected"]


@pytest.mark.parametrize("statement", ["UPDATE follow_up_steps SET workers = 1", "DELETE FROM follow_up_steps"])
def test_the_database_itself_refuses_to_change_a_step(
    real_database: Database, clock: SettableClock, closed: Meeting, statement: str
) -> None:
    do(real_database, clock, closed, of("paid"))

    with pytest.raises(DBAPIError, match="follow_up_steps is append-only"), real_database.writing() as connection:
        connection.execute(text(statement))
    verb = "INSERT OR REPLACE" if real_database.is_sqlite else "INSERT"
    with pytest.raises(DBAPIError), real_database.writing() as connection:
        connection.execute(text(f"{verb} INTO follow_up_steps SELECT * FROM follow_up_steps"))

    assert village_steps(real_database, AT_THE_MACHINE, closed.id, KARTAMULIA)[0].said.workers == 60
