"""A PostgreSQL server with its own defaults, for measuring: unlike that of the tests it waits for the disk."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.ports import free_port
from tests.support.postgres import available, binaries

USER = "rembuk"
START_SECONDS = 20


def why_not() -> str | None:
    """Why there is no PostgreSQL to measure on this machine; None where there is one."""
    return available()


@contextlib.contextmanager
def durable_postgres() -> Iterator[str]:
    """Yield the URL of a new, empty server on 127.0.0.1; it is gone afterwards.

    Raises:
        RuntimeError: it could not be made or started; carries the end of what it said.
    """
    programs = binaries()
    assert programs, "ask why_not() first"
    folder = Path(tempfile.mkdtemp(prefix="rembuk-bench-postgres-"))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run([str(programs / "initdb"), "-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale"], folder)
        port = free_port()
        control = [str(programs / "pg_ctl"), "-D", "data", "-s", "-w", "-t", str(START_SECONDS)]
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c timezone=UTC"
        _run([*control, "-l", "log", "-o", options, "start"], folder)
        try:
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "fast", "stop"], folder)
    finally:
        time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], folder: Path) -> None:
    # Its server lives on after pg_ctl and would keep a pipe open: it writes into a file.
    said = folder / "said"
    owner: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with said.open("wb") as output:
        done = subprocess.run(  # noqa: S603  our own words only
            command, cwd=folder, stdout=output, stderr=output, check=False, timeout=60, **owner
        )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {said.read_text(errors='replace')[-1000:]}")
