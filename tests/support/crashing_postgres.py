"""A PostgreSQL server that is killed in the middle of its work and started again on what it left behind."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support import postgres

RESTART_SECONDS = 20


class CrashingPostgres:
    """A server of its own on 127.0.0.1, from entering the block until leaving it.

    It writes its log before it answers a commit, as PostgreSQL does by itself; only the disk's own memory is not
    waited for, since what is killed here is the program and not the machine.
    """

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="rembuk-crashing-", dir=postgres._in_memory()))
        try:
            self._data = postgres._make_cluster(self._folder)
            self._start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process
        postgres._stop(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def url(self) -> str:
        """Address of its first database."""
        return self.url_at(self.port)

    @staticmethod
    def url_at(port: int) -> str:
        """The same by another port: that of a line which can be cut."""
        return postgres._address(port).replace("postgresql:", "postgresql+psycopg:", 1)

    def kill(self) -> None:
        """End the postmaster as a crash would: nothing is told, nothing is finished."""
        assert self._process
        self._process.kill()
        self._process.wait(RESTART_SECONDS)

    def start_again(self) -> None:
        """Start on the same data and port; what still hung on the killed one is waited for, as an administrator would.

        Raises:
            RuntimeError: it did not come back; carries the end of its log.
        """
        deadline = time.monotonic() + RESTART_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(RuntimeError):
                self._start()
                return
            time.sleep(0.05)
        self._start()

    def _start(self) -> None:
        self._process, self.port = postgres._start(
            self._data, self._folder / "log", own_port=self.port, synchronous_commit="on", full_page_writes="on"
        )
