"""Whether a hash is that of a record here."""

from __future__ import annotations

import pytest

from db.engine import Database
from domain.addendum import AddendumRequest
from domain.meeting import Meeting
from services.addenda import AddAddendum, add_addendum
from services.change_meeting import publish_meeting, reopen_meeting
from services.meeting_result import meeting_result
from services.records import find_record, published_record
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    close_meeting,
    drop_triggers,
    open_meeting,
    refused,
    run_sql,
    submit,
)


@pytest.fixture
def closed(real_database: Database, clock: SettableClock) -> Meeting:
    """Kartamulia has pledged; another meeting has closed as well."""
    found = open_meeting(real_database, clock, title="Rapat ini")
    submit(real_database, clock, found, KARTAMULIA, new=60, key="a")
    close_meeting(open_meeting(real_database, clock, title="Rapat lain"), real_database, clock)
    return close_meeting(found, real_database, clock)


def hash_of(database: Database, meeting: Meeting) -> str:
    with database.reading() as connection:
        return str(meeting_result(connection, meeting)["sha256"])


def test_a_hash_finds_its_record_with_date_and_totals(real_database: Database, closed: Meeting) -> None:
    digest = hash_of(real_database, closed)

    found = find_record(digest, real_database)

    assert (found.title, found.held_on, found.is_current) == ("Rapat ini", closed.held_on, True)
    assert (found.villages_committed, found.villages_entitled, found.workers) == (1, 29, 60)
    assert (found.amount_rupiah, found.sha256, found.addenda) == (12_096_000, digest, 0)


def test_a_hash_copied_by_hand_is_found(real_database: Database, closed: Meeting) -> None:
    digest = hash_of(real_database, closed)

    assert find_record(f"  {digest[:32].upper()} \n{digest[32:]} ", real_database).sha256 == digest


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "hash"), ("abc", "hash"), ("g" * 64, "hash"), ("a" * 65, "hash"), ("a" * 64, "unknown"), ("٠" * 64, "hash")],
)
def test_another_text_is_refused(real_database: Database, closed: Meeting, typed: str, code: str) -> None:
    found = refused(lambda: find_record(typed, real_database), real_database)

    assert found.code == f"record.{code}"
    assert found.reason.startswith("TIDAK COCOK: ")


def test_the_record_before_a_reopening_no_longer_counts(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    old = hash_of(real_database, closed)
    reopened = reopen_meeting(closed.id, "Salah tutup", real_database, clock, AT_THE_MACHINE)

    assert not find_record(old, real_database).is_current
    submit(real_database, clock, reopened, KARTAMULIA, new=70, key="b", replaces=1)
    again = close_meeting(reopened, real_database, clock)
    assert not find_record(old, real_database).is_current
    assert find_record(old, real_database).workers == 60
    assert find_record(hash_of(real_database, again), real_database).is_current


def test_a_record_that_was_changed_is_not_believed(real_database: Database, closed: Meeting) -> None:
    digest = hash_of(real_database, closed)
    drop_triggers(real_database)
    run_sql(real_database, "UPDATE meeting_snapshots SET body = replace(body, '12096000', '99999999')")

    assert refused(lambda: find_record(digest, real_database), real_database).code == "record.changed"


def test_what_is_published_is_everybodys(real_database: Database, clock: SettableClock, closed: Meeting) -> None:
    assert published_record(closed.id, real_database) is None
    publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)
    note = AddAddendum(closed.id, AddendumRequest("note", "Catatan", "Camat"), "k")
    add_addendum(note, real_database, clock, AT_THE_MACHINE)

    found = published_record(closed.id, real_database)

    assert found is not None
    assert (found.sha256, found.addenda) == (hash_of(real_database, closed), 1)
