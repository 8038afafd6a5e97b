"""Addenda: only to a published result, numbered, chained to it, stored once, and never changing it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from db.changes import counters, meeting_topic
from db.engine import Database
from db.queries.meetings import snapshot
from domain.addendum import AddendumRequest
from domain.ledger import sha256
from domain.meeting import Meeting
from services import change_meeting
from services.addenda import AddAddendum, add_addendum, count_addenda, desa_names, meeting_addenda
from services.identity import CardCode
from services.live_state import live_state
from services.meeting_result import meeting_result
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    Breakdown,
    SettableClock,
    card_code_of,
    close_meeting,
    drop_triggers,
    failing_at,
    open_meeting,
    refused,
    run_sql,
    submit,
)
from tests.db.racer import at_once
from tests.db.test_meeting_changes import details


@pytest.fixture
def published(real_database: Database, clock: SettableClock) -> Meeting:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="a")
    close_meeting(meeting, real_database, clock)
    return change_meeting.publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)


def add(database: Database, clock: SettableClock, meeting: Meeting, key: str = "k1", **said: Any):
    request = {
        "kind": "correction",
        "text": "60 menjadi 50",
        "decided_by": "Pemerintah Desa",
        "village_code": KARTAMULIA,
    }
    command = AddAddendum(meeting.id, AddendumRequest(**request | said), key)
    return add_addendum(command, database, clock, AT_THE_MACHINE)


def result_of(database: Database, meeting: Meeting) -> dict[str, Any]:
    with database.reading() as connection:
        return meeting_result(connection, meeting)


def test_addenda_are_numbered_and_stand_beside_the_result_that_they_do_not_change(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    before = result_of(real_database, published)

    first = add(real_database, clock, published).addendum
    second = add(real_database, clock, published, "k2", kind="note", village_code=None, text="Satu\r\ndua ").addendum

    after = result_of(real_database, published)
    assert (before.pop("addenda"), after.pop("addenda")) == ([], [first.to_json(), second.to_json()])
    assert after == before
    assert [(one.number, one.kind, one.village_code, one.text) for one in (first, second)] == [
        (1, "correction", KARTAMULIA, "60 menjadi 50"),
        (2, "note", None, "Satu\ndua"),
    ]
    assert meeting_addenda(real_database, published.id) == [first, second]
    assert count_addenda(real_database, published) == 2
    assert details(real_database, "addendum.added") == [
        {"number": 1, "kind": "correction", "village": KARTAMULIA},
        {"number": 2, "kind": "note", "village": None},
    ]
    assert verify_ledger(real_database).fault is None


def test_the_chain_begins_at_the_published_snapshot(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    add(real_database, clock, published)
    add(real_database, clock, published, "k2")

    with real_database.reading() as connection:
        frozen = snapshot(connection, published.id)
        rows = connection.exec_driver_sql("SELECT previous_hash, payload, row_hash FROM addenda ORDER BY number").all()
    assert frozen is not None
    assert [row.previous_hash for row in rows] == [frozen[1], rows[0].row_hash]
    assert [row.row_hash for row in rows] == [sha256(f"{row.previous_hash}\n{row.payload}") for row in rows]


def test_an_addendum_raises_the_counter_and_the_hall_screen_counts_it(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    def counter() -> int:
        with real_database.reading() as connection:
            return counters(connection)[meeting_topic(published.id)]

    before = counter()
    add(real_database, clock, published)

    assert counter() == before + 1
    shown = live_state(real_database, clock, meeting_id=published.id)["meeting"]
    assert shown is not None
    assert shown["addenda"] == 1


def test_sending_twice_stores_one_and_a_key_of_another_addendum_is_refused(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    first = add(real_database, clock, published)
    again = add(real_database, clock, published)
    other = refused(lambda: add(real_database, clock, published, text="lain"), real_database)

    assert (first.repeated, again.repeated, again.addendum) == (False, True, first.addendum)
    assert other.code == "addendum.key"
    assert count_addenda(real_database, published) == 1


def test_addenda_at_once_are_numbered_without_a_gap(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    acts = [lambda key=key: add(real_database, clock, published, key).addendum.number for key in "aabbccdd"]

    answers = at_once(acts)

    assert sorted(answers) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert verify_ledger(real_database).fault is None


def test_who_may_not_or_says_too_little_is_refused(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    card = CardCode(card_code_of(KARTAMULIA, published, real_database))
    good = AddendumRequest("note", "x", "DPMD")

    def code(**said: Any) -> str:
        return refused(lambda: add(real_database, clock, published, **said), real_database).code

    by_card = refused(
        lambda: add_addendum(AddAddendum(published.id, good, "k"), real_database, clock, card), real_database
    )
    unknown = refused(
        lambda: add_addendum(AddAddendum(uuid4(), good, "k"), real_database, clock, AT_THE_MACHINE), real_database
    )
    assert (by_card.code, unknown.code) == ("identity.forbidden", "meeting.unknown")
    assert [code(village_code=village) for village in (MENDAWAI, "62.08.01.9999", "x", None)] == [
        "addendum.village"
    ] * 4
    assert (code(text=""), code(decided_by=""), code(kind="gift"), code(key="")) == (
        "addendum.text",
        "addendum.decided_by",
        "addendum.kind",
        "addendum.key",
    )


def test_before_publishing_there_is_nothing_to_add_to(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    assert refused(lambda: add(real_database, clock, meeting), real_database).code == "addendum.state"
    closed = close_meeting(meeting, real_database, clock)
    assert refused(lambda: add(real_database, clock, closed), real_database).code == "addendum.state"
    assert count_addenda(real_database, closed) == 0


def test_a_breakdown_stores_nothing(real_database: Database, clock: SettableClock, published: Meeting) -> None:
    with failing_at(real_database, "INSERT INTO audit"), pytest.raises(Breakdown):
        add(real_database, clock, published)

    assert count_addenda(real_database, published) == 0
    assert add(real_database, clock, published).addendum.number == 1


def test_only_desa_are_offered_and_namesakes_are_told_apart(real_database: Database) -> None:
    names = desa_names(real_database, "62.08")

    assert len(names) == 29
    assert MENDAWAI not in names
    assert names[PUDU] == "Pudu · Sukamara"


TAMPERINGS = {
    "UPDATE addenda SET payload = replace(payload, 'menjadi 50', 'menjadi 55') WHERE number = 1": (
        "adendum: isi baris 1 tidak cocok dengan hash-nya"
    ),
    "UPDATE addenda SET payload = 'junk' WHERE number = 2": "adendum: isi baris 2 tidak cocok dengan hash-nya",
    "DELETE FROM addenda WHERE number = 1": "adendum: baris 1 hilang (yang ada bernomor 2)",
    "DELETE FROM addenda WHERE number = 3": "jumlah adendum tidak cocok dengan jejak audit",
    "DELETE FROM addenda": "adendum hilang",
    "UPDATE addenda SET idempotency_key = 'z' WHERE number = 2": (
        "adendum: kolom idempotency_key baris 2 tidak cocok dengan isinya"
    ),
    "UPDATE addenda SET created_at = '2026-11-21 03:30:00+00:00' WHERE number = 2": (
        "adendum: kolom created_at baris 2 tidak cocok dengan isinya"
    ),
    "UPDATE meetings SET state = 'closed'": "ada adendum tanpa hasil yang diterbitkan",
}


@pytest.mark.parametrize(("statement", "fault"), TAMPERINGS.items(), ids=range(len(TAMPERINGS)))
def test_what_somebody_changes_behind_the_programs_back_is_found(
    real_database: Database, clock: SettableClock, published: Meeting, statement: str, fault: str
) -> None:
    for key in ("k1", "k2", "k3"):
        add(real_database, clock, published, key)
    drop_triggers(real_database)

    run_sql(real_database, statement)

    assert verify_ledger(real_database).fault == f"rapat {published.id}: {fault}"


def test_addenda_that_begin_at_another_snapshot_are_found(
    real_database: Database, clock: SettableClock, published: Meeting
) -> None:
    """A result exchanged for another one that holds by itself, such as the same with another title."""
    add(real_database, clock, published)
    drop_triggers(real_database)
    with real_database.reading() as connection:
        frozen = snapshot(connection, published.id)
    assert frozen is not None
    body = frozen[0].replace('"title":"Rembuk', '"title":"Rembug')

    run_sql(real_database, "UPDATE meeting_snapshots SET body = :body, sha256 = :hash", body=body, hash=sha256(body))

    assert verify_ledger(real_database).fault == (
        f"rapat {published.id}: adendum: baris 1 tidak menyambung ke baris sebelumnya"
    )
