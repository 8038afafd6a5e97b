"""Fifty pledges arrive while somebody closes: each is in the frozen result or was refused, never neither, never both."""

from __future__ import annotations

import json
from typing import Any

from db.engine import Database
from db.queries.meetings import snapshots
from domain.meeting import Meeting
from services.verify_ledger import verify_ledger
from tests.db.factories import SettableClock, ledger, open_meeting, submit, url_of
from tests.db.racer import Racers
from tests.db.test_meeting_changes import details
from tests.db.test_pledge_races import desa_codes

PLEDGES, PROCESSES = 50, 3


def keys_of(database: Database) -> dict[str, str]:
    """Fifty keys, each with the village that sends it; most villages send twice."""
    codes = desa_codes(database)
    return {f"key-{number}": codes[number % len(codes)] for number in range(PLEDGES)}


def assert_each_is_in_or_refused(database: Database, meeting: Meeting, answers: dict[str, Any]) -> None:
    """By key, so that a pledge that was refused and yet stored would be seen as well as one that was lost."""
    rows = ledger(database, meeting)
    stored = {row["idempotency_key"]: row["receipt"] for row in rows}
    told = {key: answer[0] for key, answer in answers.items() if not isinstance(answer, str)}
    assert len(answers) == PLEDGES
    assert stored == told
    assert {answer for answer in answers.values() if isinstance(answer, str)} <= {"meeting.closed"}
    with database.reading() as connection:
        ((edition, body, _),) = snapshots(connection, meeting.id)
    frozen = json.loads(body)
    newest = {row["village_code"]: row for row in rows}
    assert edition == 1
    assert frozen["ledger"] == {"rows": len(rows), "last_hash": rows[-1]["row_hash"]}
    assert {v["village_code"]: v["row_hash"] for v in frozen["villages"] if v["committed"]} == {
        code: row["row_hash"] for code, row in newest.items()
    }
    totals = frozen["totals"]
    assert totals["villages_committed"] == len(newest)
    assert totals["workers"] == sum(row["new_workers"] + row["continued_workers"] for row in newest.values())
    assert totals["amount_rupiah"] == sum(row["amount_rupiah"] for row in newest.values())
    assert len(details(database, "meeting.closed")) == 1
    found = verify_ledger(database)
    assert (found.rows, found.fault) == (len(rows), None)


def test_pledges_of_several_processes_while_another_process_closes(
    real_database: Database, clock: SettableClock, racers: Racers
) -> None:
    meeting = open_meeting(real_database, clock)
    sent = list(keys_of(real_database).items())
    shares = [sent[number::PROCESSES] for number in range(PROCESSES)]
    url = url_of(real_database)
    jobs: list[dict[str, Any]] = [
        {
            "url": url,
            "action": "submit",
            "meeting": str(meeting.id),
            "pledges": [{"village_code": code, "key": key} for key, code in share],
        }
        for share in shares
    ]
    jobs.append({"url": url, "action": "close", "meeting": str(meeting.id), "after": 8, "closings": 1})

    *outcomes, closing = racers.run(jobs)

    assert closing == ["closed"]
    answers = {
        key: answer
        for share, given in zip(shares, outcomes, strict=True)
        for (key, _), answer in zip(share, given, strict=True)
    }
    assert_each_is_in_or_refused(real_database, meeting, answers)
    assert len(ledger(real_database, meeting)) >= 8


def test_closing_by_two_processes_and_many_threads_at_once_freezes_one_edition(
    real_database: Database, clock: SettableClock, racers: Racers
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, new=60, key="a")
    close = {"url": url_of(real_database), "action": "close", "meeting": str(meeting.id), "after": 1, "closings": 8}

    outcomes = racers.run([close, close])

    assert outcomes == [["closed"] * 8] * 2
    with real_database.reading() as connection:
        assert [edition for edition, _, _ in snapshots(connection, meeting.id)] == [1]
    assert len(details(real_database, "meeting.closed")) == 1
    assert verify_ledger(real_database).fault is None
