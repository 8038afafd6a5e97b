"""Databases for tests, of both systems, each a copy of a template that is made once.

Which test runs on what: both systems where SQL, types, locks, triggers or transactions matter, and that is the rule;
SQLite alone where the act never comes to the database (reading a file, tests/db/test_import_ugly.py). A copy between
two databases goes all four ways where rows are carried over, and from SQLite to both where its refusals are meant.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from db.engine import Database, open_database
from db.settings import Settings
from services.copy_database import Copied, copy_database
from services.prepare_database import load_sample, migrate_and_load
from tests.db.factories import SettableClock, url_of
from tests.db.racer import Racers
from tests.support import postgres
from tests.support.databases import import_real_data


def _blank(database: Database) -> None:
    """Nothing: not even a schema."""


def _empty(database: Database) -> None:
    migrate_and_load(database)


def _sample(database: Database) -> None:
    migrate_and_load(database)
    load_sample(database, SettableClock())


def _real(database: Database) -> None:
    migrate_and_load(database)
    import_real_data(database)


KINDS = {"blank": _blank, "empty": _empty, "sample": _sample, "real": _real}
CopyOf = Callable[[str], str]


class SqliteTemplates:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy(self, kind: str, target: Path) -> str:
        template = self.folder / f"{kind}.sqlite3"
        if not template.exists():
            with contextlib.closing(open_database(f"sqlite:///{template}")) as database:
                KINDS[kind](database)
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"


class PostgresTemplates:
    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.made: set[str] = set()
        self.copies = 0

    def copy(self, kind: str) -> str:
        if kind not in self.made:
            self.make(f"template_{kind}", "template0")
            with contextlib.closing(open_database(self.url(f"template_{kind}"))) as database:
                KINDS[kind](database)
            self.made.add(kind)
        self.copies += 1
        name = f"copy_{os.getpid()}_{self.copies}"
        self.make(name, f"template_{kind}")
        return self.url(name)

    def url(self, name: str) -> str:
        return f"{self.server_url.rsplit('/', 1)[0]}/{name}"

    def make(self, name: str, template: str) -> None:
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")

    def run(self, statement: str) -> None:
        with psycopg.connect(self.server_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    return SqliteTemplates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def postgres_templates(request: pytest.FixtureRequest) -> PostgresTemplates:
    reason = postgres.available()
    if reason and os.environ.get("CI"):
        pytest.fail(f"In CI the tests must run on PostgreSQL too. {reason}")
    return PostgresTemplates(request.getfixturevalue("postgres_server"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def copy_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CopyOf]:
    """Makes the URL of a database of this test alone, of one of KINDS; each test runs on both database systems."""
    if request.param == "sqlite":
        templates = request.getfixturevalue("sqlite_templates")
        yield lambda kind: templates.copy(kind, tmp_path / f"{kind}.sqlite3")
        return
    yield request.getfixturevalue("server_copy")


@pytest.fixture
def server_copy(request: pytest.FixtureRequest) -> Iterator[CopyOf]:
    """As `copy_of`, on PostgreSQL only; the test is marked `postgres`."""
    templates = request.getfixturevalue("postgres_templates")
    made: list[str] = []

    def copy(kind: str) -> str:
        made.append(templates.copy(kind))
        return made[-1]

    yield copy
    for url in made:
        templates.drop(url)


@pytest.fixture
def blank_url(copy_of: CopyOf) -> str:
    """An empty database that nobody has migrated."""
    return copy_of("blank")


@pytest.fixture
def database(copy_of: CopyOf) -> Iterator[Database]:
    """Migrated, with regions, groups and rates; no data."""
    with contextlib.closing(open_database(copy_of("empty"))) as database:
        yield database


@pytest.fixture
def sample_database(copy_of: CopyOf) -> Iterator[Database]:
    with contextlib.closing(open_database(copy_of("sample"))) as database:
        yield database


@pytest.fixture
def real_database(copy_of: CopyOf) -> Iterator[Database]:
    """With one imported file for October 2026: in each village and group 100 eligible, 40 of them active."""
    with contextlib.closing(open_database(copy_of("real"))) as database:
        yield database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A second database, of either kind, with `database` and the like beside it: all four ways of a copy."""
    if request.param == "sqlite":
        url, drop = request.getfixturevalue("sqlite_templates").copy("empty", tmp_path / "server.sqlite3"), None
    else:
        templates = request.getfixturevalue("postgres_templates")
        url, drop = templates.copy("empty"), templates.drop
    with contextlib.closing(open_database(url)) as database:
        yield database
    if drop:
        drop(url)


@pytest.fixture
def copy(clock: SettableClock) -> Callable[[Database, Database], Copied]:
    return lambda source, target: copy_database(url_of(source), url_of(target), clock)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def facilitator_settings(tmp_path: Path) -> Settings:
    """Settings whose facilitator's token lies in the test's own folder."""
    return Settings(DATABASE_URL=f"sqlite:///{tmp_path}/tokens/rembuk.sqlite3")


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    """Processes of their own that act at the same moment."""
    found = Racers()
    yield found
    found.stop()
