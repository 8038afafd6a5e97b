"""What opening a database promises: SQLite's settings, writers that queue, and one sentence where it cannot be used."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.engine import Database, DatabaseUnavailable, open_database
from services.prepare_database import migrate_and_load
from tests.db.factories import url_of

BOUNDED_SECONDS = 20


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "rembuk.sqlite3"


@pytest.fixture
def sqlite_database(sqlite_file: Path):
    with contextlib.closing(open_database(f"sqlite:///{sqlite_file}")) as database:
        migrate_and_load(database)
        yield database


def test_every_pooled_connection_has_the_settings_that_keep_a_receipt_on_disk(sqlite_database: Database) -> None:
    settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")

    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(sqlite_database.engine.connect()) for _ in range(25)]
        found = {
            tuple(connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings)
            for connection in connections
        }

    assert found == {("wal", 2, 1, 10_000)}


def test_a_writer_holds_the_lock_from_its_beginning(sqlite_database: Database, sqlite_file: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(sqlite_file, timeout=0)) as other,
        sqlite_database.writing(),
        pytest.raises(sqlite3.OperationalError, match="database is locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_reader_is_not_stopped_by_a_writer_and_sees_what_was_committed(sqlite_database: Database) -> None:
    count = text("SELECT count(*) FROM changes")

    with sqlite_database.writing() as writer:
        writer.execute(text("INSERT INTO changes (topic, counter) VALUES ('t', 1)"))
        with sqlite_database.reading() as reader:
            seen = reader.execute(count).scalar()

    assert seen == 0
    with sqlite_database.reading() as reader:
        assert reader.execute(count).scalar() == 1


def test_a_second_writer_of_another_process_waits_for_the_first(sqlite_database: Database, sqlite_file: Path) -> None:
    order: list[str] = []
    tries, is_in = threading.Event(), threading.Event()
    # A Database of its own shares nothing but the file, as another process would.
    with contextlib.closing(open_database(f"sqlite:///{sqlite_file}")) as other:

        def second() -> None:
            tries.set()
            with other.writing():
                order.append("second")
                is_in.set()

        thread = threading.Thread(target=second)
        with sqlite_database.writing():
            thread.start()
            assert tries.wait(BOUNDED_SECONDS)
            assert not is_in.wait(0.2)
            order.append("first")
        thread.join(BOUNDED_SECONDS)

    assert order == ["first", "second"]


def test_a_failed_transaction_leaves_nothing_and_wakes_nobody(database: Database) -> None:
    woken: list[str] = []
    database.listen(lambda: woken.append("woken"))

    def store_twice() -> None:
        with database.writing() as connection:
            for _ in range(2):
                connection.execute(text("INSERT INTO changes (topic, counter) VALUES ('t', 1)"))

    with pytest.raises(IntegrityError):
        store_twice()

    assert woken == []
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM changes")).scalar() == 0


def test_listeners_are_woken_after_the_commit_until_they_stop(database: Database) -> None:
    seen: list[int | None] = []

    def look() -> None:
        with database.reading() as connection:
            seen.append(connection.execute(text("SELECT counter FROM changes")).scalar())

    stop = database.listen(look)
    with database.writing() as connection:
        connection.execute(text("INSERT INTO changes (topic, counter) VALUES ('t', 1)"))
    stop()
    with database.writing() as connection:
        connection.execute(text("UPDATE changes SET counter = 2"))

    assert seen == [1]


def test_foreign_keys_are_in_force(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text("INSERT INTO region_aliases (region_code, alias, seen_in) VALUES ('99', 'x', 'y')"))


def refusal_of(url: str) -> str:
    with pytest.raises(DatabaseUnavailable) as refusal:
        open_database(url)
    return str(refusal.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert refusal_of(f"sqlite:///{tmp_path}/none/x.sqlite3") == (
        f"Folder {tmp_path}/none tidak ada. Buat foldernya, atau perbaiki DATABASE_URL."
    )


@pytest.mark.parametrize("content", [b"hello", b"not a database at all " * 500])
def test_a_file_that_is_no_database_is_named_and_left_alone(sqlite_file: Path, content: bytes) -> None:
    sqlite_file.write_bytes(content)

    assert refusal_of(f"sqlite:///{sqlite_file}") == (
        f"Berkas {sqlite_file} bukan basis data Rembuk. Pindahkan berkas itu, atau perbaiki DATABASE_URL."
    )
    assert sqlite_file.read_bytes() == content


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert refusal_of(f"sqlite:///{tmp_path}") == (
        f"Basis data {tmp_path} tidak dapat dibuka. Periksa izin berkas dan foldernya, atau perbaiki DATABASE_URL."
    )


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://user:geheim@host/name",
        "postgresql://user:geheim@host:port/name",
        "postgresql://user:geheim@[::1/name",
        "sqlite+aiosqlite:///x.sqlite3",
        "sqlite:///x.sqlite3?timeout=geheim",
    ],
)
def test_an_address_that_cannot_be_read_is_answered_with_the_form(url: str) -> None:
    assert refusal_of(url) == (
        "DATABASE_URL tidak terbaca. Bentuknya sqlite:///berkas.sqlite3 atau postgresql://pengguna@server/basisdata."
    )


@pytest.mark.parametrize("url", ["postgresql://user:geheim@127.0.0.1:1/name?password=geheim"])
def test_a_server_that_does_not_answer_is_named_without_the_password(url: str) -> None:
    assert refusal_of(url) == (
        "Server basis data postgresql+psycopg://user:***@127.0.0.1:1/name tidak dapat dihubungi. "
        "Periksa apakah server menyala dan DATABASE_URL benar."
    )


def test_a_file_that_may_only_be_read_is_read_and_writing_is_refused_in_words(
    sqlite_database: Database, sqlite_file: Path
) -> None:
    with contextlib.closing(open_database(f"sqlite:///file:{sqlite_file}?mode=ro&uri=true")) as read_only:
        with pytest.raises(DatabaseUnavailable) as refusal, read_only.writing() as connection:
            connection.execute(text("DELETE FROM changes"))

        with read_only.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM regions")).scalar() == 39
    assert str(refusal.value) == (
        "Basis data tidak dapat dibaca atau ditulis. "
        "Periksa izin berkas, ruang disk, atau server basis data, lalu coba lagi."
    )


@pytest.mark.postgres
def test_a_plain_postgresql_address_uses_the_driver_that_is_installed(postgres_url: str) -> None:
    with contextlib.closing(open_database(postgres_url.replace("+psycopg", ""))) as database:
        assert url_of(database) == postgres_url


def test_a_reader_sees_one_state_from_beginning_to_end(database: Database) -> None:
    count = text("SELECT count(*) FROM changes WHERE topic = 'between'")

    with database.reading() as reader:
        before = reader.execute(count).scalar()
        with database.writing() as writer:
            writer.execute(text("INSERT INTO changes (topic, counter) VALUES ('between', 1)"))
        after = reader.execute(count).scalar()

    assert (before, after) == (0, 0)


def test_an_error_does_not_tell_what_was_to_be_stored(database: Database) -> None:
    statement = text("INSERT INTO installation (key, value) VALUES (:key, :value)")

    def store_twice() -> None:
        with database.writing() as connection:
            for _ in range(2):
                connection.execute(statement, {"key": "card_key", "value": "very-secret"})

    with pytest.raises(IntegrityError) as error:
        store_twice()

    assert "very-secret" not in str(error.value.args) + str(error.value)


def test_a_refused_row_is_not_repeated_in_the_error(database: Database) -> None:
    statement = text("INSERT INTO meetings (id, secret) VALUES (:id, :secret)")
    values = {"id": "0" * 32, "secret": "very-secret"}

    with pytest.raises(IntegrityError) as error, database.writing() as connection:
        connection.execute(statement, values)

    assert values["secret"] not in "".join(traceback.format_exception(error.value))
    assert "regency_code" in str(error.value)
