"""Settings change until the meeting closes; a closed meeting is reopened for a reason, and nothing frozen is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from db.changes import counters, meeting_topic
from db.engine import Database
from db.queries.meetings import snapshot, snapshots
from services.change_meeting import change_settings, publish_meeting, reopen_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.identity import CardCode
from services.meeting_result import meeting_result
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    Breakdown,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    drop_triggers,
    failing_at,
    footprint,
    open_meeting,
    refused,
    run_sql,
    settings_with,
    submit,
)


def details(database: Database, action: str) -> list[Any]:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT detail FROM audit WHERE action = :action"), {"action": action}).all()
    return [row.detail if isinstance(row.detail, dict) else json.loads(row.detail) for row in rows]


def counter(database: Database, meeting: Any) -> int:
    with database.reading() as connection:
        return counters(connection)[meeting_topic(meeting.id)]


def test_new_settings_raise_revision_and_counter_and_say_what_changed(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock, target_points=6000, min_workers=10)
    before = counter(real_database, meeting)
    wanted = settings_with(target_points=7000, min_workers=10, max_workers=200, stage="Perubahan")

    changed = change_settings(meeting.id, wanted, real_database, clock, AT_THE_MACHINE)

    assert (changed.state, changed.revision) == ("open", meeting.revision + 1)
    assert (changed.target_points, changed.stage, changed.min_workers, changed.max_workers) == (
        7000,
        "Perubahan",
        10,
        200,
    )
    assert (changed.dataset_id, changed.budget_year) == (meeting.dataset_id, meeting.budget_year)
    assert counter(real_database, meeting) == before + 1
    assert details(real_database, "meeting.changed") == [
        {
            "target_points": {"from": 6000, "to": 7000},
            "stage": {"from": "APBDes", "to": "Perubahan"},
            "max_workers": {"from": None, "to": 200},
            "revision": 3,
        }
    ]


def test_the_same_settings_again_change_nothing(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock, target_points=6000)
    before = footprint(real_database)

    again = change_settings(meeting.id, settings_with(target_points=6000), real_database, clock, AT_THE_MACHINE)

    assert again == meeting
    assert footprint(real_database) == before


def test_settings_are_changed_by_a_facilitator_with_good_values_before_closing(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    def change(credential: Any = AT_THE_MACHINE, **values: Any) -> str:
        act = lambda: change_settings(meeting.id, settings_with(**values), real_database, clock, credential)  # noqa: E731
        return refused(act, real_database).code

    assert change(card, target_points=7000) == "identity.forbidden"
    assert change(min_workers=0) == "meeting.limits"
    assert change(target_points=10_001) == "meeting.target"
    close_meeting(meeting, real_database, clock)
    assert change(target_points=7000) == "meeting.closed"


def test_a_meeting_is_created_with_its_limits(real_database: Database, clock: SettableClock) -> None:
    made = draft_meeting(real_database, clock, min_workers=10, max_workers=60)

    assert (made.min_workers, made.max_workers) == (10, 60)
    bad = CreateMeeting(min_workers=10, max_workers=9)
    refusal = refused(lambda: create_meeting(bad, real_database, clock, AT_THE_MACHINE), real_database)
    assert (refusal.code, refusal.field) == ("meeting.limits", "max_workers")


def test_the_limits_of_the_meeting_hold_in_the_service_from_the_moment_they_change(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock, min_workers=10, max_workers=60)

    def send(new: int) -> str:
        return refused(lambda: submit(real_database, clock, meeting, new=new, key=str(new)), real_database).code

    assert (send(9), send(61)) == ("commitment.minimum", "commitment.maximum")
    submit(real_database, clock, meeting, new=60, key="within")
    change_settings(meeting.id, settings_with(min_workers=70), real_database, clock, AT_THE_MACHINE)
    assert send(60) == "commitment.minimum"
    assert submit(real_database, clock, meeting, new=70, key="more").commitment.revision == 2


def test_a_closed_meeting_is_reopened_on_what_it_was_opened_on_and_its_next_result_is_a_new_edition(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock, target_points=6000)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="a")
    closed = close_meeting(meeting, real_database, clock)
    with real_database.reading() as connection:
        first = snapshot(connection, meeting.id)

    opened = reopen_meeting(meeting.id, " Pudu\nterlambat ", real_database, clock, AT_THE_MACHINE)
    submit(real_database, clock, meeting, PUDU, new=25, key="b")
    with real_database.reading() as connection:
        live = meeting_result(connection, opened)
        assert connection.scalar(text("SELECT closed_at FROM meetings")) is None
    reopened_holds = verify_ledger(real_database).fault
    again = close_meeting(meeting, real_database, clock)

    assert (opened.state, opened.revision, opened.dataset_id) == ("open", closed.revision + 1, meeting.dataset_id)
    assert details(real_database, "meeting.reopened") == [{"from": "closed", "reason": "Pudu terlambat", "revision": 4}]
    assert (live["sha256"], live["totals"]["workers"]) == (None, 85)
    with real_database.reading() as connection:
        editions = snapshots(connection, meeting.id)
        assert snapshot(connection, meeting.id) == editions[1][1:]
        result = meeting_result(connection, again)
    assert [edition for edition, _, _ in editions] == [1, 2]
    assert editions[0][1:] == first
    assert (result["sha256"], result["totals"]["workers"]) == (editions[1][2], 85)
    assert (reopened_holds, verify_ledger(real_database).fault) == (None, None)


def test_reopening_twice_changes_nothing_and_a_breakdown_leaves_it_closed(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    close_meeting(meeting, real_database, clock)
    before = footprint(real_database)

    with failing_at(real_database, "INSERT INTO audit"), pytest.raises(Breakdown):
        reopen_meeting(meeting.id, "x", real_database, clock, AT_THE_MACHINE)
    assert footprint(real_database) == before

    opened = reopen_meeting(meeting.id, "x", real_database, clock, AT_THE_MACHINE)
    after = footprint(real_database)
    assert reopen_meeting(meeting.id, "y", real_database, clock, AT_THE_MACHINE) == opened
    assert footprint(real_database) == after


def test_who_may_not_reopen_without_reason_or_from_another_state_is_refused(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = draft_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    def code(target: Any = meeting, reason: str = "x", credential: Any = AT_THE_MACHINE) -> str:
        act = lambda: reopen_meeting(target.id, reason, real_database, clock, credential)  # noqa: E731
        return refused(act, real_database).code

    assert code() == "meeting.state"
    closed = close_meeting(open_meeting(real_database, clock), real_database, clock)
    assert code(closed, credential=card) == "identity.forbidden"
    assert [code(closed, reason) for reason in ("", "  ", "x" * 201, "a\x00")] == ["meeting.reason"] * 4
    publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)
    assert code(closed) == "meeting.state"


def test_a_lost_or_changed_edition_is_found(
    real_database: Database, clock: SettableClock, subtests: pytest.Subtests
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="a")
    close_meeting(meeting, real_database, clock)
    reopen_meeting(meeting.id, "x", real_database, clock, AT_THE_MACHINE)
    close_meeting(meeting, real_database, clock)
    drop_triggers(real_database)

    for statement, fault in (
        ("UPDATE meeting_snapshots SET body = replace(body, '60', '61') WHERE edition = 1", "SHA-256-nya"),
        ("DELETE FROM meeting_snapshots WHERE edition = 2", "ke-2 tidak ada"),
        ("DELETE FROM meeting_snapshots WHERE edition = 1", "ke-1 tidak ada"),
    ):
        run_sql(real_database, "CREATE TABLE untouched AS SELECT * FROM meeting_snapshots")
        run_sql(real_database, statement)
        with subtests.test(statement):
            assert fault in str(verify_ledger(real_database).fault)
        run_sql(real_database, "DELETE FROM meeting_snapshots")
        run_sql(real_database, "INSERT INTO meeting_snapshots SELECT * FROM untouched")
        run_sql(real_database, "DROP TABLE untouched")
    assert verify_ledger(real_database).fault is None
