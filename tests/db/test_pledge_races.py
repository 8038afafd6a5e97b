"""Many at once, in threads and in processes: one pledge is one row, whoever was first, and no answer is lost."""

from __future__ import annotations

import json
import threading
from typing import Any

from db.engine import Database
from db.queries.meetings import snapshot
from db.queries.regions import villages
from domain.meeting import Meeting
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    KARTAMULIA,
    SettableClock,
    close_meeting,
    ledger,
    open_meeting,
    pledge_of,
    submit,
    url_of,
)
from tests.db.racer import ENOUGH_SECONDS, Racers, at_once


def desa_codes(database: Database) -> list[str]:
    with database.reading() as connection:
        return [village.code for village in villages(connection, "62.08") if village.is_desa]


def job(database: Database, meeting: Meeting, pledges: list[dict[str, Any]]) -> dict[str, Any]:
    return {"url": url_of(database), "action": "submit", "meeting": str(meeting.id), "pledges": pledges}


def sending(database: Database, clock: SettableClock, meeting: Meeting, **values: Any):
    def act() -> tuple[str, bool]:
        answer = submit(database, clock, meeting, **values)
        return answer.commitment.receipt, answer.repeated

    return act


def assert_holds(database: Database, rows: int) -> None:
    found = verify_ledger(database)
    assert (found.rows, found.fault) == (rows, None)


def test_sixteen_threads_with_one_key_store_one_row_and_all_get_its_receipt(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)

    answers = at_once([sending(real_database, clock, meeting, key="one") for _ in range(16)])

    (row,) = ledger(real_database, meeting)
    assert sorted(answers) == [(row["receipt"], False), *[(row["receipt"], True)] * 15]


def test_two_people_for_one_village_store_one_pledge_and_the_second_is_told(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    acts = [sending(real_database, clock, meeting, new=n, key=f"key-{n}", replaces=0) for n in (60, 70)]

    answers = at_once(acts)

    (row,) = ledger(real_database, meeting)
    assert sorted(map(str, answers)) == sorted([str((row["receipt"], False)), "commitment.stale"])


def test_all_villages_at_once_store_one_row_each_in_one_chain(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    codes = desa_codes(real_database)

    answers = at_once(
        [sending(real_database, clock, meeting, village_code=code, key=code) for code in codes], threads=29
    )

    rows = ledger(real_database, meeting)
    assert sorted(row["village_code"] for row in rows) == sorted(codes)
    assert sorted(answers) == sorted((row["receipt"], False) for row in rows)
    assert_holds(real_database, 29)


def test_each_pledge_that_meets_the_closing_is_in_the_snapshot_or_refused(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    codes = desa_codes(real_database)[:25]
    underway = threading.Semaphore(0)

    def pledge(number: int):
        send = sending(real_database, clock, meeting, village_code=codes[number % 25], key=f"key-{number}")

        def act() -> Any:
            try:
                return send()
            finally:
                underway.release()

        return act

    def close() -> str:
        for _ in range(8):  # in the midst of them, not before the first
            assert underway.acquire(timeout=ENOUGH_SECONDS)
        return close_meeting(meeting, real_database, clock).state

    answers = at_once([close, *(pledge(number) for number in range(50))], threads=17)

    assert answers.pop(0) == "closed"
    receipts = {answer[0] for answer in answers if isinstance(answer, tuple)}
    assert [answer for answer in answers if isinstance(answer, str)] == ["meeting.closed"] * (50 - len(receipts))
    assert len(receipts) >= 8
    assert_snapshot_has(real_database, meeting, receipts)


def test_processes_that_pledge_during_the_closing_are_in_the_snapshot_or_refused(
    real_database: Database,
    clock: SettableClock,
    racers: Racers,
) -> None:
    meeting = open_meeting(real_database, clock)
    codes = desa_codes(real_database)
    closer = threading.Thread(target=close_after, args=(real_database, clock, meeting, 5))
    jobs = [
        job(real_database, meeting, [{"village_code": code, "key": f"{half}-{code}"} for code in codes[half::2]])
        for half in (0, 1)
    ]

    closer.start()
    answers = [answer for outcomes in racers.run(jobs) for answer in outcomes]
    closer.join(ENOUGH_SECONDS)

    receipts = {answer[0] for answer in answers if isinstance(answer, list)}
    assert [a for a in answers if isinstance(a, str)] == ["meeting.closed"] * (29 - len(receipts))
    assert_snapshot_has(real_database, meeting, receipts)


def close_after(database: Database, clock: SettableClock, meeting: Meeting, rows: int) -> None:
    deadline = threading.Event()
    for _ in range(ENOUGH_SECONDS * 100):
        if len(ledger(database, meeting)) >= rows or deadline.wait(0.01):
            break
    close_meeting(meeting, database, clock)


def assert_snapshot_has(database: Database, meeting: Meeting, receipts: set[str]) -> None:
    """Every receipt that was given is a row of the frozen ledger, and no row is there without one."""
    rows = ledger(database, meeting)
    assert {row["receipt"] for row in rows} == receipts
    with database.reading() as connection:
        frozen = snapshot(connection, meeting.id)
    assert frozen is not None
    body = json.loads(frozen[0])
    assert body["ledger"] == {"rows": len(rows), "last_hash": rows[-1]["row_hash"]}
    newest = {row["village_code"]: row["receipt"] for row in rows}
    assert {v["village_code"]: v["receipt"] for v in body["villages"] if v["committed"]} == newest
    assert_holds(database, len(rows))


def test_processes_on_one_database_lose_nothing_and_are_never_told_that_it_is_locked(
    real_database: Database,
    clock: SettableClock,
    racers: Racers,
) -> None:
    meeting = open_meeting(real_database, clock)
    codes = desa_codes(real_database)
    jobs = [
        job(real_database, meeting, [{"village_code": code, "key": f"{part}-{code}"} for code in codes])
        for part in ("a", "b")
    ]

    answers = [answer for outcomes in racers.run(jobs) for answer in outcomes]

    rows = ledger(real_database, meeting)
    assert sorted(answers) == sorted([row["receipt"], False] for row in rows)
    assert sorted(row["revision"] for row in rows) == [1] * 29 + [2] * 29
    assert_holds(real_database, 58)


def test_processes_with_one_key_store_one_row(real_database: Database, clock: SettableClock, racers: Racers) -> None:
    meeting = open_meeting(real_database, clock)
    jobs = [job(real_database, meeting, [{"key": "one"}] * 16)] * 2

    answers = [answer for outcomes in racers.run(jobs) for answer in outcomes]

    (row,) = ledger(real_database, meeting)
    assert sorted(answers) == [[row["receipt"], False], *[[row["receipt"], True]] * 31]


def test_processes_for_one_village_store_one_pledge_and_the_others_are_told(
    real_database: Database,
    clock: SettableClock,
    racers: Racers,
) -> None:
    meeting = open_meeting(real_database, clock)
    jobs = [
        job(real_database, meeting, [{"new": n, "key": f"key-{n}", "replaces": 0} for n in numbers])
        for numbers in ((10, 20), (30, 40))
    ]

    answers = [answer for outcomes in racers.run(jobs) for answer in outcomes]

    (row,) = ledger(real_database, meeting)
    assert sorted(map(str, answers)) == sorted([str([row["receipt"], False]), *["commitment.stale"] * 3])
    assert row["village_code"] == KARTAMULIA == pledge_of(meeting).village_code
