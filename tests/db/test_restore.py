"""A restore puts the whole backup in place or nothing, keeps the old database, and never meets a program that runs."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from db.changes import counters, meeting_topic
from db.engine import Database, open_database, sqlite_file
from db.settings import Settings
from domain.meeting import Meeting
from domain.refusal import Refused
from services.backup import make_backup
from services.restore import Restored, restore
from services.verify_ledger import verify_ledger
from tests.db.factories import AT_THE_MACHINE, PUDU, SettableClock, open_meeting, run_sql, submit, url_of
from tests.support.keeping import DIES, Contents, contents, killed

CHANGED = frozenset({"audit", "changes", "sign_ins"})
"""What a restore itself writes."""


class Place:
    """A database that is opened only when it is looked at, as a restore needs it, and a backup of it."""

    def __init__(self, url: str, folder: Path, clock: SettableClock) -> None:
        self.url, self.folder, self.clock = url, folder, clock
        self.backup = folder / "cadangan.sqlite3"
        self.meeting: Meeting

    def prepare(self) -> None:
        """A meeting with one pledge is backed up; then a second village pledges."""
        with closing(open_database(self.url)) as database:
            self.meeting = open_meeting(database, self.clock)
            submit(database, self.clock, self.meeting)
            make_backup(database, self.backup)
            submit(database, self.clock, self.meeting, PUDU, key="key-2")

    @property
    def settings(self) -> Settings:
        return Settings(DATABASE_URL=self.url, REMBUK_BACKUP_DIR=str(self.folder / "backups"))

    def restore(self, *, file: Path | None = None, replace: bool = True) -> Restored:
        return restore(file or self.backup, self.settings, self.clock, replace=replace)

    def contents(self, *, without: frozenset[str] = CHANGED) -> Contents:
        with closing(open_database(self.url)) as database:
            return contents(database, without=without)

    def actions(self) -> list[str]:
        with closing(open_database(self.url)) as database:
            return [row[3] for row in contents(database)["audit"]]

    def refused(self, **values) -> str:
        """The code of the refusal, after making sure that the database is as it was."""
        before = self.contents(without=frozenset())
        with pytest.raises(Refused) as refusal:
            self.restore(**values)
        assert self.contents(without=frozenset()) == before
        return refusal.value.code


@pytest.fixture
def place(real_database: Database, tmp_path: Path, clock: SettableClock) -> Place:
    url = url_of(real_database)
    real_database.close()
    found = Place(url, tmp_path, clock)
    found.prepare()
    return found


@pytest.fixture
def file_place(place: Place) -> Place:
    if sqlite_file(place.url) is None:
        pytest.skip("about the file of an SQLite database")
    return place


def test_what_was_backed_up_is_there_again_and_the_old_one_is_kept(place: Place) -> None:
    later = place.contents()

    done = place.restore()

    with closing(open_database(f"sqlite:///{place.backup}")) as backup:
        assert place.contents() == contents(backup, without=CHANGED)
    assert (done.meetings, done.rows) == (1, 1)
    assert done.kept is not None
    assert done.kept.name.endswith(".sebelum-20261122T033000Z.sqlite3")
    with closing(open_database(f"sqlite:///{done.kept}")) as kept:
        assert contents(kept, without=CHANGED) == later
        assert verify_ledger(kept).rows == 2
    assert "database.restored" in place.actions()


def test_the_meeting_goes_on_after_a_restore(place: Place) -> None:
    place.restore()

    with closing(open_database(place.url)) as database:
        submit(database, place.clock, place.meeting, PUDU, key="key-3")
        run = verify_ledger(database)
    assert (run.rows, run.fault) == (2, None)


def test_the_record_is_guarded_after_a_restore(place: Place) -> None:
    place.restore()

    with closing(open_database(place.url)) as database:
        for statement in ("UPDATE commitments SET amount_rupiah = 1", "DELETE FROM audit"):
            with pytest.raises(DBAPIError, match="append-only"):
                run_sql(database, statement)


def test_rules_that_are_added_after_a_restore_find_a_free_number(place: Place) -> None:
    from services.income_bases import BaseRequest, add_income_base

    with closing(open_database(place.url)) as database:
        add_income_base(BaseRequest(1_500_000, "PP 44/2015", "kantor"), database, place.clock, AT_THE_MACHINE)
        make_backup(database, place.backup)
        if not database.is_sqlite:
            run_sql(database, "ALTER SEQUENCE income_bases_id_seq RESTART")  # as on a new server
    place.restore()

    with closing(open_database(place.url)) as database:
        added = add_income_base(BaseRequest(2_000_000, "PP 44/2015", "kantor"), database, place.clock, AT_THE_MACHINE)
    assert added.base_rupiah == 2_000_000


def test_screens_take_the_restored_state_for_a_new_one(place: Place) -> None:
    def counter() -> int:
        with closing(open_database(place.url)) as database, database.reading() as connection:
            return counters(connection)[meeting_topic(place.meeting.id)]

    before = counter()
    place.restore()

    assert counter() > before


def test_everybody_is_signed_out(place: Place) -> None:
    with closing(open_database(place.url)) as database:
        run_sql(
            database,
            "INSERT INTO sign_ins (digest, created_at, expires_at) VALUES ('d', :at, :until)",
            at=place.clock(),
            until=place.clock(),
        )
        make_backup(database, place.backup)

    place.restore()

    assert [row[-1] is None for row in place.contents(without=frozenset())["sign_ins"]] == [False]


def test_pledges_are_not_replaced_unless_somebody_says_so(place: Place) -> None:
    assert place.refused(replace=False) == "restore.pledges"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "backup.newer"),
        ("DROP TABLE commitments", "backup.foreign"),
        ("DROP TRIGGER commitments_no_update", "backup.damaged"),
        ("DELETE FROM regions WHERE code = '62.08.01.2005'", "backup.damaged"),
        ("DROP TRIGGER audit_no_delete; DELETE FROM audit", "backup.damaged"),
    ],
)
def test_a_backup_that_somebody_changed_is_refused(place: Place, statement: str, code: str) -> None:
    with closing(sqlite3.connect(place.backup)) as connection:
        connection.executescript(statement)

    assert place.refused() == code


def test_a_ledger_that_does_not_hold_is_refused(place: Place) -> None:
    with closing(sqlite3.connect(place.backup)) as connection:
        kept = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'commitments_no_update'").fetchone()[0]
        connection.execute("DROP TRIGGER commitments_no_update")
        connection.execute("UPDATE commitments SET amount_rupiah = 1")
        connection.execute(kept)
        connection.commit()

    assert place.refused() == "backup.ledger"


def test_files_that_are_no_backups_are_refused(place: Place, tmp_path: Path) -> None:
    notes, empty, other, torn = (tmp_path / name for name in ("notes", "empty", "other", "torn"))
    notes.write_text("catatan rapat\n" * 1000)
    empty.write_bytes(b"")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
    whole = place.backup.read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])

    codes = [place.refused(file=file) for file in (notes, empty, other, tmp_path / "none")]

    assert codes == ["backup.foreign", "backup.foreign", "backup.foreign", "backup.missing"]
    assert place.refused(file=torn) in {"backup.damaged", "backup.foreign"}


def test_a_restore_that_fails_half_way_leaves_the_old_database(place: Place, monkeypatch) -> None:
    from services import restore as service

    def fails(*_arguments) -> None:
        raise Refused("test", "gagal")

    monkeypatch.setattr(service.files, "put_in_place", fails)
    monkeypatch.setattr(service, "mirror", fails)

    assert place.refused() == "test"


def test_killed_in_the_middle_it_leaves_the_old_database(place: Place) -> None:
    before = place.contents(without=frozenset())
    program = f"""{DIES}
