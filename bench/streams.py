"""Screens that follow a meeting: open live streams, and when each of them got each state."""

from __future__ import annotations

import asyncio
import re
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_COUNTER = re.compile(rb'"counter":(\d+)')
_END = b"\n\n"
OPEN_SECONDS = 30.0


class Screens:
    """So many connections to `/live/events`; `arrived[n]` holds the moment (ns) at which each screen got state n."""

    def __init__(self, url: str, count: int) -> None:
        parts = urlsplit(url)
        self.count = count
        self.arrived: dict[int, list[int]] = {}
        self._host, self._port = parts.hostname or "", parts.port or 0
        self._tasks: list[asyncio.Task[None]] = []
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        """All are connected and have the present state.

        Raises:
            TimeoutError: not all of them within OPEN_SECONDS.
        """
        self._tasks = [asyncio.create_task(self._follow()) for _ in range(self.count)]
        async with asyncio.timeout(OPEN_SECONDS), self._changed:
            await self._changed.wait_for(lambda: sum(map(len, self.arrived.values())) >= self.count)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def newest(self) -> int:
        """The counter of the newest state that any screen has."""
        return max(self.arrived)

    async def reached(self, counter: int, seconds: float) -> bool:
        """Wait until every screen has this state; False where that took longer."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: len(self.arrived.get(counter, ())) >= self.count)
        except TimeoutError:
            return False
        return True

    async def _follow(self) -> None:
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=2**20)
        try:
            writer.write(f"GET /live/events HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
            kept = b""
            while data := await reader.read(2**18):
                moment = time.monotonic_ns()
                *whole, kept = (kept + data).split(_END)
                for event in whole:
                    if found := _COUNTER.search(event):
                        await self._note(int(found[1]), moment)
        finally:
            writer.close()

    async def _note(self, counter: int, moment: int) -> None:
        self.arrived.setdefault(counter, []).append(moment)
        async with self._changed:
            self._changed.notify_all()
