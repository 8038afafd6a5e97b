"""Names of who came: in one table for the minutes, on no screen, and gone when they are erased."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine import Database
from db.people_tables import attendees
from db.schema import meeting_snapshots
from domain.ledger import sha256
from domain.meeting import Meeting
from domain.refusal import Refused
from services import attendance as service
from services.attendance_record import recorded_people
from services.change_meeting import publish_meeting, reopen_meeting
from services.identity import CardCode
from services.live_state import live_state
from services.meeting_result import meeting_result
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    drop_triggers,
    open_meeting,
    refused,
    run_sql,
)
from tests.db.people import BUDI, SITI, acts, join, kept_text, mark, people


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock)


@pytest.fixture
def card(real_database: Database, meeting: Meeting) -> CardCode:
    return CardCode(card_code_of(KARTAMULIA, meeting, real_database))


def test_names_are_in_one_table_and_nowhere_else(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    there = join(real_database, clock, card, meeting, **SITI).attendee
    join(real_database, clock, card, meeting, name="SITI AMINAH", position="Jabatan Langka")
    mark(real_database, clock, meeting, None, organisation="BPJS", **BUDI)
    with pytest.raises(Refused):
        join(real_database, clock, card, meeting, name="Siti Aminah \x00", position="Jabatan Langka")
    state = live_state(real_database, clock, meeting_id=meeting.id)
    service.remove(meeting.id, there.id, real_database, clock, AT_THE_MACHINE)
    close_meeting(meeting, real_database, clock)

    assert "Budi Santoso" in kept_text(real_database)
    public = (kept_text(real_database, without="attendees") + json.dumps(state) + caplog.text).casefold()
    # As words: the record of the wages speaks of positions.
    assert not re.findall(r"\b(?:siti|aminah|budi|santoso|langka)\b", public)


def test_live_screens_are_woken_and_get_numbers_alone(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    def state() -> tuple[dict[str, int], int]:
        now = live_state(real_database, clock, meeting_id=meeting.id)
        return now["attendance"], now["counter"]

    before, first = state()
    there = join(real_database, clock, card, meeting, **SITI).attendee
    after, second = state()
    service.remove(meeting.id, there.id, real_database, clock, AT_THE_MACHINE)

    assert (before, after) == ({"villages": 0, "of": 29, "people": 0}, {"villages": 1, "of": 29, "people": 1})
    assert state() == (before, second + 1)
    assert second == first + 1
    assert live_state(real_database, clock, regency_code="62.08")["attendance"] is not None


def test_without_a_meeting_nobody_is_counted(real_database: Database, clock: SettableClock) -> None:
    assert live_state(real_database, clock)["attendance"] is None


def test_names_are_erased_after_publishing_and_a_second_time_changes_nothing(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    other = open_meeting(real_database, clock)
    mark(real_database, clock, other, name="Lain Sekali", position="Camat")
    mark(real_database, clock, meeting, **SITI)
    mark(real_database, clock, meeting, **BUDI)
    mark(real_database, clock, meeting, PUDU)

    def erase() -> int:
        return service.erase_names(meeting.id, real_database, clock, AT_THE_MACHINE)

    early = refused(erase, real_database).code
    close_meeting(meeting, real_database, clock)
    still = refused(erase, real_database).code
    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)
    counts = (erase(), erase())

    assert (early, still, counts) == ("attendance.state", "attendance.state", (2, 0))
    assert people(real_database, meeting) == [("", "", "facilitator")] * 2
    assert [action for action, _ in acts(real_database)].count("attendance.erased") == 1
    assert "Siti" not in kept_text(real_database)
    assert "Lain Sekali" in kept_text(real_database)
    with real_database.reading() as connection:
        query = select(attendees.c.erased_at).where(attendees.c.meeting_id == meeting.id)
        assert sorted(map(str, connection.scalars(query))) == [*[str(clock())] * 2, "None"]


def test_erased_names_are_not_in_the_file_any_more(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    if not real_database.is_sqlite:
        pytest.skip("a server keeps its own files")
    path = real_database.engine.url.database
    run_sql(real_database, "PRAGMA secure_delete = OFF")
    for number in range(5):
        mark(real_database, clock, meeting, name=f"Siti Aminah {number}", position="Kepala Desa")
    close_meeting(meeting, real_database, clock)
    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)

    service.erase_names(meeting.id, real_database, clock, AT_THE_MACHINE)
    with real_database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    assert path is not None
    assert b"Siti Aminah" not in Path(path).read_bytes()


def test_a_rehearsal_is_never_published_and_is_erased_once_it_has_closed(
    sample_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(sample_database, clock)
    mark(sample_database, clock, meeting, **SITI)
    close_meeting(meeting, sample_database, clock)

    erased = service.erase_names(meeting.id, sample_database, clock, AT_THE_MACHINE)
    reopen_meeting(meeting.id, "sekali lagi", sample_database, clock, AT_THE_MACHINE)
    mark(sample_database, clock, meeting, **BUDI)

    assert erased == 1
    assert people(sample_database, meeting) == [
        ("", "", "facilitator"),
        ("Budi Santoso", "Sekretaris Desa", "facilitator"),
    ]


def test_closing_freezes_who_came_with_a_hash_and_without_a_name(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    removed = mark(real_database, clock, meeting, name="Salah", position="Camat").attendee
    service.remove(meeting.id, removed.id, real_database, clock, AT_THE_MACHINE)
    siti = mark(real_database, clock, meeting, **SITI).attendee
    mark(real_database, clock, meeting, None, organisation="BPJS Ketenagakerjaan", **BUDI)
    closed = close_meeting(meeting, real_database, clock)

    with real_database.reading() as connection:
        found = meeting_result(connection, closed)["attendance"]

    assert (found["villages_present"], found["people"], len(found["rows"])) == (1, 2, 2)
    assert found["rows"][0] == {
        "id": str(siti.id),
        "village_code": KARTAMULIA,
        "village_name": "Kartamulia",
        "organisation": "",
        "name_sha256": sha256(f'{{"id":"{siti.id}","name":"Siti Aminah","position":"Kepala Desa"}}'),
    }
    assert (found["rows"][1]["village_code"], found["rows"][1]["organisation"]) == (None, "BPJS Ketenagakerjaan")
    assert verify_ledger(real_database).fault is None


def test_the_minutes_pair_the_record_with_the_names_as_long_as_they_are_kept_and_the_same(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    mark(real_database, clock, meeting, **SITI)
    mark(real_database, clock, meeting, PUDU)
    mark(real_database, clock, meeting, None, organisation="BPJS", **BUDI)
    early = refused(lambda: recorded_people(real_database, AT_THE_MACHINE, meeting.id), real_database)
    close_meeting(meeting, real_database, clock)

    def told() -> list[tuple[str, str, str, str]]:
        found = recorded_people(real_database, AT_THE_MACHINE, meeting.id)
        return [(one.village_name, one.organisation, one.person.name, one.state) for one in found]

    frozen = told()
    run_sql(real_database, "UPDATE attendees SET name = 'Orang Lain' WHERE organisation = 'BPJS'")
    tampered = told()
    publish_meeting(meeting.id, real_database, clock, AT_THE_MACHINE)
    service.erase_names(meeting.id, real_database, clock, AT_THE_MACHINE)

    assert early.code == "meeting.state"
    assert frozen == [
        ("Pudu", "", "", "unnamed"),
        ("Kartamulia", "", "Siti Aminah", "named"),
        ("", "BPJS", "Budi Santoso", "named"),
    ]
    assert tampered[2] == ("", "BPJS", "", "changed")
    assert [state for *_, state in told()] == ["unnamed", "erased", "erased"]


def test_only_a_facilitator_reads_the_names_of_the_record(
    real_database: Database, clock: SettableClock, meeting: Meeting, card: CardCode
) -> None:
    close_meeting(meeting, real_database, clock)

    assert refused(lambda: recorded_people(real_database, card, meeting.id), real_database).code == "identity.forbidden"
    assert recorded_people(real_database, AT_THE_MACHINE, meeting.id) == ()


def test_a_snapshot_from_before_the_list_says_nothing_of_it(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    mark(real_database, clock, meeting, **SITI)
    closed = close_meeting(meeting, real_database, clock)
    drop_triggers(real_database)
    with real_database.reading() as connection:
        body = json.loads(connection.scalar(select(meeting_snapshots.c.body)) or "")
    del body["attendance"]
    run_sql(real_database, "UPDATE meeting_snapshots SET body = :body", body=json.dumps(body))

    with real_database.reading() as connection:
        assert meeting_result(connection, closed)["attendance"] is None
    assert recorded_people(real_database, AT_THE_MACHINE, meeting.id) == ()
