"""A database that cannot be used: one sentence that says what to do, exit 1, no traceback, no password."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.engine import open_database
from tests.cli.conftest import Command, Said
from tests.db.factories import run_sql


def assert_one_sentence(said: Said, beginning: str) -> None:
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(beginning)
    assert said.err.count("\n") == 1
    assert "geheim" not in said.err


def test_a_missing_folder(cli: Command, at, tmp_path: Path) -> None:
    at(f"sqlite:///{tmp_path}/none/rembuk.sqlite3")

    assert_one_sentence(cli("migrate"), f"Folder {tmp_path}/none tidak ada. Buat foldernya")


def test_a_file_that_is_no_database(cli: Command, at, tmp_path: Path) -> None:
    file = tmp_path / "rembuk.sqlite3"
    file.write_text("catatan rapat\n" * 100, encoding="utf-8")
    at(f"sqlite:///{file}")

    assert_one_sentence(cli("verify"), f"Berkas {file} bukan basis data Rembuk.")
    assert file.read_text(encoding="utf-8") == "catatan rapat\n" * 100


def test_the_database_of_another_program(cli: Command, at, tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE audit (whatever)")
    at(f"sqlite:///{file}")

    assert_one_sentence(cli("migrate"), "Skema basis data tidak dapat disiapkan; tidak ada yang diubah.")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("audit",)]


def test_a_database_whose_tables_were_lost(cli: Command, real: str) -> None:
    with closing(open_database(real)) as database:
        run_sql(database, "DROP TABLE region_aliases")
        run_sql(database, "DROP TABLE changes")

    assert_one_sentence(cli("meeting", "create"), "Skema basis data tidak lengkap: ada tabel atau kolom yang hilang.")


def test_a_file_that_may_only_be_read(cli: Command, at, real: str) -> None:
    file = real.removeprefix("sqlite:///")
    at(f"sqlite:///file:{file}?mode=ro&uri=true")

    assert cli("verify").code == 0
    assert_one_sentence(cli("meeting", "create"), "Basis data tidak dapat dibaca atau ditulis.")


def test_a_database_newer_than_the_program(cli: Command, real: str) -> None:
    with closing(open_database(real)) as database:
        run_sql(database, "UPDATE alembic_version SET version_num = '9999'")

    for command in (["migrate"], ["sample"], ["verify"], ["meeting", "create"]):
        assert_one_sentence(cli(*command), "Basis data ini dibuat oleh Rembuk yang lebih baru (skema 9999")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://rembuk:geheim@127.0.0.1:1/rembuk",
        "postgresql+psycopg://rembuk@127.0.0.1:1/rembuk?password=geheim",
    ],
)
def test_a_server_that_does_not_answer(cli: Command, at, url: str) -> None:
    at(url)

    assert_one_sentence(cli("migrate"), "Server basis data postgresql+psycopg://rembuk")


@pytest.mark.parametrize("url", ["geheim", "postgresql://u:geheim@host:x/y", "oracle://u:geheim@host/y"])
def test_an_address_that_cannot_be_read(cli: Command, at, url: str) -> None:
    at(url)

    assert_one_sentence(cli("migrate"), "DATABASE_URL tidak terbaca.")


def test_a_setting_that_cannot_be_read(cli: Command, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "geheim")

    assert_one_sentence(cli("migrate"), "Pengaturan lingkungan tidak terbaca: PORT.")


def test_with_json_the_sentence_is_the_document(cli: Command, at, tmp_path: Path) -> None:
    at(f"sqlite:///{tmp_path}/none/rembuk.sqlite3")

    said = cli("verify", "--json")

    assert (said.code, said.document) == (1, {"refused": said.err.strip()})
