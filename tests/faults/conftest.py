from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.crashing_postgres import CrashingPostgres
from tests.support.databases import Templates
from tests.support.pledging import OpenHall, open_hall


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("fault-templates"))


@pytest.fixture
def hall(templates: Templates, tmp_path: Path) -> OpenHall:
    """An open meeting on an SQLite file of this test alone."""
    return open_hall(templates.copy("real", tmp_path / "rembuk.sqlite3"))


@pytest.fixture(scope="module")
def crashing_postgres() -> Iterator[CrashingPostgres]:
    """A server of one file of tests, which keeps what it has committed when it is killed."""
    reason = postgres.available()
    if reason and os.environ.get("CI"):
        pytest.fail(f"In CI the tests must run on PostgreSQL too. {reason}")
    if reason:
        pytest.skip(reason)
    with CrashingPostgres() as server:
        yield server
