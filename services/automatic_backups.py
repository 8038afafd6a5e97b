"""Backups that make themselves: every five minutes while a meeting is open, and one when it closes.

What is due is read from the names of the files that are there, so that several processes, and a program that is started
again, need to remember nothing: ``rembuk-1f0c2a-20261122T033000Z.sqlite3`` is a backup of that moment,
``...Z-tutup-0b1c7c0e.sqlite3`` one that was made when that meeting had closed. The six signs stand for the database.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import backup_file as files
from db.engine import Database, DatabaseUnavailable, sqlite_file, url_without_password
from db.queries.backups_due import occasions
from db.settings import Settings
from domain.refusal import Refused
from services.backup import BackupMade, make_backup
from services.clock import Clock

EVERY = timedelta(minutes=5)
KEPT = 12
CLOSED_LATELY = timedelta(days=1)
AGAIN_AFTER = timedelta(minutes=1)
"""A folder that could not be written is tried again after this, not at every look."""

LOOK_SECONDS = 10.0
LEAST_SECONDS = 1.0
_STAMP = "%Y%m%dT%H%M%SZ"
log = logging.getLogger(__name__)

Make = Callable[[Database, Path], BackupMade]


@dataclass(frozen=True, slots=True)
class _Made:
    """A backup of this database in the folder, as its name says."""

    file: Path
    at: datetime
    closed: str


class AutomaticBackups:
    """Looks after the backups of one database; one in each process, of which one at a time makes a backup.

    It reads the database as any reader does, so that no pledge waits for it; whatever goes wrong is kept as one
    sentence for the desk, and tried again.
    """

    def __init__(self, database: Database, settings: Settings, clock: Clock, make: Make = make_backup) -> None:
        self.folder = settings.backup_folder
        self.problem: str | None = None
        self._database = database
        self._clock = clock
        self._make = make
        self._name = _name_of(settings.url)
        self._pattern = re.compile(rf"{re.escape(self._name)}-(\d{{8}}T\d{{6}}Z)(?:-tutup-([0-9a-f]{{8}}))?\.sqlite3")
        self._not_before: datetime | None = None
        self._last: datetime | None = None
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look every ten seconds, and soon after each write of this process, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look once more and end; waits for a backup that is being made."""
        self._stopped.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=10)

    def look(self) -> list[Path]:
        """Make what is due now; returns the files that were made."""
        try:
            due = self._due()
            if not due:
                self.problem = None
            if not due or self._is_waiting():
                return []
            made = self._make_all()
        except (Refused, DatabaseUnavailable) as refusal:
            self._failed(f"Cadangan otomatis gagal. {refusal}")
        except OSError:
            log.exception("automatic backup")
            self._failed(
                f"Cadangan otomatis gagal: folder {self.folder} tidak dapat dipakai. Periksa izin dan ruang disk."
            )
        except Exception:  # whatever it is, the hall goes on; the desk says it and the log has it
            log.exception("automatic backup")
            self._failed(
                "Cadangan otomatis gagal. Buat cadangan dengan “python -m db backup” dan periksa catatan program."
            )
        else:
            self.problem, self._not_before = None, None
            return made
        return []

    def newest(self) -> datetime | None:
        """When the newest of the backups that are there was made, those of a clock that was ahead left out."""
        now = self._clock()
        return next((one.at for one in self._made() if one.at <= now), None)

    def _run(self) -> None:
        stop_listening = self._database.listen(self._wake.set)
        try:
            while not self._stopped.is_set():
                self.look()
                self._stopped.wait(LEAST_SECONDS)  # a hall that pledges is not asked after each pledge
                self._wake.wait(LOOK_SECONDS)
                self._wake.clear()
            self.look()
        finally:
            stop_listening()

    def _failed(self, sentence: str) -> None:
        self.problem, self._not_before = sentence, self._clock() + AGAIN_AFTER

    def _is_waiting(self) -> bool:
        # A clock that was set back since must not make it wait for as long.
        since = self._not_before and self._not_before - AGAIN_AFTER
        return since is not None and since <= self._clock() < since + AGAIN_AFTER

    def _make_all(self) -> list[Path]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with files.only_one(self.folder / f".{self._name}.lock") as is_mine:
            if not is_mine:
                return []
            for left in self.folder.glob(f".{self._name}-*{files.PART}*"):  # of a process that was killed
                left.unlink(missing_ok=True)
            made = [self._make(self._database, self.folder / name).file for name in self._due()]
            self._last = self._clock() if made else self._last
            self._drop_old(made)
        return made

    def _due(self) -> list[str]:
        """The names of the backups that should be there by now and are not."""
        now = self._clock()
        with self._database.reading() as connection:
            found = occasions(connection, now - CLOSED_LATELY)
        if not found:
            return []
        there = self._made()
        names = []
        if any(one.closed_at is None for one in found) and not self._has_recent(there, now):
            names.append(f"{self._name}-{now:{_STAMP}}.sqlite3")
        for one in found:
            code = str(one.meeting_id)[:8]
            if one.closed_at and not any(m.closed == code and m.at >= _second(one.closed_at) for m in there):
                # Never named before the closing, or it would be made again at each look while the clock is behind.
                names.append(f"{self._name}-{max(now, one.closed_at):{_STAMP}}-tutup-{code}.sqlite3")
        return names

    def _has_recent(self, there: list[_Made], now: datetime) -> bool:
        """Whether one was made lately; while the clock is behind their names, only this process's own says so."""
        times = [one.at for one in there if not one.closed]
        if any(at > now for at in times):
            times = [_second(self._last)] if self._last else []
        return any(now - EVERY < at <= now for at in times)

    def _made(self) -> list[_Made]:
        """The backups of this database that are there, the newest first."""
        matches = [(path, self._pattern.fullmatch(path.name)) for path in self.folder.glob("*.sqlite3")]
        found = [
            _Made(path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), match[2] or "")
            for path, match in matches
            if match
        ]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def _drop_old(self, made: list[Path]) -> None:
        """Keep the newest twelve and those of closings; what has another name is not ours and stays.

        Those of a clock that was ahead go before those that it has made since it was set right.
        """
        now = self._clock()
        regular = [one for one in self._made() if not one.closed]
        for one in sorted(regular, key=lambda one: (one.at > now, -one.at.timestamp()))[KEPT:]:
            if one.file not in made:
                one.file.unlink(missing_ok=True)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _name_of(url: str) -> str:
    """What the files of a database begin with: its name, and six signs that no other database has."""
    file = sqlite_file(url)
    place = str(file.resolve()) if file else url_without_password(url)
    stem = re.sub(r"[^A-Za-z0-9_]+", "_", file.stem if file else place.rpartition("/")[2]) or "rembuk"
    return f"{stem}-{hashlib.sha256(place.encode()).hexdigest()[:6]}"
