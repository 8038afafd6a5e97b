"""What cannot be joined is refused, what breaks down stores nothing, and every table has its place."""

from __future__ import annotations

import contextlib
import signal

import pytest

from db.engine import Database, open_database
from db.migrate import MIGRATIONS
from db.schema import metadata
from domain.meeting import Meeting
from domain.refusal import Refused
from services import copy_database as service
from services.copy_database import copy_database
from tests.db.factories import (
    PUDU,
    SettableClock,
    close_meeting,
    drop_triggers,
    failing_at,
    footprint,
    open_meeting,
    run_sql,
    submit,
    url_of,
)
from tests.support.keeping import DIES, held_meeting, killed, whole

# What is refused, and that a target is left as it was, does not depend on which system the source is.
FROM_A_LAPTOP = pytest.mark.parametrize("copy_of", ["sqlite"], indirect=True)


@pytest.fixture
def held(real_database: Database, clock: SettableClock) -> Meeting:
    """A meeting on the laptop with everything in it, published."""
    return held_meeting(real_database, clock)


def refused_copy(copy, source: Database, target: Database) -> Refused:
    before = footprint(target), whole(source)
    with pytest.raises(Refused) as refusal:
        copy(source, target)
    assert (footprint(target), whole(source)) == before
    return refusal.value


@FROM_A_LAPTOP
def test_two_histories_of_one_meeting_are_refused(
    copy, real_database: Database, server: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    copy(real_database, server)
    submit(real_database, clock, meeting, PUDU, key="laptop")
    submit(server, clock, meeting, PUDU, key="server", new=70)

    for source, target in ((real_database, server), (server, real_database)):
        refusal = refused_copy(copy, source, target)
        assert refusal.code == "copy.forked"
        assert str(meeting.id) in refusal.reason
        assert "buku komitmen berbeda sejak baris 2" in refusal.reason


@FROM_A_LAPTOP
def test_a_meeting_that_was_closed_here_and_went_on_there_is_refused(
    copy, real_database: Database, server: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    copy(real_database, server)
    submit(real_database, clock, meeting, PUDU, key="laptop")
    close_meeting(meeting, server, clock)

    refusal = refused_copy(copy, real_database, server)

    assert refusal.code == "copy.forked"
    assert "buku komitmen baris 2 hanya ada di sumber" in refusal.reason


@FROM_A_LAPTOP
@pytest.mark.parametrize("beginning", ["INSERT INTO commitments", "INSERT INTO audit"])
def test_a_copy_that_breaks_down_stores_nothing(
    copy, real_database: Database, server: Database, held, beginning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(server)

    def failing(url: str, **named: str) -> Database:
        database = open_database(url, **named)
        stack.enter_context(failing_at(database, beginning))
        return database

    monkeypatch.setattr(service, "open_database", failing)
    with contextlib.ExitStack() as stack, pytest.raises(Exception, match=beginning):
        copy_database(url_of(real_database), url_of(server), SettableClock())

    assert whole(server) == before


@FROM_A_LAPTOP
def test_killed_in_the_middle_it_leaves_the_target_as_it_was(copy, real_database: Database, server, held) -> None:
    before = whole(server)
    program = f"""{DIES}
import sys
from services import copy_database
from services.clock import system_clock
copy_database.verify_meetings = die
copy_database.copy_database(sys.argv[1], sys.argv[2], system_clock)
"""

    assert killed(program, url_of(real_database), url_of(server)) == -signal.SIGKILL

    assert whole(server) == before
    assert copy(real_database, server).rows == 2


@FROM_A_LAPTOP
def test_a_source_whose_ledger_does_not_hold_is_refused(copy, real_database: Database, server, held) -> None:
    drop_triggers(real_database)
    run_sql(real_database, "DELETE FROM commitments WHERE sequence = 2")

    assert refused_copy(copy, real_database, server).code == "copy.source"


def test_every_table_has_its_place_in_a_copy() -> None:
    """A table that a migration adds must be joined, or be named here as one installation's own."""
    sources = [MIGRATIONS.parent / name for name in ("merge.py", "merge_meetings.py", "reference_data.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)

    own = {"installation", "changes", "sign_ins", "wrong_codes", "projections"}
    own |= {"dataset_totals"}  # summed anew from the rows that came
    assert {name for name in metadata.tables if name not in text} <= own
