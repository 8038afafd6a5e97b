"""A PostgreSQL server for one test session: made from installed binaries, thrown away at the end.

Under xdist each worker has a cluster of its own (a second and 40 MB each): nothing to share, nothing to lock.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.ports import free_port

USER = "rembuk"
WITH_PASSWORD = "with_password"
"""The only user who is asked for a password; a test makes the role."""

START_SECONDS = 30
MEMORY_BYTES = 2_000_000_000


@functools.cache
def binaries() -> Path | None:
    """The folder that holds `initdb` and `postgres`: PATH first, then Debian's folders, newest version first."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    candidates += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    whole = (path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists())
    return next(whole, None)


def available() -> str | None:
    """Why there is no PostgreSQL for tests on this machine; None where there is one."""
    if binaries() is None:
        return "PostgreSQL is not installed: no initdb on PATH or in /usr/lib/postgresql/*/bin"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "PostgreSQL refuses to run as root, and this machine has no user 'postgres' to run it as"
    return None


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of a new, empty server on 127.0.0.1; it is gone afterwards, also after a failure.

    Durability is off (fsync): these tests are about rules, not about power cuts.

    Raises:
        RuntimeError: it could not be made or started; carries the end of its log.
    """
    reason = available()
    if reason:
        raise RuntimeError(reason)
    folder = Path(tempfile.mkdtemp(prefix="rembuk-postgres-", dir=_in_memory()))
    try:
        data = _make_cluster(folder)
        process, port = _start(data, folder / "log")
        try:
            yield _address(port).replace("postgresql:", "postgresql+psycopg:", 1)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """Yield the URL of a new, empty database on the server; it is dropped afterwards, open connections cut."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = server_url.replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{server_url.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The session's server URL; the test is skipped, with the reason, where there is no PostgreSQL."""
    reason = available()
    if reason:
        pytest.skip(reason)
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database of this test alone."""
    with fresh_database(postgres_server) as url:
        yield url


def _in_memory() -> str | None:
    """A file system in memory, where there is room: a copy of a database is 400 files, and takes a tenth there."""
    folder = Path("/dev/shm")
    has_room = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > MEMORY_BYTES
    return str(folder) if has_room else None


def _address(port: int) -> str:
    return f"postgresql://{USER}@127.0.0.1:{port}/postgres"


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _as_owner() -> dict[str, Any]:
    """Arguments for subprocess that run PostgreSQL as its own user where we are root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _make_cluster(folder: Path) -> Path:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    command = [
        str(_bin() / "initdb"), "--pgdata", str(data), "--username", USER, "--auth", "trust",
        "--encoding", "UTF8", "--no-locale", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_as_owner())
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed:\n{done.stderr}")
    doors = data / "pg_hba.conf"  # the first line that fits counts; everybody else is trusted
    doors.write_text(
        f"host all {WITH_PASSWORD} 127.0.0.1/32 scram-sha-256\n{doors.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    return data


def _start(data: Path, log: Path, *, own_port: int = 0, **other: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server as our own child, so that it is ended by its own handle; a taken port is tried anew."""
    for attempt in range(3):
        port = own_port or free_port()
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
            "max_connections": 100, "shared_buffers": "32MB", "timezone": "UTC", **other,
        }  # fmt: skip
        command = [str(_bin() / "postgres"), "-D", str(data)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=data.parent,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                **_as_owner(),
            )
        if _accepts(process, port):
            return process, port
        _stop(process)
        text = log.read_text(encoding="utf-8", errors="replace")
        if "Address already in use" not in text or attempt == 2:
            break
    raise RuntimeError(f"PostgreSQL did not start; the end of its log:\n{text[-3000:]}")


def _accepts(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(_address(port), connect_timeout=2).close()
            return True
        time.sleep(0.05)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: it cuts its clients and leaves."""
    if process.poll() is not None:
        return
    process.send_signal(2)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _bin() -> Path:
    folder = binaries()
    assert folder is not None, "ask available() first"
    return folder
