"""A backup is whole, checked, and made while others write; whatever fails leaves the file that was there."""

from __future__ import annotations

import signal
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db import backup_file
from db.engine import Database, open_file
from domain.refusal import Refused
from services.backup import make_backup
from services.verify_ledger import verify_ledger
from tests.db.factories import SettableClock, close_meeting, drop_triggers, open_meeting, run_sql, submit, url_of
from tests.support.keeping import DIES, contents, killed


@pytest.fixture
def meeting_held(real_database: Database, clock: SettableClock) -> Database:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    close_meeting(meeting, real_database, clock)
    return real_database


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if ".part" in path.name]


def test_a_backup_holds_every_row_and_is_one_file_for_its_owner(meeting_held: Database, tmp_path: Path) -> None:
    target = tmp_path / "cadangan.sqlite3"

    made = make_backup(meeting_held, target)

    with closing(open_file(target)) as copy:
        assert contents(copy) == contents(meeting_held)
        assert verify_ledger(copy).fault is None
    assert (made.meetings, made.rows) == (1, 1)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert parts(tmp_path) == []


def test_a_backup_can_be_read_where_nothing_may_be_written(meeting_held: Database, tmp_path: Path) -> None:
    target = tmp_path / "cadangan.sqlite3"
    make_backup(meeting_held, target)

    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert not target.with_name("cadangan.sqlite3-wal").exists()


def test_backups_are_whole_while_pledges_are_written(
    real_database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    meeting = open_meeting(real_database, clock)
    stored: list[int] = []
    enough, failed = threading.Event(), []

    def pledge() -> None:
        try:
            while not enough.is_set():
                submit(real_database, clock, meeting, key=f"k{len(stored)}", new=1 + len(stored) % 400)
                stored.append(1)
        except Exception as error:  # noqa: BLE001  shown by the test
            failed.append(error)

    writer = threading.Thread(target=pledge)
    writer.start()
    try:
        seen = []
        for number in range(4):
            before = len(stored)
            made = make_backup(real_database, tmp_path / f"{number}.sqlite3")
            seen.append((before, made.rows, len(stored) + 1))
    finally:
        enough.set()
        writer.join()

    assert failed == []
    assert all(before <= rows <= after for before, rows, after in seen), seen
    assert verify_ledger(real_database).rows == len(stored) >= seen[-1][1]


def test_a_ledger_that_does_not_hold_is_no_backup(meeting_held: Database, tmp_path: Path) -> None:
    target = tmp_path / "cadangan.sqlite3"
    make_backup(meeting_held, target)
    good = target.read_bytes()
    drop_triggers(meeting_held)
    run_sql(meeting_held, "UPDATE commitments SET amount_rupiah = 1")

    with pytest.raises(Refused) as refusal:
        make_backup(meeting_held, target)

    # SQLite's pages carry the missing triggers along; from PostgreSQL only rows travel.
    assert refusal.value.code == ("backup.damaged" if meeting_held.is_sqlite else "backup.ledger")
    assert target.read_bytes() == good
    assert parts(tmp_path) == []


def test_a_file_that_is_no_backup_is_not_written_over(meeting_held: Database, tmp_path: Path) -> None:
    notes = tmp_path / "catatan.txt"
    notes.write_text("catatan rapat")
    live = tmp_path / "live.sqlite3"
    make_backup(meeting_held, live)

    with closing(open_file(live)) as other, other.reading() as connection:
        connection.execute(text("SELECT count(*) FROM meetings"))
        codes = []
        for target in (notes, live, tmp_path):
            with pytest.raises(Refused) as refusal:
                make_backup(meeting_held, target)
            codes.append(refusal.value.code)

    assert codes == ["backup.place"] * 3
    assert notes.read_text() == "catatan rapat"
    with pytest.raises(Refused, match="Buat foldernya"):
        make_backup(meeting_held, tmp_path / "none" / "x.sqlite3")


def test_a_full_disk_leaves_the_backup_that_was_there(
    meeting_held: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "cadangan.sqlite3"
    make_backup(meeting_held, target)
    good = target.read_bytes()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_file.os, "fsync", full)
    with pytest.raises(Refused) as refusal:
        make_backup(meeting_held, target)

    assert refusal.value.code == "backup.file"
    assert "ruang disk" in refusal.value.reason
    assert target.read_bytes() == good
    assert parts(tmp_path) == []


def test_killed_in_the_middle_it_leaves_the_backup_that_was_there(meeting_held: Database, tmp_path: Path) -> None:
    target = tmp_path / "cadangan.sqlite3"
    make_backup(meeting_held, target)
    good = target.read_bytes()
    program = f"""{DIES}
import sys
from pathlib import Path
from db import backup_file
from db.engine import open_database
from services.backup import make_backup
backup_file.put_in_place = die
make_backup(open_database(sys.argv[1]), Path(sys.argv[2]))
"""

    assert killed(program, url_of(meeting_held), str(target)) == -signal.SIGKILL

    assert target.read_bytes() == good
    assert parts(tmp_path) != []  # the half, under a name that nobody takes for a backup
    assert make_backup(meeting_held, target).rows == 1


def test_an_older_schema_is_kept_as_it_is_and_proved_on_a_copy(meeting_held: Database, tmp_path: Path) -> None:
    if not meeting_held.is_sqlite:
        pytest.skip("the schema is taken back by Alembic in test_upgrade; here one system is enough")
    from alembic import command
    from alembic.config import Config

    from db.migrate import MIGRATIONS

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with meeting_held.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")

    made = make_backup(meeting_held, tmp_path / "lama.sqlite3")

    assert (made.schema, made.rows) == ("0005", 1)
    with closing(sqlite3.connect(made.file)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0005",)
