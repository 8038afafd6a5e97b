"""Pledges in several lines: groups and officials in the ledger, in the result, and beside rows of an older program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.engine import Database
from db.queries.commitments import commitment_of, latest_commitments
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting
from domain.refusal import Refused
from services.meeting_result import meeting_result
from services.submit_commitment import submit_commitment
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    ledger,
    open_meeting,
    pledge_of,
    refused,
)

FISHERS = LineRequest("new", 60, 12, Month(2027, 1), "ADD", group="fisher")
CONTINUED = LineRequest("continued", 40, 12, Month(2027, 1), "ADD")
OFFICIALS = LineRequest("new", 5, 12, Month(2027, 1), "ADD", segment="PU", group="village_official")


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock)


def send(database: Database, clock: SettableClock, meeting: Meeting, *lines: LineRequest, key: str = "k") -> None:
    submit_commitment(replace(pledge_of(meeting, key=key), lines=lines), database, clock, AT_THE_MACHINE)


def test_fishers_continued_workers_and_officials_stand_in_ledger_and_result(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    send(real_database, clock, meeting, FISHERS, CONTINUED, OFFICIALS)

    with real_database.reading() as connection:
        (kept,) = latest_commitments(connection, meeting.id)
        (row,) = [v for v in meeting_result(connection, meeting)["villages"] if v["committed"]]
    assert [line.request for line in kept.lines] == [FISHERS, CONTINUED, OFFICIALS]
    assert (kept.new_workers, kept.new_bpu_workers, kept.continued_workers) == (65, 60, 40)
    assert kept.amount_rupiah == row["amount_rupiah"] == 100 * 12 * 16_800 + 5 * 12 * 10_920
    assert [(line["group"], line["group_name"], line["segment"]) for line in row["lines"]] == [
        ("fisher", "Nelayan", "BPU"),
        ("", "", "BPU"),
        ("village_official", "Perangkat desa", "PU"),
    ]
    assert verify_ledger(real_database).fault is None


@pytest.mark.parametrize("line", [replace(FISHERS, workers=61), replace(OFFICIALS, workers=61)])
def test_more_than_the_group_has_in_the_meetings_data_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting, line: LineRequest
) -> None:
    refusal = refused(lambda: send(real_database, clock, meeting, CONTINUED, line), real_database)

    assert (refusal.code, refusal.field) == ("commitment.workers", "2.workers")


def test_an_unknown_group_is_refused(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    with pytest.raises(Refused) as refusal:
        send(real_database, clock, meeting, replace(FISHERS, group="astronaut"))

    assert refusal.value.field == "group"


def test_a_row_of_an_older_program_is_read_without_what_it_does_not_say(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    send(real_database, clock, meeting, CONTINUED)
    (row,) = ledger(real_database, meeting)
    for added in (',"group":"","group_name":""', ',"wage_rupiah":null', ',"typed_by":"command_line"'):
        assert added.lstrip(",") in row["payload"]
        row["payload"] = row["payload"].replace(added.lstrip(",") + ",", "").replace(added, "")

    old = commitment_of(row)

    assert (old.lines[0].request, old.typed_by, old.village_code) == (CONTINUED, "", KARTAMULIA)
