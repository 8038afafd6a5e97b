"""A PostgreSQL server that cannot be used: one sentence that says what to do, exit 1, no traceback, no password."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import psycopg
import pytest

from db import postgres as server_rules
from db.engine import open_database
from services.prepare_database import migrate_and_load
from tests.cli.conftest import Command, Said
from tests.db.factories import run_sql
from tests.support.postgres import WITH_PASSWORD

pytestmark = pytest.mark.postgres
PASSWORD = "g@h/e:i#m?%41 [x]&="


@pytest.fixture
def with_password(postgres_url: str) -> Iterator[str]:
    """The URL of an empty database with a place for the password."""
    admin = postgres_url.replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {WITH_PASSWORD} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"GRANT CREATE ON SCHEMA public TO {WITH_PASSWORD}")
    yield admin.replace("rembuk@", f"{WITH_PASSWORD}:PASSWORD@")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {WITH_PASSWORD}")
        connection.execute(f"DROP ROLE {WITH_PASSWORD}")


@pytest.fixture
def migrated(postgres_url: str, at) -> str:
    with closing(open_database(postgres_url)) as database:
        migrate_and_load(database)
    return at(postgres_url)


def assert_one_sentence(said: Said, part: str) -> None:
    assert said.code == 1
    assert part in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err + said.out


def test_a_password_with_special_signs_works_percent_encoded_and_is_never_said(
    with_password: str, at, cli: Command, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    at(with_password.replace("PASSWORD", quote(PASSWORD, safe="")))

    answers = [cli("migrate"), cli("check"), cli("meeting", "create", "--json"), cli("grant", "nobody")]

    assert [said.code for said in answers] == [0, 1, 1, 1]
    assert "Basis data siap." in answers[0].out
    said_all = caplog.text + "".join(said.out + said.err for said in answers)
    assert not [word for word in (PASSWORD, quote(PASSWORD, safe=""), "g@h", "g%40h") if word in said_all]


@pytest.mark.parametrize("typed", ["g@heim", "g@h/eim", "g@h?eim", "g@h:eim"])
def test_an_at_sign_in_the_password_is_explained_and_nothing_after_it_said(typed: str, at, cli: Command) -> None:
    at(f"postgresql://rembuk:{typed}@127.0.0.1/rembuk")

    said = cli("migrate")

    assert_one_sentence(said, "DATABASE_URL tidak terbaca: ada lebih dari satu @.")
    assert not [part for part in typed.split("@") if part in said.err and len(part) > 1]


@pytest.mark.parametrize(
    ("of", "to", "says"),
    [
        (":PASSWORD@", ":salah@", "menolak nama pengguna atau kata sandi. Periksa keduanya dalam DATABASE_URL"),
        (":PASSWORD@", "@", "meminta kata sandi."),
        (f"{WITH_PASSWORD}:PASSWORD@", "nobody:salah@", "tidak mengenal nama pengguna itu."),
    ],
)
def test_a_wrong_name_or_password_is_said_without_it(
    with_password: str, at, cli: Command, of: str, to: str, says: str
) -> None:
    at(with_password.replace(of, to))

    said = cli("migrate")

    assert_one_sentence(said, says)
    assert "salah@" not in said.err
    assert "salah@" not in cli("check").out


def test_a_database_that_is_not_there_is_said(postgres_url: str, at, cli: Command) -> None:
    at(f"{postgres_url}_other")

    assert_one_sentence(cli("migrate"), "tidak ada di server itu. Buat basis datanya, atau perbaiki DATABASE_URL.")
    assert "tidak ada di server itu" in cli("check").out


def test_a_user_without_connections_left_is_told_to_wait(postgres_url: str, at, cli: Command) -> None:
    with closing(open_database(postgres_url)) as database:
        run_sql(database, "CREATE ROLE narrow LOGIN CONNECTION LIMIT 0")
        at(postgres_url.replace("rembuk@", "narrow@"))
        try:
            assert_one_sentence(cli("migrate"), "sudah penuh sambungan. Tunggu sebentar")
        finally:
            run_sql(database, "DROP ROLE narrow")


def test_a_server_that_is_too_old_is_said(postgres_url: str, at, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_rules, "LEAST_VERSION", 99)
    at(postgres_url)

    assert_one_sentence(cli("migrate"), "; Rembuk memerlukan 99 atau yang lebih baru.")
    assert "memerlukan 99" in cli("check").out


def test_a_port_where_something_else_answers_is_said(at, cli: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        at(f"postgresql://rembuk:geheim@127.0.0.1:{other.getsockname()[1]}/rembuk?sslmode=disable&gssencmode=disable")
        said = cli("migrate")
        thread.join()

    assert_one_sentence(said, "tidak dapat dihubungi. Periksa apakah server menyala")
    assert "geheim" not in said.err


def test_a_user_without_rights_is_told_whom_to_ask(migrated: str, at, cli: Command) -> None:
    with closing(open_database(migrated)) as database:
        run_sql(database, "CREATE ROLE poor LOGIN")
        at(migrated.replace("rembuk@", "poor@"))
        try:
            assert_one_sentence(cli("meeting", "create"), "tidak berhak membaca atau menulis di sana.")
            assert_one_sentence(cli("grant", "poor"), "tidak berhak membaca atau menulis di sana.")
            assert "tidak berhak" in cli("check").out
        finally:
            run_sql(database, "DROP ROLE poor")


@pytest.mark.parametrize(
    ("done_by_halves", "command", "says"),
    [
        ("UPDATE alembic_version SET version_num = '0008'", "migrate", "Skema basis data tidak dapat disiapkan;"),
        ("UPDATE alembic_version SET version_num = '0000'", "migrate", "Skema basis data tidak dapat disiapkan;"),
        ("DELETE FROM alembic_version", "migrate", "Skema basis data tidak dapat disiapkan;"),
        ("DROP TABLE changes", "sample", "Skema basis data tidak lengkap:"),
        ("ALTER TABLE audit DROP COLUMN detail", "sample", "Skema basis data tidak lengkap:"),
    ],
)
def test_a_migration_that_was_done_by_halves_is_said(
    migrated: str, cli: Command, done_by_halves: str, command: str, says: str
) -> None:
    with closing(open_database(migrated)) as database:
        run_sql(database, done_by_halves)

    assert_one_sentence(cli(command), says)


def test_a_server_that_only_reads_is_said(migrated: str, cli: Command) -> None:
    with closing(open_database(migrated)) as database:
        run_sql(database, f"ALTER DATABASE {migrated.rsplit('/', 1)[1]} SET default_transaction_read_only = on")

    assert cli("verify").code == 0
    assert_one_sentence(cli("sample"), "Server basis data ini hanya dapat dibaca")
