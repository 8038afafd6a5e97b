"""PostgreSQL tells every process what another has committed; asking for the counters is only the safety net."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from db.changes import CHANNEL, counters, raise_counter
from db.engine import Database, open_database
from db.listening import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, seconds_before_try
from db.mirror import raise_all_counters
from services import live_feed
from services.live_feed import LiveFeed
from tests.db.conftest import CopyOf
from tests.db.factories import Breakdown, run_sql

SOON = 10  # seconds after which a test has failed; nothing waits that long when all is well
LISTENERS = (
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'rembuk-listener' AND datname = current_database()"
)


@pytest.fixture
def here(server_copy: CopyOf) -> Iterator[Database]:
    with closing(open_database(server_copy("empty"))) as database:
        yield database


@pytest.fixture
def elsewhere(here: Database) -> Iterator[Database]:
    """A Database of its own shares nothing but the server, as another process would."""
    with closing(open_database(here.engine.url.render_as_string(hide_password=False))) as database:
        yield database


@pytest.fixture
def woken(here: Database) -> threading.Event:
    """Set when a listener is called; listening has begun, and its own call is over."""
    event = threading.Event()
    here.listen(event.set)
    here.hear_others()
    assert event.wait(SOON)
    event.clear()
    return event


def move(database: Database) -> None:
    with database.writing() as connection:
        raise_counter(connection, "t")


def listeners(database: Database) -> list[int]:
    with database.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql(LISTENERS)]


def cut_off(database: Database) -> None:
    run_sql(database, LISTENERS.replace("pid", "pg_terminate_backend(pid)", 1))


@pytest.mark.postgres
def test_a_commit_of_another_process_wakes_the_listeners(
    here: Database, elsewhere: Database, woken: threading.Event
) -> None:
    move(elsewhere)

    assert woken.wait(SOON)
    assert here.hears_others


@pytest.mark.postgres
def test_a_restore_elsewhere_wakes_them_too(elsewhere: Database, woken: threading.Event) -> None:
    with elsewhere.writing() as connection:
        raise_all_counters(connection, {"t": 7})

    assert woken.wait(SOON)


@pytest.mark.postgres
def test_what_is_rolled_back_wakes_nobody(here: Database, elsewhere: Database, woken: threading.Event) -> None:
    calls: list[bool] = []
    here.listen(lambda: calls.append(woken.is_set()))
    woken.clear()

    def give_up() -> None:
        with elsewhere.writing() as connection:
            raise_counter(connection, "t")
            raise Breakdown

    with pytest.raises(Breakdown):
        give_up()
    move(elsewhere)  # PostgreSQL delivers in the order of the commits: this is the first that is heard

    assert woken.wait(SOON)
    here.stop_hearing()
    assert calls == [True]


@pytest.mark.postgres
def test_a_listener_that_is_cut_off_comes_back_and_says_so_at_once(
    here: Database, elsewhere: Database, woken: threading.Event
) -> None:
    first = listeners(elsewhere)
    heard: list[bool] = []
    twice = threading.Event()

    def note() -> None:
        heard.append(here.hears_others)
        if heard[-1]:
            twice.set()

    here.listen(note)
    cut_off(elsewhere)
    assert twice.wait(SOON)
    woken.clear()
    move(elsewhere)

    assert woken.wait(SOON)
    assert heard[:2] == [False, True]
    assert len(first) == len(listeners(elsewhere)) == 1
    assert listeners(elsewhere) != first


@pytest.mark.postgres
def test_closing_gives_the_connection_back(here: Database, elsewhere: Database, woken: threading.Event) -> None:
    here.stop_hearing()

    assert [t.name for t in threading.enumerate() if t.name == "change-listener"] == []
    assert not here.hears_others
    assert not woken.is_set()
    run_sql(elsewhere, f"NOTIFY {CHANNEL}")
    assert not woken.wait(0.05)


def test_waits_grow_to_a_limit_and_differ() -> None:
    waits = [seconds_before_try(losses) for losses in range(1, 40)]

    assert FIRST_WAIT_SECONDS / 2 <= waits[0] <= FIRST_WAIT_SECONDS
    assert min(waits[10:]) >= LONGEST_WAIT_SECONDS / 2
    assert max(waits) <= LONGEST_WAIT_SECONDS
    assert len(set(waits)) == len(waits)


def test_sqlite_has_nobody_who_tells(sqlite_templates, tmp_path) -> None:
    url = sqlite_templates.copy("empty", tmp_path / "rembuk.sqlite3")
    with closing(open_database(url)) as database:
        database.hear_others()

        assert not database.hears_others
        assert [t.name for t in threading.enumerate() if t.name == "change-listener"] == []


@pytest.mark.postgres
def test_the_screens_are_told_without_being_asked_for(
    here: Database, elsewhere: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither pace of asking would come within the test's patience."""
    monkeypatch.setattr(live_feed, "POLL_SECONDS", 60.0)
    monkeypatch.setattr(live_feed, "SLOW_POLL_SECONDS", 60.0)

    heard = threading.Event()
    here.listen(heard.set)  # the first call says that listening has begun

    def build(_: object) -> dict[str, int]:
        with here.reading() as connection:
            return {"counter": counters(connection).get("t", 0)}

    async def hall() -> list[int]:
        feed = LiveFeed(here, build)
        running = asyncio.create_task(feed.run())
        shown: list[int] = []
        async with asyncio.timeout(SOON):
            async for state in feed.follow(None):
                shown.append(json.loads(state or "{}")["counter"])
                if shown[-1] == 2:
                    break
                await asyncio.to_thread(heard.wait, SOON)
                await asyncio.to_thread(move, elsewhere)
        running.cancel()
        return shown

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, hall()).result() == [0, 1, 2]
