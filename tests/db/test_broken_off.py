"""What PostgreSQL breaks off is done again where that is safe, and said in a sentence where it is not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text

from db import retry
from db.changes import counters, raise_counter
from db.engine import Database, DatabaseUnavailable, open_database
from db.failures import BrokenOff, OutcomeUnknown
from db.retry import TRIES, retried
from domain.meeting import Meeting
from services.change_meeting import open_meeting as open_service
from services.verify_ledger import verify_ledger
from tests.db.conftest import CopyOf
from tests.db.factories import AT_THE_MACHINE, SettableClock, draft_meeting, ledger, open_meeting, submit

pytestmark = pytest.mark.postgres
SOON = 20


@pytest.fixture
def hall(server_copy: CopyOf) -> Iterator[Database]:
    with closing(open_database(server_copy("real"))) as database:
        yield database


@pytest.fixture
def meeting(hall: Database, clock: SettableClock) -> Meeting:
    return open_meeting(hall, clock)


def end_line(connection: Any) -> None:
    """End a connection from outside, as a restart of the server does."""
    url = connection.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as other:
        pid = connection.connection.driver_connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


@contextmanager
def once(database: Database, moment: str, act: Callable[..., None]) -> Iterator[list[int]]:
    """Do something at the first such moment of the engine's connections; yields how often the moment came."""
    came: list[int] = []

    def hook(*args: Any) -> None:
        came.append(1)
        if len(came) == 1:
            act(*args)

    event.listen(database.engine, moment, hook)
    try:
        yield came
    finally:
        event.remove(database.engine, moment, hook)


def test_a_pledge_whose_line_is_lost_on_the_way_is_stored_once(
    hall: Database, clock: SettableClock, meeting: Meeting
) -> None:
    ended: list[str] = []

    def lose(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO commitments") and not ended:
            ended.append(statement)
            end_line(connection)

    event.listen(hall.engine, "before_cursor_execute", lose)
    receipt = submit(hall, clock, meeting)

    assert ended
    assert not receipt.repeated
    assert [row["receipt"] for row in ledger(hall, meeting)] == [receipt.commitment.receipt]
    assert verify_ledger(hall).fault is None


@pytest.mark.parametrize("is_stored", [True, False])
def test_a_pledge_whose_line_is_lost_at_the_commit_is_stored_once(
    hall: Database, clock: SettableClock, meeting: Meeting, is_stored: bool
) -> None:
    def lose(connection: Any) -> None:
        driver = connection.connection.driver_connection
        if is_stored:
            driver.commit()
            driver.execute("SELECT 1")  # or the driver would see that there is nothing left to commit
        end_line(connection)

    with once(hall, "commit", lose) as commits:
        receipt = submit(hall, clock, meeting)

    assert len(commits) == 2
    assert receipt.repeated is is_stored
    assert [row["receipt"] for row in ledger(hall, meeting)] == [receipt.commitment.receipt]


def test_an_act_without_a_key_is_not_done_again_when_nobody_knows(hall: Database, clock: SettableClock) -> None:
    draft = draft_meeting(hall, clock)

    with once(hall, "commit", end_line) as commits, pytest.raises(OutcomeUnknown, match="belum pasti tersimpan"):
        open_service(draft.id, hall, clock, AT_THE_MACHINE)

    assert len(commits) == 1


def test_an_act_without_a_key_is_done_again_when_nothing_was_stored(hall: Database, clock: SettableClock) -> None:
    draft = draft_meeting(hall, clock)

    def lose(connection: Any, *_rest: Any) -> None:
        end_line(connection)

    with once(hall, "before_cursor_execute", lose):
        opened = open_service(draft.id, hall, clock, AT_THE_MACHINE)

    assert opened.state == "open"


def test_two_who_lock_each_other_out_both_come_through(hall: Database) -> None:
    both_have_one = threading.Barrier(2)
    tries: list[str] = []

    @retried
    def raise_both(first: str, second: str) -> None:
        tries.append(first)
        with hall.writing() as connection:
            connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            raise_counter(connection, first)
            if len(tries) <= 2:
                both_have_one.wait(SOON)
            raise_counter(connection, second)

    threads = [threading.Thread(target=raise_both, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)

    assert len(tries) == 3
    with hall.reading() as connection:
        found = counters(connection)
    assert (found["a"], found["b"]) == (2, 2)


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [
        ("40001", BrokenOff, "Basis data memutus permintaan ini; tidak ada yang disimpan."),
        ("40P01", BrokenOff, "Basis data memutus permintaan ini; tidak ada yang disimpan."),
        ("42501", DatabaseUnavailable, "Pengguna basis data ini tidak berhak"),
        ("25006", DatabaseUnavailable, "Server basis data ini hanya dapat dibaca"),
        ("42P01", DatabaseUnavailable, "Skema basis data tidak lengkap"),
        ("53100", DatabaseUnavailable, "Basis data tidak dapat dibaca atau ditulis."),
    ],
)
def test_what_the_server_answers_is_said_in_a_sentence(
    hall: Database, code: str, kind: type[DatabaseUnavailable], says: str
) -> None:
    def fail() -> None:
        with hall.writing() as connection:
            connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")

    with pytest.raises(DatabaseUnavailable, match=f"^{says}") as found:
        fail()

    assert type(found.value) is kind


def test_a_server_that_starts_again_is_asked_again_and_not_for_ever(
    hall: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "FIRST_PAUSE_SECONDS", 0.001)
    refusals: list[int] = []
    patience = [2]

    def refuse(*_: Any) -> None:
        if len(refusals) < patience[0]:
            refusals.append(1)
            raise psycopg.OperationalError("the database system is starting up")

    hall.engine.dispose()
    event.listen(hall.engine, "do_connect", refuse)
    with hall.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1

    hall.engine.dispose()
    patience[0] = 99
    refusals.clear()
    with pytest.raises(DatabaseUnavailable, match="tidak dapat dibaca"), hall.reading():
        pass
    assert len(refusals) == TRIES
