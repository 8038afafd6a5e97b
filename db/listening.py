"""Hear at once what other processes have committed on PostgreSQL: a connection and a thread of its own.

What is heard is only that something has changed; what it was stands in the counters (db/changes.py).
"""

from __future__ import annotations

import logging
import random
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg

from db.changes import CHANNEL

FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 10.0
STOP_SECONDS = 1.0
log = logging.getLogger(__name__)

Connect = Callable[[], psycopg.Connection[Any]]


def seconds_before_try(losses: int) -> float:
    """How long to wait after so many losses in a row: twice as long each time, and never all servers together."""
    wait: float = FIRST_WAIT_SECONDS * 2 ** min(losses - 1, 10)
    return min(LONGEST_WAIT_SECONDS, wait) * random.uniform(0.5, 1)  # noqa: S311  spreads load, keeps no secret


class ChangeListener:
    """Calls ``wake`` after each commit that raised a counter, whichever process it came from.

    It is called as well when listening begins and when it ends: what was committed in between was not heard.
    """

    def __init__(self, connect: Connect, wake: Callable[[], None]) -> None:
        self.is_connected = False
        self._connect = connect
        self._wake = wake
        self._stopping = threading.Event()
        self._bell, self._bell_rope = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="change-listener", daemon=True)

    def start(self) -> None:
        """Listen until stopped, through every loss of the connection."""
        self._thread.start()

    def stop(self) -> None:
        """Give the connection back and end; a try to connect that hangs is left to itself."""
        self._stopping.set()
        self._bell_rope.close()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        losses = 0
        with self._bell:
            while not self._stopping.is_set():
                try:
                    with closing(self._connect()) as connection:
                        connection.execute(f"LISTEN {CHANNEL}")
                        self.is_connected, losses = True, 0
                        self._wake()
                        self._hear(connection)
                except Exception as error:  # noqa: BLE001  whatever it is, the thread lives on; the feed asks meanwhile
                    log.warning("not listening for changes: %s", type(error).__name__)
                was_connected, self.is_connected = self.is_connected, False
                if was_connected and not self._stopping.is_set():
                    self._wake()
                losses += 1
                self._stopping.wait(seconds_before_try(losses))

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(connection.fileno(), selectors.EVENT_READ)
            ready.register(self._bell, selectors.EVENT_READ)
            while not self._stopping.is_set():
                ready.select()
                connection.pgconn.consume_input()
                heard = 0
                while connection.pgconn.notifies():
                    heard += 1
                if heard:
                    self._wake()
