"""Push the live state to every screen: built once per change, however many screens watch."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from db.changes import counters
from db.engine import Database

POLL_SECONDS = 0.25
SLOW_POLL_SECONDS = 2.0
"""Where PostgreSQL tells of changes, asking is only the safety net."""

HEARTBEAT_SECONDS = 15.0
log = logging.getLogger(__name__)

BuildState = Callable[[UUID | None], dict[str, Any]]


def _as_text(state: Mapping[str, Any]) -> str:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def brief_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """Of a whole state that which every phone shows or waits for."""
    return {name: state.get(name) for name in ("meeting", "counter", "pledges")}


def _wake_up(loop: asyncio.AbstractEventLoop, wake: asyncio.Event) -> None:
    loop.call_soon_threadsafe(wake.set)


class _Channel:
    """One meeting's latest state as text, whole and brief, and who waits for the next one."""

    def __init__(self) -> None:
        self.text = ""
        self.brief = ""
        self.number = 0
        self.watchers = 0
        self.building = asyncio.Lock()
        self.changed = asyncio.Condition()


class LiveFeed:
    """Watches the change counters and hands each new state to the screens that follow a meeting.

    A write of this process wakes it at once. What other processes wrote PostgreSQL tells (then the counters are asked
    for every two seconds all the same); otherwise, and on SQLite, it is found by asking for the counters four times a
    second. Both only while somebody watches.
    """

    def __init__(self, database: Database, build_state: BuildState) -> None:
        self._database = database
        self._build_state = build_state
        self._channels: dict[UUID | None, _Channel] = {}
        self._seen: dict[str, int] = {}
        self._wake = asyncio.Event()
        self._closed = False

    async def close(self) -> None:
        """End every stream, so that the server can stop; screens come back to the next one by themselves."""
        self._closed = True
        for channel in tuple(self._channels.values()):
            async with channel.changed:
                channel.changed.notify_all()

    async def run(self) -> None:
        """Serve until cancelled."""
        loop = asyncio.get_running_loop()
        stop = self._database.listen(partial(_wake_up, loop, self._wake))
        self._database.hear_others()
        try:
            while True:
                await self._next_tick()
                await self._refresh_if_changed()
        finally:
            self._database.stop_hearing()
            stop()

    async def follow(self, meeting_id: UUID | None, *, brief: bool = False) -> AsyncIterator[str | None]:
        """The state now and after each change; None every 15 s when nothing happened.

        Args:
            brief: only what a phone shows of the hall, a tenth of a kilobyte instead of ten.
        """
        channel = self._channels.setdefault(meeting_id, _Channel())
        channel.watchers += 1
        self._wake.set()
        try:
            async with channel.building:  # three hundred phones at once build it once
                if not channel.text:
                    await self._refresh(meeting_id, channel)
            number = -1
            while not self._closed:
                if channel.number != number:
                    number = channel.number
                    yield channel.brief if brief else channel.text
                elif not await self._wait_for_change(channel, number):
                    yield None
        finally:
            channel.watchers -= 1
            if not channel.watchers:
                self._channels.pop(meeting_id, None)

    async def _next_tick(self) -> None:
        watched = any(channel.watchers for channel in self._channels.values())
        seconds = SLOW_POLL_SECONDS if self._database.hears_others else POLL_SECONDS
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds if watched else None)
        self._wake.clear()

    async def _refresh_if_changed(self) -> None:
        try:
            found = await asyncio.to_thread(self._read_counters)
        except Exception:  # the screens go on showing, greyed, what they have; the next tick tries again
            log.exception("live feed could not read the database")
            await asyncio.sleep(1)
            return
        if found == self._seen:
            return
        built = [await self._try_refresh(*item) for item in tuple(self._channels.items()) if item[1].watchers]
        if all(built):
            self._seen = found
        else:
            await asyncio.sleep(1)

    async def _try_refresh(self, meeting_id: UUID | None, channel: _Channel) -> bool:
        """One channel that cannot be built does not starve the others; it is tried again at the next tick."""
        try:
            async with channel.building:  # never beside a screen's first build: the older of two must not win
                await self._refresh(meeting_id, channel)
        except Exception:  # whatever it is, the feed's thread must live on: the screens grey out by themselves
            log.exception("live feed could not build the state of meeting %s", meeting_id)
            return False
        return True

    def _read_counters(self) -> dict[str, int]:
        with self._database.reading() as connection:
            return counters(connection)

    async def _refresh(self, meeting_id: UUID | None, channel: _Channel) -> None:
        state = await asyncio.to_thread(self._build_state, meeting_id)
        channel.text = _as_text(state)
        channel.brief = _as_text(brief_of(state))
        async with channel.changed:
            channel.number += 1
            channel.changed.notify_all()

    async def _wait_for_change(self, channel: _Channel, number: int) -> bool:
        async def moved() -> None:
            async with channel.changed:
                await channel.changed.wait_for(lambda: self._closed or channel.number != number)

        try:
            await asyncio.wait_for(moved(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return False
        return True
