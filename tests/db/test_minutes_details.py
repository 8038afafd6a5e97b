"""The number and the place of the minutes are kept with the meeting, audited, and the same in every copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.engine import Database
from db.schema import audit
from domain.audit_words import told
from domain.meeting import Meeting
from domain.minutes import LONGEST, MinutesForm
from domain.refusal import Refused
from services.change_meeting import close_meeting, open_meeting, publish_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.minutes import MinutesOrder, minutes_document
from services.minutes_details import minutes_details, write_minutes_details
from tests.db.factories import SettableClock
from tests.support.databases import AT_THE_MACHINE
from tests.support.minutes import pdf_words

HOSTILE = "=1+1 <b>*{{ x }}*</b>"


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return create_meeting(CreateMeeting(), real_database, clock, AT_THE_MACHINE)


def acts(database: Database) -> list[Any]:
    query = select(audit.c.detail).where(audit.c.action == "minutes.written").order_by(audit.c.at)
    with database.reading() as connection:
        return list(connection.scalars(query))


def write(database: Database, clock: SettableClock, meeting: Meeting, *texts: str) -> MinutesForm:
    return write_minutes_details(meeting.id, MinutesForm(*texts), database, clock, AT_THE_MACHINE)


def test_nobody_has_written_anything_yet(real_database: Database, meeting: Meeting):
    assert minutes_details(real_database, meeting.id) == MinutesForm()


def test_what_was_written_stands_for_everybody_and_can_be_corrected(
    real_database: Database, clock: SettableClock, meeting: Meeting
):
    write(real_database, clock, meeting, " 7 \n2026 ", "Aula")
    write(real_database, clock, meeting, "8/2026", "Aula")

    assert minutes_details(real_database, meeting.id) == MinutesForm("8/2026", "Aula")
    first, second = acts(real_database)
    assert first == {"number": {"from": "", "to": "7 2026"}, "place": {"from": "", "to": "Aula"}}
    assert second == {"number": {"from": "7 2026", "to": "8/2026"}}
    assert [part.text for part in told("minutes.written", first)] == ["nomor – → 7 2026", "tempat – → Aula"]


def test_the_same_again_changes_nothing(real_database: Database, clock: SettableClock, meeting: Meeting):
    write(real_database, clock, meeting, "7", "Aula")
    write(real_database, clock, meeting, "7", "Aula")

    assert len(acts(real_database)) == 1


@pytest.mark.parametrize("texts", [("x" * (LONGEST + 1), ""), ("", "a\x00b")])
def test_what_cannot_stand_there_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting, texts: tuple[str, str]
):
    with pytest.raises(Refused):
        write(real_database, clock, meeting, *texts)
    assert minutes_details(real_database, meeting.id) == MinutesForm()


def test_a_meeting_that_is_none_is_refused(real_database: Database, clock: SettableClock):
    with pytest.raises(Refused, match="tidak ada"):
        write_minutes_details(uuid4(), MinutesForm("7"), real_database, clock, AT_THE_MACHINE)


def test_of_two_databases_what_was_written_last_stands(
    copy: Callable[[Database, Database], Any], real_database: Database, server: Database, clock: SettableClock
):
    here = create_meeting(CreateMeeting(), real_database, clock, AT_THE_MACHINE)
    write(real_database, clock, here, "7", "Aula")
    copy(real_database, server)
    clock.now += timedelta(hours=1)
    write(server, clock, here, "8", "Aula")

    copy(real_database, server)
    there = minutes_details(server, here.id)
    copy(server, real_database)

    assert there == minutes_details(real_database, here.id) == MinutesForm("8", "Aula")


def test_the_public_copy_carries_them_as_typed(real_database: Database, clock: SettableClock, meeting: Meeting):
    write(real_database, clock, meeting, "7/2026", HOSTILE)
    for step in (open_meeting, close_meeting, publish_meeting):
        step(meeting.id, real_database, clock, AT_THE_MACHINE)

    text = pdf_words(minutes_document(MinutesOrder(meeting.id, None, ""), "pdf", real_database, None))

    assert "7/2026" in text
    assert HOSTILE in text
