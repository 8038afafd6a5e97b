"""Put a backup in the place of the database: proved before, all or nothing, and the old one is kept."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import backup_file as files
from db.audit import record
from db.changes import counters
from db.engine import Connection, Database, open_database, sqlite_file
from db.migrate import migrate_in, newest_revision, revision_of
from db.mirror import empty, lock_all, mirror, raise_all_counters
from db.queries.commitments import ledger_size
from db.settings import Settings
from db.stores.facilitators import end_all_sign_ins
from domain.refusal import Refused
from services.backup import proved, whole_copy
from services.clock import Clock
from services.prepare_database import make_default_folder, migrate_and_load
from services.verify_ledger import Verification, verify_ledger, verify_meetings

IN_USE = (
    "Basis data {file} masih dipakai program lain. Hentikan Rembuk (Ctrl-C di jendelanya) dan program lain yang "
    "membukanya, lalu ulangi."
)
HOLDS_PLEDGES = (
    "Basis data di sana berisi {rows} baris komitmen. Kalau memang harus diganti, ulangi dengan --replace; "
    "yang lama tetap disimpan di sebelahnya."
)
UNREADABLE = (
    "Basis data {file} rusak atau bukan basis data Rembuk. Kalau memang harus diganti, ulangi dengan --replace; "
    "yang lama tetap disimpan di sebelahnya."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        schema: the revision that the backup had; it was brought to this program's.
        kept: where the old database is now; None where there was none.
    """

    schema: str
    meetings: int
    rows: int
    kept: Path | None


def restore(file: Path, settings: Settings, clock: Clock, *, replace: bool) -> Restored:
    """Check a backup, bring it to this program's schema, verify its ledger, and put it where DATABASE_URL says.

    Whatever fails leaves the old database where it was. Everybody is signed out: who was revoked after the backup
    was made must not come back by a browser that is still open.

    Args:
        replace: also where the old database holds pledges, or cannot be read.

    Raises:
        Refused: the file is no good backup, or the old database may not be replaced.
        DatabaseUnavailable: the server cannot be reached or refuses.
    """
    files.require_file(file)
    target = sqlite_file(settings.url)
    if target is None:
        return _into_server(file, settings, clock, replace=replace)
    if target.exists() and target.samefile(file):
        raise Refused("restore.same", f"{file} adalah basis data itu sendiri.")
    make_default_folder(settings)
    before = _look_at(target, replace=replace)
    with files.part_beside(target) as part:
        schema, found = _prepared(file, part, clock, before)
        kept = _keep(target, clock()) if target.exists() else None
        files.put_in_place(part, target)
    return Restored(schema, found.meetings, found.rows, kept)


def _prepared(file: Path, part: Path, clock: Clock, before: dict[str, int]) -> tuple[str, Verification]:
    """The backup as it is going to be: checked, of this program's schema, verified, and with the act in its audit.

    Args:
        before: the change counters of the old database.
    """
    files.copy_file(file, part)
    schema, _ = proved(part, file)
    with files.opened(part) as database:
        migrate_and_load(database)
        with database.writing() as connection:
            end_all_sign_ins(connection, clock())
            raise_all_counters(connection, before)
            record(
                connection,
                at=clock(),
                actor="command_line",
                action="database.restored",
                detail={"from_schema": schema, "rows": ledger_size(connection)},
            )
        found = verify_ledger(database)
    if found.fault:
        raise Refused("restore.ledger", f"Buku dalam {file} tidak cocok: {found.fault}. Pakai cadangan yang lain.")
    files.settle(part)
    return schema, found


