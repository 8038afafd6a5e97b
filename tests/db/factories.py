"""What the database tests build, by hand and without surprise: one function makes one thing and returns it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text

from db.changes import counters
from db.engine import Database
from db.queries.commitments import ledger_rows
from db.schema import APPEND_ONLY, meetings, metadata
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting, Settings
from domain.refusal import Refused
from services import change_meeting
from services.card_list import card_list
from services.create_meeting import CreateMeeting, create_meeting
from services.identity import CommandLine
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

KARTAMULIA = "62.08.01.2005"
PUDU = "62.08.01.2002"
MENDAWAI = "62.08.01.1003"  # a kelurahan

# What tests.support.databases.import_real_data stores: 100 eligible, 40 active in each group of each village.
UNCOVERED_BPU = 480
ACTIVE_BPU = 320

AT_THE_MACHINE = CommandLine()


class SettableClock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def draft_meeting(database: Database, clock: SettableClock, **wanted: Any) -> Meeting:
    return create_meeting(CreateMeeting(**wanted), database, clock, AT_THE_MACHINE)


def settings_with(**wanted: Any) -> Settings:
    """The settings of a meeting made without any, but for those that are wanted."""
    usual = {"target_points": None, "stage": "APBDes", "min_workers": None, "max_workers": None}
    return Settings(**{**usual, "over_ceiling": "refuse", **wanted})


def open_meeting(database: Database, clock: SettableClock, **wanted: Any) -> Meeting:
    draft = draft_meeting(database, clock, **wanted)
    return change_meeting.open_meeting(draft.id, database, clock, AT_THE_MACHINE)


def close_meeting(meeting: Meeting, database: Database, clock: SettableClock) -> Meeting:
    return change_meeting.close_meeting(meeting.id, database, clock, AT_THE_MACHINE)


def card_code_of(village_code: str, meeting: Meeting, database: Database) -> str:
    cards = card_list(meeting, database, AT_THE_MACHINE)
    return next(card.code for card in cards if card.village_code == village_code)


def pledge_of(
    meeting: Meeting | UUID,
    village_code: str = KARTAMULIA,
    *,
    new: int | None = 60,
    continued: int | None = None,
    months: int = 12,
    start: str = "2027-01",
    source: str = "ADD",
    key: str = "key-1",
    replaces: int | None = None,
    **others: Any,
) -> SubmitCommitment:
    """A pledge as it is sent; `others` are the fields of `SubmitCommitment` that few pledges have."""
    asked = [("new", new), ("continued", continued)]
    return SubmitCommitment(
        meeting_id=meeting if isinstance(meeting, UUID) else meeting.id,
        village_code=village_code,
        lines=[LineRequest(n, count, months, Month.parse(start), source) for n, count in asked if count is not None],
        idempotency_key=key,
        replaces=replaces,
        **others,
    )


def withdrawal_of(
    meeting: Meeting, village_code: str = KARTAMULIA, *, key: str, reason: str = "Salah desa", **others: Any
) -> SubmitCommitment:
    return pledge_of(meeting, village_code, new=None, key=key, reason=reason, withdraw=True, **others)


def submit(database: Database, clock: SettableClock, meeting: Meeting, *args: Any, **values: Any) -> Receipt:
    return submit_commitment(pledge_of(meeting, *args, **values), database, clock, AT_THE_MACHINE)


_ROW_COUNTS = select(
    *(select(func.count()).select_from(table).scalar_subquery().label(table.name) for table in metadata.sorted_tables)
)


def footprint(database: Database) -> dict[str, Any]:
    """Everything that a refused act must leave as it was: rows per table, change counters, meetings' states."""
    with database.reading() as connection:
        rows = dict(connection.execute(_ROW_COUNTS).mappings().one())
        states = connection.execute(select(meetings.c.id, meetings.c.state, meetings.c.revision)).all()
        return rows | {"counters": counters(connection), "states": sorted(map(tuple, states))}


def refused(act: Callable[[], Any], database: Database) -> Refused:
    """The refusal of an act, after making sure that it left nothing behind."""
    before = footprint(database)
    with pytest.raises(Refused) as refusal:
        act()
    assert footprint(database) == before
    return refusal.value


def ledger(database: Database, meeting: Meeting) -> list[dict[str, Any]]:
    with database.reading() as connection:
        return [columns for _, columns in ledger_rows(connection, meeting.id)]


def run_sql(database: Database, statement: str, **values: Any) -> None:
    """A statement of somebody who has the database open beside the program."""
    with database.writing() as connection:
        connection.execute(text(statement), values)


def drop_triggers(database: Database) -> None:
    """What somebody must do first who wants to change the record."""
    with database.writing() as connection:
        for table in APPEND_ONLY:
            if database.is_sqlite:
                connection.execute(text(f"DROP TRIGGER {table}_no_update"))
                connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


class Breakdown(Exception):
    """The process fails here."""


@contextlib.contextmanager
def failing_at(database: Database, beginning: str) -> Iterator[None]:
    """Break down when a statement with this beginning is about to run."""

    def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(beginning):
            raise Breakdown(statement)

    event.listen(database.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", fail)
