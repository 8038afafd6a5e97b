"""A whole meeting on both database systems, and `python -m db` as a process of its own, as scripts call it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db.engine import open_database
from tests.cli.conftest import Command
from tests.support.databases import enrollment_file

KARTAMULIA = "62.08.01.2005"


def run_a_whole_meeting(url: str, cli: Command, folder: Path) -> None:
    def run(*arguments: str):
        said = cli(*arguments, "--json")
        assert (said.code, said.err) == (0, "")
        return said.document

    run("migrate")
    file = folder / "berkas.csv"
    with closing(open_database(url)) as database:
        file.write_bytes(enrollment_file(database))
    assert run("import", str(file), "--kind", "enrollment", "--month", "2025-10")["stored"] is True
    created = run("meeting", "create")
    meeting = created["meeting"]
    run("meeting", "open", meeting)
    assert len(run("codes", meeting)) == 29
    start = f"{created['budget_year']}-01"
    pledge = ["--workers", "60", "--months", "12", "--start", start, "--source", "ADD", "--key", "a"]
    assert run("commit", meeting, KARTAMULIA, *pledge)["amount_rupiah"] == 12_096_000
    assert run("commit", meeting, KARTAMULIA, *pledge)["repeated"] is True
    assert run("meeting", "close", meeting)["state"] == "closed"
    assert run("result", meeting)["totals"]["amount_rupiah"] == 12_096_000
    assert run("verify") == {"ok": True, "meetings": 1, "rows": 1, "fault": None}


def test_a_whole_meeting_on_sqlite(cli: Command, empty: str, tmp_path: Path) -> None:
    run_a_whole_meeting(empty, cli, tmp_path)


@pytest.mark.postgres
def test_a_whole_meeting_on_postgresql(cli: Command, at, postgres_url: str, tmp_path: Path) -> None:
    run_a_whole_meeting(at(postgres_url), cli, tmp_path)


def test_what_one_process_stored_the_next_one_finds(cli_process: Command, sample: str) -> None:
    created = cli_process("meeting", "create", "--json", DATABASE_URL=sample)
    shown = cli_process("meeting", "show", "--json", DATABASE_URL=sample)

    assert (created.code, created.err, created.document["state"]) == (0, "", "draft")
    assert (shown.code, shown.err, shown.document) == (0, "", created.document)


def test_exit_codes_and_channels_of_a_process(cli_process: Command, tmp_path: Path) -> None:
    refused = cli_process("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/none/x.sqlite3")
    wrong = cli_process("unknown", DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"Folder {tmp_path}/none tidak ada. Buat foldernya, atau perbaiki DATABASE_URL.\n"
    assert (wrong.code, wrong.out) == (2, "")
    assert list(tmp_path.iterdir()) == []
