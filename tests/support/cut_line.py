"""A line between browser and server that can be cut: a TCP relay on 127.0.0.1 that aborts its sockets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

WAIT_SECONDS = 10


class CutLine:
    """Relays to a port until it is cut; cut, it aborts what is open and whatever is dialled anew.

    Before the cut one direction can be made to swallow what passes, so that a test decides whether a
    question never arrived or its answer never came back.

    >>> with CutLine(app.port) as line:
    ...     page.goto(line.url)  # doctest: +SKIP
    """

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self._target_port = target_port
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self._swallowed_direction = ""
        self._swallowed = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """Address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._wait(asyncio.start_server(self._relay, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)
        self._loop.close()

    def swallow(self, direction: str) -> None:
        """From now on what goes "up" (to the server) or "down" (to the browser) is lost."""
        self._swallowed.clear()
        self._swallowed_direction = direction

    def wait_until_swallowed(self) -> None:
        """Wait until something was lost."""
        assert self._swallowed.wait(WAIT_SECONDS), "nothing was sent"

    def cut(self) -> None:
        """Abort every open connection, and from now on every new one."""
        self._is_cut = True
        self._wait(self._abort_all())

    def mend(self) -> None:
        """New connections pass again, both ways."""
        self._swallowed_direction = ""
        self._is_cut = False

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_SECONDS)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, up_writer}
        self._open |= ends
        await asyncio.gather(self._pump(reader, up_writer, "up"), self._pump(up_reader, writer, "down"))
        self._open -= ends

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: str) -> None:
        try:
            while data := await reader.read(65536):
                if self._swallowed_direction == direction:
                    self._swallowed.set()
                    continue
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def _abort_all(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()

    async def _end(self) -> None:
        self._is_cut = True
        self._server.close()
        await self._abort_all()
        relays = asyncio.all_tasks() - {asyncio.current_task()}
        if relays:
            await asyncio.wait(relays, timeout=WAIT_SECONDS)