import sys
from pathlib import Path
from db.settings import Settings
from services import restore
from services.clock import system_clock
if sys.argv[1].startswith("sqlite"):
    restore.files.put_in_place = die
else:
    restore.verify_meetings = die
settings = Settings(DATABASE_URL=sys.argv[1], REMBUK_BACKUP_DIR=sys.argv[3])
restore.restore(Path(sys.argv[2]), settings, system_clock, replace=True)
"""

    folder = str(place.folder / "backups")
    assert killed(program, place.url, str(place.backup), folder) == -signal.SIGKILL

    assert place.contents(without=frozenset()) == before
    assert place.restore().rows == 1


def test_a_database_that_is_open_elsewhere_is_not_replaced(file_place: Place) -> None:
    with closing(open_database(file_place.url)) as running, running.reading() as connection:
        counters(connection)
        assert file_place.refused() == "restore.in_use"


def test_a_damaged_database_is_replaced_only_if_somebody_says_so_and_kept(file_place: Place) -> None:
    file = sqlite_file(file_place.url)
    assert file is not None
    for rubbish in (b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000):
        file.write_bytes(rubbish)
        with pytest.raises(Refused) as refusal:
            file_place.restore(replace=False)
        assert (refusal.value.code, file.read_bytes()) == ("restore.unreadable", rubbish)

        done = file_place.restore()

        assert done.kept is not None
        assert done.kept.read_bytes() == rubbish
        assert done.rows == 1


def test_where_there_is_no_database_yet_it_is_made(file_place: Place) -> None:
    file = sqlite_file(file_place.url)
    assert file is not None
    file.unlink()

    done = file_place.restore(replace=False)

    assert (done.rows, done.kept) == (1, None)
    assert file_place.contents()["commitments"] != []


def test_the_database_itself_is_no_backup_of_itself(file_place: Place) -> None:
    file = sqlite_file(file_place.url)
    assert file is not None
    assert file_place.refused(file=file) == "restore.same"


def test_what_was_not_yet_merged_into_the_old_file_is_kept_with_it(file_place: Place) -> None:
    """A program that was killed leaves its last pledges in the journal beside the file."""
    program = f"""{DIES}
import sys
from db.engine import open_database
from tests.db.factories import SettableClock, submit
from db.queries.meetings import present_meeting
database = open_database(sys.argv[1])
with database.reading() as connection:
    meeting = present_meeting(connection)
submit(database, SettableClock(), meeting, "62.08.01.2001", key="key-9")
die()
"""
    assert killed(program, file_place.url) == -signal.SIGKILL

    done = file_place.restore()

    assert done.kept is not None
    with closing(open_database(f"sqlite:///{done.kept}")) as kept:
        assert verify_ledger(kept).rows == 3
    assert len(file_place.contents()["commitments"]) == 1
