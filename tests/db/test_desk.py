from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from db.engine import Database
from db.settings import Settings
from domain.refusal import Refused
from services.desk import UNDONE, desk, needs_reason, undo
from services.identity import CardCode, FacilitatorCookie
from tests.db.factories import (
    ACTIVE_BPU,
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    UNCOVERED_BPU,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    ledger,
    open_meeting,
    refused,
    submit,
)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def facts(database: Database, meeting: Any) -> list[tuple[int, int, int]]:
    return [(row["revision"], row["new_workers"], row["continued_workers"]) for row in ledger(database, meeting)]


def test_all_desa_are_there_with_their_newest_pledge_and_no_kelurahan(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="first")
    submit(real_database, clock, meeting, KARTAMULIA, new=70, continued=10, key="second")

    seen = desk(real_database, AT_THE_MACHINE, meeting.id)

    row = seen.of(KARTAMULIA)
    assert len(seen.villages) == 29
    assert MENDAWAI not in {found.village.code for found in seen.villages}
    assert [found.village.code for found in seen.pledged] == [KARTAMULIA]
    assert len(seen.missing) == 28
    assert row.pledge is not None
    assert (row.revision, row.pledge.new_workers, row.pledge.continued_workers) == (2, 70, 10)
    assert (row.counts.uncovered, row.counts.active) == (UNCOVERED_BPU, ACTIVE_BPU)
    assert (seen.workers, seen.amount_rupiah) == (80, 80 * 12 * 16_800)
    assert (seen.of(PUDU).revision, seen.of(PUDU).has_pledged) == (0, False)


def test_the_desk_asks_as_much_for_many_pledges_as_for_none(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    villages = [row.village.code for row in desk(real_database, AT_THE_MACHINE, meeting.id).villages]
    with statements(real_database) as empty:
        desk(real_database, AT_THE_MACHINE, meeting.id)
    for code in villages:
        submit(real_database, clock, meeting, code, new=10, key=f"key-{code}")

    with statements(real_database) as full:
        seen = desk(real_database, AT_THE_MACHINE, meeting.id)

    assert len(seen.pledged) == 29
    assert len(full) == len(empty)
    assert len([asked for asked in full if "commitments" in asked]) == 1


def test_the_counter_moves_with_every_pledge_and_every_step(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    counters = [desk(real_database, AT_THE_MACHINE, meeting.id).counter]
    submit(real_database, clock, meeting, PUDU, new=10)
    counters.append(desk(real_database, AT_THE_MACHINE, meeting.id).counter)
    close_meeting(meeting, real_database, clock)
    counters.append(desk(real_database, AT_THE_MACHINE, meeting.id).counter)

    assert counters == sorted(set(counters))


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_the_desk_is_read_in_every_state(real_database: Database, clock: SettableClock, state: str) -> None:
    meeting = draft_meeting(real_database, clock) if state == "draft" else open_meeting(real_database, clock)
    if state == "closed":
        close_meeting(meeting, real_database, clock)

    seen = desk(real_database, AT_THE_MACHINE, meeting.id)

    assert seen.meeting.state == state
    assert len(seen.missing) == 29


def test_only_a_facilitator_reads_the_desk_or_undoes(
    real_database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    meeting = open_meeting(real_database, clock)
    stored = submit(real_database, clock, meeting, KARTAMULIA, new=60).commitment
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    forged = FacilitatorCookie("0" * 64, facilitator_settings)

    for credential in (card, forged):
        refused(lambda who=credential: desk(real_database, who, meeting.id), real_database)
        refused(lambda who=credential: undo(stored, real_database, clock, who), real_database)


def test_undo_of_a_first_pledge_is_a_withdrawal_and_pressing_twice_is_one(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    stored = submit(real_database, clock, meeting, KARTAMULIA, new=60).commitment

    first = undo(stored, real_database, clock, AT_THE_MACHINE)
    second = undo(stored, real_database, clock, AT_THE_MACHINE)

    assert facts(real_database, meeting) == [(1, 60, 0), (2, 0, 0)]
    assert (first.commitment.is_withdrawn, first.commitment.reason, first.repeated) == (True, UNDONE, False)
    assert (second.commitment.receipt, second.repeated) == (first.commitment.receipt, True)
    assert not desk(real_database, AT_THE_MACHINE, meeting.id).of(KARTAMULIA).has_pledged


def test_undo_of_a_correction_brings_back_all_lines_before_it(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, continued=40, key="first")
    wrong = submit(real_database, clock, meeting, KARTAMULIA, new=6, key="second").commitment

    back = undo(wrong, real_database, clock, AT_THE_MACHINE).commitment

    assert facts(real_database, meeting) == [(1, 60, 40), (2, 6, 0), (3, 60, 40)]
    assert (back.is_withdrawn, back.reason) == (False, UNDONE)


def test_undo_of_an_undo_brings_the_pledge_back(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    stored = submit(real_database, clock, meeting, KARTAMULIA, new=60).commitment
    withdrawn = undo(stored, real_database, clock, AT_THE_MACHINE).commitment

    undo(withdrawn, real_database, clock, AT_THE_MACHINE)

    assert facts(real_database, meeting) == [(1, 60, 0), (2, 0, 0), (3, 60, 0)]


def test_undo_is_refused_once_something_newer_stands_or_the_meeting_has_closed(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    old = submit(real_database, clock, meeting, KARTAMULIA, new=60, key="first").commitment
    new = submit(real_database, clock, meeting, KARTAMULIA, new=70, key="second").commitment

    stale = refused(lambda: undo(old, real_database, clock, AT_THE_MACHINE), real_database)
    close_meeting(meeting, real_database, clock)
    closed = refused(lambda: undo(new, real_database, clock, AT_THE_MACHINE), real_database)

    assert (stale.code, closed.code) == ("commitment.stale", "meeting.closed")


def test_a_reason_is_needed() -> None:
    with pytest.raises(Refused) as refusal:
        needs_reason("  \n")

    assert (refusal.value.code, refusal.value.field) == ("commitment.reason", "reason")
    assert needs_reason(" salah dengar ") == "salah dengar"
