"""`backup`, `restore`, `copy` and `check` as they are typed: exit codes, one document, no password."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.settings import Settings
from tests.cli.conftest import PROJECT, Command

KARTAMULIA = "62.08.01.2005"


@pytest.fixture
def pledged(cli: Command, real: str) -> str:
    """An open meeting with one pledge."""
    created = cli("meeting", "create", "--json").document
    found = str(created["meeting"])
    cli("meeting", "open", found)
    start = f"{created['budget_year']}-01"
    pledge = ["--workers", "60", "--months", "12", "--start", start, "--source", "ADD", "--key", "a"]
    assert cli("commit", found, KARTAMULIA, *pledge).code == 0
    return found


def test_a_backup_is_restored(cli: Command, pledged: str, real: str, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.sqlite3"

    made = cli("backup", str(file), "--json")
    refused = cli("restore", str(file), "--json")
    done = cli("restore", str(file), "--replace", "--json")

    assert (made.code, made.err, made.document["rows"], made.document["file"]) == (0, "", 1, str(file))
    assert (refused.code, list(refused.document)) == (1, ["refused"])
    assert (done.code, done.err, done.document["rows"]) == (0, "", 1)
    assert Path(done.document["kept"]).exists()
    assert cli("verify", "--json").document["rows"] == 1


def test_in_words(cli: Command, pledged: str, real: str, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.sqlite3"

    assert cli("backup", str(file)).out == f"Tersimpan dan diperiksa: {file} (1 rapat, 1 baris komitmen).\n"
    assert cli("restore", str(file), "--replace").out.startswith("Dipulihkan: 1 rapat, 1 baris, semua cocok.\n")
    assert cli("restore", str(tmp_path / "none")).err == f"Berkas {tmp_path / 'none'} tidak ada.\n"


def test_a_copy_is_made_once(cli: Command, pledged: str, real: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path}/laptop.sqlite3"

    first, second = cli("copy", real, target, "--json"), cli("copy", real, target)

    assert (first.code, first.document["stored"]["commitments"], first.document["rows"]) == (0, 1, 1)
    assert (second.code, second.out) == (0, "Tujuan sudah memuat semuanya; tidak ada yang disalin.\n")


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("REAL", "REAL", "Sumber dan tujuan adalah basis data yang sama."),
        ("sqlite:////nowhere/x.sqlite3", "REAL", "Berkas /nowhere/x.sqlite3 tidak ada."),
        ("REAL", "sqlite:////nowhere/x.sqlite3", "Folder /nowhere tidak ada."),
        ("geheim", "REAL", "Alamat sumber tidak terbaca."),
        ("REAL", "oracle://u:geheim@host/y", "Alamat tujuan tidak terbaca."),
        ("REAL", "postgresql://u:geheim@127.0.0.1:1/y", "Server basis data postgresql+psycopg://u:***@127.0.0.1:1/y"),
        ("postgresql://u@127.0.0.1:1/y?password=geheim", "REAL", "Server basis data postgresql+psycopg://u@127.0.0.1"),
    ],
)
def test_what_cannot_be_copied_is_one_sentence(cli: Command, real: str, source: str, target: str, sentence: str):
    said = cli("copy", source.replace("REAL", real), target.replace("REAL", real))

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert "geheim" not in said.err


def test_without_a_database_nothing_is_backed_up_and_none_is_made(cli: Command, empty: str, tmp_path: Path) -> None:
    said = cli("backup", str(tmp_path / "cadangan.sqlite3"))

    assert (said.code, said.err.startswith("Belum ada basis data Rembuk")) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["backup"], ["restore"], ["copy", "sqlite:///a"], ["check", "more"]])
def test_wrong_usage(cli: Command, empty: str, command: list[str]) -> None:
    assert cli(*command).code == 2


def test_check_says_that_all_is_ready(cli: Command, pledged: str, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())

    said = cli("check", "--json")

    found = {one["name"]: one["verdict"] for one in said.document["checks"]}
    assert (said.code, said.document["ready"]) == (0, True)
    assert {
        "schema",
        "data",
        "meeting",
        "cards",
        "ledger",
        "clock",
        "newest_backup",
        "file",
        "disk",
        "backups",
        "network",
    } == found.keys()
    assert "fault" not in found.values()
    assert all(one["free_bytes"] > 0 for one in said.document["checks"] if one["name"] in ("disk", "backups"))
    assert found["data"] == found["ledger"] == "ok"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_check_warns_of_sample_data_and_of_no_meeting(cli: Command, sample: str) -> None:
    said = cli("check", "--json")

    found = {one["name"]: one["verdict"] for one in said.document["checks"]}
    assert (said.code, found["data"], found["meeting"]) == (0, "warning", "warning")


def test_check_finds_a_broken_ledger(cli: Command, pledged: str, real: str) -> None:
    import sqlite3

    with sqlite3.connect(real.removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TRIGGER commitments_no_update")
        connection.execute("UPDATE commitments SET amount_rupiah = 1")
    connection.close()

    said = cli("check")

    assert said.code == 1
    assert "SALAH  Buku tidak cocok" in said.out
    assert said.out.endswith("BELUM SIAP: perbaiki yang SALAH.\n")


def test_check_of_no_database_is_a_fault_and_makes_none(cli: Command, empty: str, tmp_path: Path) -> None:
    assert cli("check").code == 1
    assert list(tmp_path.iterdir()) == []


def test_check_finds_a_folder_for_backups_that_cannot_be_written(
    cli: Command, pledged: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from db.settings import settings

    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("REMBUK_BACKUP_DIR", str(tmp_path / "file" / "backups"))
    settings.cache_clear()

    said = cli("check", "--json")

    assert (said.code, {"backups"}) == (1, {c["name"] for c in said.document["checks"] if c["verdict"] == "fault"})


def test_every_setting_and_command_stands_in_the_operations_page() -> None:
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")

    names = [str(field.validation_alias) for field in Settings.model_fields.values()]
    commands = ["db backup ", "db restore ", "db copy ", "db check"]
    assert [name for name in [*names, *commands] if name not in page] == []
