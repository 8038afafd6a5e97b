"""A pledge is taken back by a revision of its own: it no longer counts, and stays in the ledger."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from db.engine import Database
from domain.meeting import Meeting
from services.district import view
from services.identity import CardCode
from services.live_state import live_state
from services.meeting_result import meeting_result
from services.meetings_overview import meetings_overview
from services.submit_commitment import submit_commitment
from services.verify_ledger import verify_ledger
from services.village_pledge import newest_pledge, newest_pledges
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    footprint,
    ledger,
    open_meeting,
    pledge_of,
    refused,
    submit,
    withdrawal_of,
)


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """Kartamulia has pledged 60, Pudu 25."""
    opened = open_meeting(real_database, clock)
    submit(real_database, clock, opened, KARTAMULIA, new=60, key="first")
    submit(real_database, clock, opened, PUDU, new=25, key="pudu")
    return opened


def withdraw(database: Database, clock: SettableClock, meeting: Meeting, *args: Any, **values: Any):
    return submit_commitment(withdrawal_of(meeting, *args, **values), database, clock, AT_THE_MACHINE)


def test_a_withdrawal_is_the_next_revision_without_lines_and_with_its_reason(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    answer = withdraw(real_database, clock, meeting, key="back", reason="  Salah \n desa ")

    kept = answer.commitment
    payload = json.loads(ledger(real_database, meeting)[2]["payload"])
    assert (kept.revision, kept.is_withdrawn, kept.reason, kept.lines, kept.workers) == (2, True, "Salah desa", (), 0)
    assert (payload["withdrawn"], payload["reason"], payload["replaces"], payload["lines"]) == (
        True,
        "Salah desa",
        1,
        [],
    )
    assert (kept.text, answer.warnings) == ("komitmen ditarik", ())
    assert verify_ledger(real_database).fault is None
    with real_database.reading() as connection:
        acts = connection.execute(
            text("SELECT action FROM audit WHERE action LIKE 'commitment.%' ORDER BY action")
        ).all()
    assert [act.action for act in acts] == ["commitment.submitted", "commitment.submitted", "commitment.withdrawn"]


def test_a_village_that_withdrew_counts_nowhere_as_committed(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    withdraw(real_database, clock, meeting, key="back")

    state = live_state(real_database, clock, meeting_id=meeting.id)
    (tile,) = [tile for tile in state["villages"] if tile["code"] == KARTAMULIA]
    assert (tile["committed"], tile["new_workers"]) == (False, 0)
    assert (state["pledges"]["villages"], state["pledges"]["new_workers"]) == (1, 25)
    assert newest_pledge(real_database, meeting.id, KARTAMULIA) is None
    pledges = newest_pledges(real_database, view(real_database, meeting_id=meeting.id))
    assert [pledge.village_code for pledge in pledges] == [PUDU]
    (line,) = meetings_overview(real_database)
    assert (line.totals.villages, line.totals.workers) == (1, 25)


def test_the_frozen_result_says_that_it_was_withdrawn_and_why(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    withdrawn = withdraw(real_database, clock, meeting, key="back").commitment
    closed = close_meeting(meeting, real_database, clock)

    with real_database.reading() as connection:
        result = meeting_result(connection, closed)

    (row,) = [row for row in result["villages"] if row["village_code"] == KARTAMULIA]
    assert (row["committed"], row["workers"], row["withdrawn"], row["reason"]) == (False, 0, True, "Salah desa")
    assert (row["revision"], row["receipt"], row["way"]) == (2, withdrawn.receipt, "machine")
    assert (result["totals"]["villages_committed"], result["totals"]["workers"]) == (1, 25)
    assert verify_ledger(real_database).fault is None


def test_the_first_key_sent_again_after_the_withdrawal_gets_the_first_receipt(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    withdraw(real_database, clock, meeting, key="back")
    before = footprint(real_database)

    again = submit(real_database, clock, meeting, KARTAMULIA, new=60, key="first")
    back_again = withdraw(real_database, clock, meeting, key="back")

    assert (again.repeated, again.commitment.revision, again.commitment.workers) == (True, 1, 60)
    assert (back_again.repeated, back_again.commitment.revision) == (True, 2)
    assert footprint(real_database) == before
    assert newest_pledge(real_database, meeting.id, KARTAMULIA) is None


def test_a_pledge_after_the_withdrawal_is_the_next_revision_and_counts(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    withdraw(real_database, clock, meeting, key="back", replaces=1)

    answer = submit(real_database, clock, meeting, KARTAMULIA, new=40, key="anew", replaces=2)

    assert (answer.commitment.revision, answer.commitment.is_withdrawn) == (3, False)
    found = newest_pledge(real_database, meeting.id, KARTAMULIA)
    assert found is not None
    assert found.workers == 40


def test_there_must_be_something_to_take_back(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    silent = refused(lambda: withdraw(real_database, clock, meeting, "62.08.02.2003", key="a"), real_database)
    withdraw(real_database, clock, meeting, key="back")
    twice = refused(lambda: withdraw(real_database, clock, meeting, key="again"), real_database)

    assert silent.code == twice.code == "commitment.nothing"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "a\x00b", "\ud800"])
def test_a_withdrawal_needs_a_readable_reason(
    real_database: Database, clock: SettableClock, meeting: Meeting, reason: str
) -> None:
    refusal = refused(lambda: withdraw(real_database, clock, meeting, key="back", reason=reason), real_database)

    assert (refusal.code, refusal.field) == ("commitment.reason", "reason")


def test_a_withdrawal_has_no_lines_and_is_refused_like_a_pledge(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    def send(**values: Any):
        command = pledge_of(meeting, key="back", withdraw=True, reason="Salah", **values)
        return refused(lambda: submit_commitment(command, real_database, clock, AT_THE_MACHINE), real_database).code

    assert send(new=60) == "commitment.withdraw"
    assert send(new=None, replaces=0) == "commitment.stale"
    close_meeting(meeting, real_database, clock)
    assert send(new=None) == "meeting.closed"


def test_a_village_takes_back_its_own_pledge_and_no_other(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    pudu = CardCode(card_code_of(PUDU, meeting, real_database))

    def back(village_code: str):
        return submit_commitment(withdrawal_of(meeting, village_code, key="back"), real_database, clock, pudu)

    foreign = refused(lambda: back(KARTAMULIA), real_database)
    own = back(PUDU).commitment

    assert foreign.code == "identity.forbidden"
    assert (own.village_code, own.entered_by, own.way, own.is_withdrawn) == (PUDU, "village", "phone", True)
