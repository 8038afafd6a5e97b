"""The server process: what must be done before it can stop."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any


def before_stopping(finish: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run ``finish`` when the process is told to stop, then what the server itself does.

    The server waits for open responses before it shuts down, and a live stream never ends by
    itself: without this, Ctrl-C would hang while a projector is connected.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        _chain(number, loop, finish)


def _chain(
    number: signal.Signals, loop: asyncio.AbstractEventLoop, finish: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    before = signal.getsignal(number)

    def stop(received: int, frame: FrameType | None) -> None:
        asyncio.run_coroutine_threadsafe(finish(), loop)
        if callable(before):
            before(received, frame)

    signal.signal(number, stop)
