"""No wait is without an end: for a connection, for a statement, for a lock; each end is one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from db.changes import raise_counter
from db.engine import Database, DatabaseUnavailable, open_database
from tests.db.conftest import CopyOf

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name")
Opened = Callable[..., Database]


@pytest.fixture
def opened(copy_of: CopyOf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens the test's database with settings of its own."""
    made: list[Database] = []
    url = copy_of("blank")

    def open_with(query: str = "", **settings: str) -> Database:
        for name, value in settings.items():
            monkeypatch.setenv(f"REMBUK_{name}", value)
        made.append(open_database(url + query))
        return made[-1]

    yield open_with
    for database in made:
        database.close()


@pytest.fixture
def server_database(server_copy: CopyOf) -> Iterator[Database]:
    with closing(open_database(server_copy("empty"))) as database:
        yield database


def limits_of(database: Database) -> tuple[str, ...]:
    with database.writing() as connection:
        return tuple(str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in LIMITS)


@pytest.mark.parametrize("copy_of", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_each_connection_ends_what_takes_too_long(opened: Opened) -> None:
    assert limits_of(opened()) == ("30s", "10s", "1min", "rembuk")
    assert limits_of(opened(STATEMENT_TIMEOUT="7", LOCK_TIMEOUT="8", IDLE_TIMEOUT="9"))[:3] == ("7s", "8s", "9s")
    own = opened("?options=-c%20lock_timeout%3D3s&application_name=own")
    assert limits_of(own) == ("7s", "3s", "9s", "own")


@pytest.mark.postgres
def test_the_rare_acts_may_take_longer(server_database: Database) -> None:
    with server_database.writing_alone() as connection:
        found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in LIMITS[:3]]

    assert found == ["30min", "5min", "30min"]
    assert limits_of(server_database)[:3] == ("30s", "10s", "1min")


def test_a_full_pool_is_said_in_a_sentence_and_goes_on_afterwards(opened: Opened) -> None:
    database = opened(POOL_SIZE="1", POOL_OVERFLOW="0", POOL_TIMEOUT="0")

    with (
        database.reading(),
        pytest.raises(DatabaseUnavailable, match=r"^Semua sambungan ke basis data sedang terpakai\."),
        database.reading(),
    ):
        pass
    with database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.postgres
def test_a_statement_that_takes_too_long_is_said_in_a_sentence(server_database: Database) -> None:
    def sleep() -> None:
        with server_database.writing() as connection:
            connection.execute(text("SET LOCAL statement_timeout = '10ms'"))
            connection.execute(text("SELECT pg_sleep(20)"))

    with pytest.raises(DatabaseUnavailable, match=r"^Permintaan ke basis data terlalu lama dan dihentikan"):
        sleep()


@pytest.mark.postgres
def test_a_row_that_another_holds_is_said_in_a_sentence(server_database: Database) -> None:
    def wait() -> None:
        with server_database.writing() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '10ms'"))
            raise_counter(connection, "t")

    with server_database.writing() as first:
        raise_counter(first, "t")
        with pytest.raises(DatabaseUnavailable, match=r"^Data ini sedang dipakai pekerjaan lain"):
            wait()
