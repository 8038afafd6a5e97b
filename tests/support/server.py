"""The real app, started as `make run` starts it, for tests that need a server."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ports import free_port

PROJECT = Path(__file__).resolve().parents[2]
# What the machine's owner has set must not reach the app under test.
_NOT_INHERITED = ("STREAMLIT_", "REMBUK_", "DATABASE_URL", "PORT")


class RunningApp:
    """The app on a free port of 127.0.0.1, from entering the block until leaving it.

    >>> with RunningApp({"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, log=tmp_path / "app.log") as app:
    ...     page.goto(app.url)  # doctest: +SKIP

    Args:
        environment: added to the machine's, of which our own settings are taken away.
        log: file for what the app prints; its end is shown when the app does not start.
        root: folder that is started, with an app.py in it.
        launcher: what stands between the interpreter and `run app.py`.
        start_seconds: how long the app may take until it answers its health check.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        log: Path,
        root: Path = PROJECT,
        launcher: Sequence[str] = ("-m", "streamlit"),
        start_seconds: float = 30,
    ) -> None:
        self.log = log
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._environment = dict(environment)
        self._root = root
        self._launcher = launcher
        self._start_seconds = start_seconds

    @property
    def url(self) -> str:
        """Address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the app, after `stop` on the port that it had before, and wait until it is healthy.

        Raises:
            RuntimeError: it ended or did not answer in time; carries the end of its log.
        """
        fixed_port = self.port
        for _ in range(3):
            self.port = fixed_port or free_port()
            self.process = self._launch()
            if self._becomes_healthy(self.process):
                return
            self.stop()
            if "is not available" not in self.log_text():
                break
        end = self.log_text()[-4000:]
        raise RuntimeError(f"the app did not start; the end of its log ({self.log}):\n{end}")

    def stop(self) -> None:
        """End the app by its own handle; it is killed when it takes more than ten seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def log_text(self) -> str:
        """What the app has printed so far, over all its starts."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def _launch(self) -> subprocess.Popen[bytes]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(_NOT_INHERITED)}
        # A pipe would make the log arrive in blocks, too late for the one who reads it after a failure.
        environment = {**inherited, "PYTHONUNBUFFERED": "1", **self._environment}
        command = [
            sys.executable, *self._launcher, "run", "app.py",
            "--server.port", str(self.port), "--server.address", "127.0.0.1",
        ]  # fmt: skip
        with self.log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=self._root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def _becomes_healthy(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + self._start_seconds
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                with contextlib.closing(connection):
                    connection.request("GET", "/_stcore/health")
                    if connection.getresponse().status == http.HTTPStatus.OK:
                        return True
            time.sleep(0.05)
        return False
