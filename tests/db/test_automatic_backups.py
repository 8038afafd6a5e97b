"""Backups that make themselves: when, how many are kept, and what a failure does to the hall (nothing)."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from db import backup_file
from db.engine import Database, open_file
from db.settings import Settings
from domain.meeting import Meeting
from domain.refusal import Refused
from services.automatic_backups import AutomaticBackups
from services.backup import BackupMade, make_backup
from services.change_meeting import reopen_meeting
from services.verify_ledger import verify_ledger
from tests.db.factories import AT_THE_MACHINE, SettableClock, close_meeting, draft_meeting, open_meeting, submit, url_of

SOON = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def backups(real_database: Database, clock: SettableClock, folder: Path) -> AutomaticBackups:
    return of(real_database, clock, folder)


def of(database: Database, clock: SettableClock, folder: Path, make=make_backup) -> AutomaticBackups:
    return AutomaticBackups(
        database, Settings(DATABASE_URL=url_of(database), REMBUK_BACKUP_DIR=str(folder)), clock, make
    )


def quick(_database: Database, target: Path) -> BackupMade:
    """A file of the name, where a test is about names only."""
    target.write_text("x")
    return BackupMade(target, 1, "", 0, 0)


def files(folder: Path) -> list[str]:
    """The times, and of closings the meetings, that the names say."""
    return sorted(path.stem.split("-", 2)[2] for path in folder.glob("*.sqlite3"))


def test_nothing_is_made_while_no_meeting_is_open(
    backups: AutomaticBackups, real_database: Database, clock: SettableClock, folder: Path
) -> None:
    draft_meeting(real_database, clock)

    assert backups.look() == []
    assert not folder.exists()


def test_one_is_made_every_five_minutes_while_a_meeting_is_open(
    backups: AutomaticBackups, real_database: Database, clock: SettableClock, folder: Path
) -> None:
    open_meeting(real_database, clock)

    for _minute in range(11):
        backups.look()
        clock.now += timedelta(minutes=1)

    assert files(folder) == ["20261122T033000Z", "20261122T033500Z", "20261122T034000Z"]


def test_one_is_made_at_closing_and_holds_the_frozen_result(
    backups: AutomaticBackups, real_database: Database, clock: SettableClock, folder: Path
) -> None:
    meeting = open_meeting(real_database, clock)
    backups.look()
    clock.now += timedelta(minutes=2)
    submit(real_database, clock, meeting)
    close_meeting(meeting, real_database, clock)

    made = backups.look()
    clock.now += timedelta(minutes=20)

    assert [file.name.partition("-tutup-")[2] for file in made] == [f"{str(meeting.id)[:8]}.sqlite3"]
    with closing(open_file(made[0])) as kept:
        assert (verify_ledger(kept).rows, verify_ledger(kept).fault) == (1, None)
    assert backups.look() == []
    clock.now += timedelta(minutes=1)
    reopened_and_closed(meeting, real_database, clock)
    assert len(backups.look()) == 1


def reopened_and_closed(meeting: Meeting, database: Database, clock: SettableClock) -> None:
    reopen_meeting(meeting.id, "Salah hitung", database, clock, AT_THE_MACHINE)
    close_meeting(meeting, database, clock)


def test_a_meeting_that_closed_while_the_program_was_off_gets_its_backup(
    real_database: Database, clock: SettableClock, folder: Path
) -> None:
    meeting = open_meeting(real_database, clock)
    close_meeting(meeting, real_database, clock)
    clock.now += timedelta(hours=20)

    assert len(of(real_database, clock, folder).look()) == 1
    clock.now += timedelta(hours=20)
    assert of(real_database, clock, folder.with_name("other")).look() == []


def test_the_last_twelve_and_those_of_closings_are_kept_and_nothing_else_is_touched(
    real_database: Database, clock: SettableClock, folder: Path
) -> None:
    folder.mkdir()
    foreign = [
        folder / name
        for name in ("rembuk-20200101T000000Z.sqlite3", "other-abcdef-20200101T000000Z.sqlite3", "catatan.txt")
    ]
    for file in foreign:
        file.write_text("x")
    backups = of(real_database, clock, folder, quick)
    meeting = open_meeting(real_database, clock)
    close_meeting(meeting, real_database, clock)
    backups.look()
    reopen_meeting(meeting.id, "Lanjut", real_database, clock, AT_THE_MACHINE)

    for _ in range(20):
        backups.look()
        clock.now += timedelta(minutes=5)

    own = [path for path in folder.glob("*.sqlite3") if path not in foreign]
    assert sum("-tutup-" in path.name for path in own) == 1
    assert min(path.stem[-16:] for path in own if "-tutup-" not in path.name) == "20261122T041000Z"
    assert len(own) == 13
    assert all(file.exists() for file in foreign)


def test_several_processes_make_one(real_database: Database, clock: SettableClock, folder: Path) -> None:
    open_meeting(real_database, clock)
    begun, go_on = threading.Event(), threading.Event()

    def slow(database: Database, target: Path) -> BackupMade:
        begun.set()
        go_on.wait(SOON)
        return make_backup(database, target)

    first, second = of(real_database, clock, folder, slow), of(real_database, clock, folder)
    thread = threading.Thread(target=first.look)
    thread.start()
    assert begun.wait(SOON)
    while_the_first_works = second.look()
    go_on.set()
    thread.join(SOON)

    assert while_the_first_works == second.look() == []
    assert second.problem is None
    assert len(files(folder)) == 1


def test_what_a_killed_process_left_does_not_stop_the_next_and_is_removed(
    backups: AutomaticBackups, real_database: Database, clock: SettableClock, folder: Path
) -> None:
    open_meeting(real_database, clock)
    name = backups.look()[0].name
    left = folder / f".{name}.1a2b3c4d.part"
    left.write_text("half")
    with backup_file.only_one(next(folder.glob(".*.lock"))):
        clock.now += timedelta(minutes=5)
        assert backups.look() == []

    assert len(backups.look()) == 1
    assert not left.exists()


@pytest.mark.parametrize("error", [Refused("x", "Disk penuh."), OSError(28, "full"), RuntimeError("whatever")])
def test_a_failure_is_one_sentence_and_disturbs_nobody(
    real_database: Database, clock: SettableClock, folder: Path, error: Exception
) -> None:
    meeting = open_meeting(real_database, clock)
    tries: list[int] = []

    def fails(database: Database, target: Path) -> BackupMade:
        tries.append(1)
        if len(tries) < 3:
            raise error
        return quick(database, target)

    backups = of(real_database, clock, folder, fails)
    backups.look()
    backups.look()  # not again at once

    assert backups.problem is not None
    assert backups.problem.startswith("Cadangan otomatis gagal")
    assert len(tries) == 1
    assert submit(real_database, clock, meeting).commitment.revision == 1
    clock.now += timedelta(minutes=1)
    backups.look()
    assert (len(tries), backups.problem is None) == (2, False)
    clock.now += timedelta(minutes=1)
    assert len(backups.look()) == 1
    assert backups.problem is None


def test_a_folder_that_cannot_be_made_is_said(real_database: Database, clock: SettableClock, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    open_meeting(real_database, clock)
    backups = of(real_database, clock, tmp_path / "file" / "backups")

    assert backups.look() == []
    assert str(tmp_path) in (backups.problem or "")


def test_two_databases_in_one_folder_do_not_count_each_others(
    backups: AutomaticBackups, real_database: Database, server: Database, clock: SettableClock, folder: Path
) -> None:
    open_meeting(real_database, clock)
    backups.look()

    assert backups._name != of(server, clock, folder)._name


def test_the_thread_makes_one_at_closing_and_ends(
    real_database: Database, clock: SettableClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.automatic_backups.LEAST_SECONDS", 0.01)
    made = threading.Event()

    def tell(database: Database, target: Path) -> BackupMade:
        done = quick(database, target)
        if "-tutup-" in target.name:
            made.set()
        return done

    backups = of(real_database, clock, folder, tell)
    backups.start()
    close_meeting(open_meeting(real_database, clock), real_database, clock)

    assert made.wait(SOON)
    backups.stop()
    assert "backups" not in [thread.name for thread in threading.enumerate()]
    assert real_database._listeners == []
