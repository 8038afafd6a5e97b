"""A disk that is full, a file that may not be written, a power cut: said in a sentence, and nothing half written."""

from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from db.engine import Database, DatabaseUnavailable, open_database, sqlite_file
from tests.support.pledging import CANNOT_BE_USED, PROJECT, OpenHall, WriterProcess, count, pledge

SENDERS = 4


def file_of(hall: OpenHall) -> Path:
    found = sqlite_file(hall.url)
    assert found
    return found


def pages(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def pledged(hall: OpenHall, database: Database) -> Iterator[str]:
    """Pledges as they are asked for; the keys with a receipt."""
    for number in range(1_000):
        key = f"full-{number}"
        pledge(hall, database, key)
        yield key


def test_a_full_database_refuses_in_a_sentence_and_goes_on_when_there_is_room(hall: OpenHall) -> None:
    """Pledges until the file may not grow by another page; then room is made, and the refused one is sent again."""
    receipts: list[str] = []
    limit = 0

    def keep_within(connection: Any, *_: Any) -> None:
        connection.connection.driver_connection.execute(f"PRAGMA max_page_count = {limit}")

    with contextlib.closing(open_database(hall.url)) as database:
        limit = pages(database) + 8
        event.listen(database.engine, "begin", keep_within)
        with pytest.raises(DatabaseUnavailable) as refusal:
            receipts.extend(pledged(hall, database))
        when_full = count(hall.url, receipts)
        limit = 1_000_000
        pledge(hall, database, f"full-{len(receipts)}")

    assert str(refusal.value) == CANNOT_BE_USED
    assert when_full.is_sound, when_full
    assert when_full.found == when_full.acknowledged > 0
    assert count(hall.url, [*receipts, f"full-{len(receipts)}"]).found == len(receipts) + 1


def test_a_full_disk_refuses_in_a_sentence_and_goes_on_when_there_is_room(hall: OpenHall, tmp_path: Path) -> None:
    """As above, for the log that SQLite writes first, with several senders whose pledges share one commit."""
    limit = file_of(hall).stat().st_size + 100_000
    writer = WriterProcess(hall, tmp_path, name="disk", threads=SENDERS, most=100, limit_bytes=limit)
    writer.process.wait(60)

    counted = count(hall.url, writer.acknowledged())
    assert writer.refusals() == {CANNOT_BE_USED}
    assert counted.is_sound, counted
    assert counted.found == counted.acknowledged == SENDERS * 100


def test_a_power_cut_at_any_moment_leaves_a_file_that_opens_and_holds_every_receipt(
    hall: OpenHall, tmp_path: Path
) -> None:
    """The writers are held where they are and the files copied as they are, with and without SQLite's shared memory."""
    moments = random.Random()
    writer = WriterProcess(hall, tmp_path, name="power", threads=SENDERS, most=1_000)
    seen = []
    try:
        for cut in range(3):
            writer.wait_for(len(writer.acknowledged()) + moments.randint(40, 120))
            writer.process.send_signal(signal.SIGSTOP)
            os.waitpid(writer.process.pid, os.WUNTRACED)  # until every thread of it stands still
            copy = tmp_path / f"copy-{cut}"
            copy.mkdir()
            for ending in ("", "-wal", "-shm")[: 3 - cut % 2]:
                shutil.copyfile(f"{file_of(hall)}{ending}", f"{copy / 'rembuk.sqlite3'}{ending}")
            seen.append(count(f"sqlite:///{copy / 'rembuk.sqlite3'}", writer.acknowledged()))
            writer.process.send_signal(signal.SIGCONT)
    finally:
        writer.kill()

    for counted in seen:
        assert counted.is_sound, counted
        assert counted.acknowledged >= 40
        assert counted.unknown <= SENDERS, counted


READS_ONLY = """
import os, sys
from uuid import UUID
from db.engine import DatabaseUnavailable, open_database
from tests.support.pledging import OpenHall, pledge
spare, meeting, village, user, group, *urls = sys.argv[1:]
open_database(spare).close()  # whatever is imported late is imported while this process may still read it
os.setgroups([]); os.setgid(int(group)); os.setuid(int(user))
for url in urls:
    try:
        pledge(OpenHall(url, UUID(meeting), (village,)), open_database(url), "unprivileged-1")
    except DatabaseUnavailable as refusal:
        print(refusal)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write the file")
def test_a_file_that_may_only_be_read_is_named_to_whoever_may_not_write_it(hall: OpenHall, tmp_path: Path) -> None:
    """In a folder where nothing may be made it cannot be opened; elsewhere it is opened, and the pledge is refused."""
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="rembuk-read-only-") as folder:
        Path(folder).chmod(0o755)
        closed, in_open_folder = Path(folder) / "closed" / "rembuk.sqlite3", Path(folder) / "open" / "rembuk.sqlite3"
        for file, mode in ((closed, 0o555), (in_open_folder, 0o777)):
            file.parent.mkdir()
            shutil.copyfile(file_of(hall), file)
            file.chmod(0o444)
            file.parent.chmod(mode)
        whole = closed.read_bytes()
        arguments = [f"sqlite:///{tmp_path / 'spare.sqlite3'}", str(hall.meeting), hall.villages[0]]
        arguments += [str(nobody.pw_uid), str(nobody.pw_gid), f"sqlite:///{closed}", f"sqlite:///{in_open_folder}"]
        done = subprocess.run(
            [sys.executable, "-c", READS_ONLY, *arguments], cwd=PROJECT, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            f"Basis data {closed} tidak dapat dibuka. Periksa izin berkas dan foldernya, atau perbaiki DATABASE_URL.",
            CANNOT_BE_USED,
        ]
        assert closed.read_bytes() == in_open_folder.read_bytes() == whole