def _look_at(target: Path, *, replace: bool) -> dict[str, int]:
    """The change counters of the old database, after making sure that it may be replaced.

    Raises:
        Refused: somebody works with it; or it holds pledges or cannot be read, and nobody said that it is to go.
    """
    if not target.exists() or not target.stat().st_size:
        return {}
    try:
        is_in_use = files.is_in_use(target)
        if not is_in_use:
            files.require_whole(target, target)
    except (Refused, sqlite3.DatabaseError) as error:
        if replace:
            return {}
        raise Refused("restore.unreadable", UNREADABLE.format(file=target)) from error
    if is_in_use:
        raise Refused("restore.in_use", IN_USE.format(file=target))
    if (rows := files.rows_of(target, "commitments")) and not replace:
        raise Refused("restore.pledges", HOLDS_PLEDGES.format(rows=rows))
    with files.opened(target) as database, database.reading() as connection:
        return counters(connection)


def _keep(target: Path, now: datetime) -> Path:
    """Give the old database another name beside its own; what SQLite kept beside it goes along.

    Raises:
        Refused: somebody has opened it meanwhile, or the folder may not be written.
    """
    try:
        if files.is_in_use(target):
            raise Refused("restore.in_use", IN_USE.format(file=target))
    except sqlite3.DatabaseError:  # damaged: it goes as it is
        pass
    kept = _free_name(target, now)
    files.keep_beside(target, kept)
    for end in ("-wal", "-shm"):
        journal = target.with_name(f"{target.name}{end}")
        if journal.exists():
            with files.said_of(journal):
                journal.replace(kept.with_name(f"{kept.name}{end}"))
    return kept


def _free_name(target: Path, now: datetime) -> Path:
    """``rembuk.sebelum-20261122T033000Z.sqlite3``; with a number where there is one of that second already."""
    stem, number = f"{target.stem}.sebelum-{now:%Y%m%dT%H%M%SZ}", 1
    kept = target.with_name(f"{stem}{target.suffix}")
    while kept.exists():
        number += 1
        kept = target.with_name(f"{stem}-{number}{target.suffix}")
    return kept


def _into_server(file: Path, settings: Settings, clock: Clock, *, replace: bool) -> Restored:
    """The same on PostgreSQL, in one transaction that nobody writes beside; the old one is kept as a backup file."""
    with closing(open_database(settings.url)) as database, tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "backup.sqlite3"
        schema, _ = _prepared(file, part, clock, {})
        with database.writing_alone() as connection:
            lock_all(connection)
            kept = _old_server(connection, database, settings, clock, replace=replace)
            migrate_in(connection)
            before = counters(connection)
            empty(connection)
            with files.opened(part) as backup, backup.reading() as source:
                mirror(source, connection)
            raise_all_counters(connection, before)
            found = verify_meetings(connection)
            if found.fault:
                reason = f"Buku tidak cocok setelah dipulihkan: {found.fault}. Tidak ada yang diganti."
                raise Refused("restore.ledger", reason)
    return Restored(schema, found.meetings, found.rows, kept)


def _old_server(
    connection: Connection, database: Database, settings: Settings, clock: Clock, *, replace: bool
) -> Path | None:
    """What the server holds now, as a backup file; nobody can write meanwhile. None where it holds nothing.

    Raises:
        Refused: it is newer than this program, or holds pledges and nobody said that they are to go.
    """
    revision = revision_of(connection)
    if revision is None:
        return None
    if revision > newest_revision():
        raise Refused("restore.newer", "Basis data di server lebih baru daripada program ini. Pasang versi terbaru.")
    if (rows := ledger_size(connection)) and not replace:
        raise Refused("restore.pledges", HOLDS_PLEDGES.format(rows=rows))
    name = database.engine.url.database or "rembuk"
    with files.said_of(settings.backup_folder / name):
        settings.backup_folder.mkdir(parents=True, exist_ok=True)
    kept = _free_name(settings.backup_folder / f"{name}.sqlite3", clock())
    with files.part_beside(kept) as part:
        whole_copy(database, part)  # as it is: that its ledger does not hold may be why it is replaced
        files.settle(part)
        files.put_in_place(part, kept)
    return kept
