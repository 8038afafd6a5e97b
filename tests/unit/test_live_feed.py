"""The live feed: the newest state wins, and one that fails does not starve the others."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from db.changes import counters, raise_counter
from db.engine import Database, open_database
from db.migrate import migrate
from services.live_feed import LiveFeed
from tests.support.loops import run_alone

SOON = 10  # seconds after which a test has failed; nothing waits that long when all is well


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = open_database(f"sqlite:///{tmp_path / 'feed.sqlite3'}")
    migrate(found)
    yield found
    found.close()


def counter(database: Database) -> int:
    with database.reading() as connection:
        return counters(connection).get("t", 0)


def move(database: Database) -> None:
    with database.writing() as connection:
        raise_counter(connection, "t")


async def numbers(feed: LiveFeed, meeting_id: UUID | None, last: int) -> list[int]:
    """What a screen is shown, up to a number."""
    shown: list[int] = []
    async with asyncio.timeout(SOON):
        async for text in feed.follow(meeting_id):
            shown.append(json.loads(text or "{}")["counter"])
            if shown[-1] >= last:
                return shown
    return shown


def screen_of(feed: LiveFeed, meeting_id: UUID | None) -> AsyncGenerator[str | None]:
    return cast("AsyncGenerator[str | None]", feed.follow(meeting_id))


async def until(screen: AsyncGenerator[str | None], number: int) -> None:
    while json.loads(await anext(screen) or "{}").get("counter") != number:
        pass


def test_a_slow_first_build_never_hides_what_came_meanwhile(database: Database) -> None:
    begun, go_on, newer = threading.Event(), threading.Event(), threading.Event()

    def build(_: UUID | None) -> dict[str, Any]:
        seen = counter(database)
        if not begun.is_set():
            begun.set()
            go_on.wait(SOON)
        elif seen:
            newer.set()
        return {"counter": seen}

    async def hall() -> list[int]:
        feed = LiveFeed(database, build)
        running = asyncio.create_task(feed.run())
        screen = asyncio.create_task(numbers(feed, None, 1))
        await asyncio.to_thread(begun.wait, SOON)
        await asyncio.to_thread(move, database)
        await asyncio.to_thread(newer.wait, 1)  # built beside the first, it would be overwritten by it
        await asyncio.sleep(0.1)
        go_on.set()
        shown = await screen
        running.cancel()
        return shown

    assert run_alone(hall())[-1] == 1


def test_one_meeting_that_cannot_be_built_does_not_starve_another(database: Database) -> None:
    broken, whole = uuid4(), uuid4()
    is_broken = threading.Event()

    def build(meeting_id: UUID | None) -> dict[str, Any]:
        if meeting_id == broken and is_broken.is_set():
            raise RuntimeError("no such meeting any more")
        return {"counter": counter(database)}

    async def hall() -> list[int]:
        feed = LiveFeed(database, build)
        running = asyncio.create_task(feed.run())
        first, second = screen_of(feed, broken), screen_of(feed, whole)
        async with asyncio.timeout(SOON):
            await until(first, 0)
            await until(second, 0)
            is_broken.set()
            await asyncio.to_thread(move, database)
            await until(second, 1)
            is_broken.clear()
            await until(first, 1)  # without another change
        running.cancel()
        return [1]

    assert run_alone(hall()) == [1]


def test_a_meeting_that_nobody_watches_any_more_is_dropped(database: Database) -> None:
    async def hall() -> list[int]:
        feed = LiveFeed(database, lambda _: {"counter": 0})
        first, second = screen_of(feed, None), screen_of(feed, None)
        await until(first, 0)
        await until(second, 0)
        await first.aclose()
        kept = len(feed._channels)
        await second.aclose()
        return [kept, len(feed._channels)]

    assert run_alone(hall()) == [1, 0]


def test_closing_ends_every_stream(database: Database) -> None:
    async def hall() -> list[int]:
        feed = LiveFeed(database, lambda _: {"counter": 0})
        running = asyncio.create_task(feed.run())
        screen = asyncio.create_task(numbers(feed, None, 99))
        await asyncio.sleep(0.1)
        await feed.close()
        async with asyncio.timeout(SOON):
            shown = await screen
        running.cancel()
        return shown

    assert run_alone(hall()) == [0]


def test_a_phone_gets_only_what_it_shows_of_the_hall(database: Database) -> None:
    pledges = {"villages": 1, "of": 29}
    whole = {"meeting": {"id": "m", "revision": 2}, "counter": 7, "pledges": pledges, "villages": ["a tile"] * 32}

    async def phone() -> str:
        feed = LiveFeed(database, lambda _: whole)
        async with asyncio.timeout(SOON):
            return await anext(feed.follow(None, brief=True)) or ""

    async def first() -> list[int]:
        told = json.loads(await phone())
        assert told == {"meeting": {"id": "m", "revision": 2}, "counter": 7, "pledges": pledges}
        return [0]

    assert run_alone(first()) == [0]
