"""Make a backup while the program runs, and prove that a file is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import backup_file as files
from db.engine import Database, open_database, sqlite_file
from db.migrate import migrate, newest_revision, revision_of, upgrade_to
from db.mirror import mirror
from domain.refusal import Refused
from services.verify_ledger import Verification, verify_ledger

NO_DATABASE = "Belum ada basis data Rembuk di sana, jadi tidak ada yang dapat dicadangkan."


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was checked and stands in its place."""

    file: Path
    size_bytes: int
    schema: str
    meetings: int
    rows: int


def existing_database(url: str) -> Database:
    """Open a database that is there already, without changing it: no file is made, no schema moved.

    Raises:
        Refused: there is none.
        DatabaseUnavailable: it cannot be opened.
    """
    file = sqlite_file(url)
    if file and not file.exists():
        raise Refused("database.missing", NO_DATABASE)
    return open_database(url)


def make_backup(database: Database, target: Path) -> BackupMade:
    """Write the whole database into one SQLite file, check the file, and put it in place by one rename.

    Writers go on meanwhile. On SQLite it is SQLite's online backup; from PostgreSQL all rows of one view are copied.

    Raises:
        Refused: the file cannot be written, is no backup's place, or what was written does not hold; what had the
            name before is still there.
        DatabaseUnavailable: the database cannot be read.
    """
    _require_place(database, target)
    with files.part_beside(target) as part:
        whole_copy(database, part)
        schema, found = proved(part, target)
        files.settle(part)
        size = part.stat().st_size
        files.put_in_place(part, target)
    return BackupMade(target, size, schema, found.meetings, found.rows)


def whole_copy(database: Database, part: Path) -> None:
    """Everything that the database holds at one moment, with its own schema revision, in a part."""
    if database.is_sqlite:
        files.copy_pages(database, part)
        return
    with files.opened(part) as copy, database.reading() as source, copy.writing() as target:
        revision = revision_of(source)
        if revision is None:
            raise Refused("backup.empty", NO_DATABASE)
        if revision > newest_revision():
            raise Refused(
                "backup.newer",
                f"Basis data ini dibuat oleh Rembuk yang lebih baru (skema {revision}). Pasang versi yang terbaru.",
            )
        upgrade_to(target, revision)
        mirror(source, target)


def proved(part: Path, name: Path) -> tuple[str, Verification]:
    """The schema revision of a part, and what its ledger says; of an older schema a copy is brought up to date first.

    Raises:
        Refused: it is damaged, foreign or newer, or its ledger does not hold.
    """
    schema = files.require_whole(part, name)
    if schema == newest_revision():
        return schema, _verified(part, name)
    with files.part_beside(part) as trial:
        files.copy_file(part, trial)
        with files.opened(trial) as database:
            migrate(database)
        return schema, _verified(trial, name)


def _verified(part: Path, name: Path) -> Verification:
    files.require_guarded(part, name)
    with files.opened(part) as database:
        found = verify_ledger(database)
    if found.fault:
        reason = f"Buku dalam {name} tidak cocok: {found.fault}. Jalankan “verify” dan simpan cadangan yang lama."
        raise Refused("backup.ledger", reason)
    return found


def _require_place(database: Database, target: Path) -> None:
    """Refuse to write over what is no backup: another file, or a database that somebody works with.

    Raises:
        Refused: the target is such a file.
    """
    own = sqlite_file(str(database.engine.url))
    is_own = own is not None and target.exists() and own.exists() and target.samefile(own)
    if is_own or target.is_dir() or target.with_name(f"{target.name}-wal").exists():
        raise Refused("backup.place", f"{target} bukan tempat untuk cadangan. Pilih nama berkas lain.")
    if not target.exists():
        return
    with files.part_beside(target) as part:
        try:
            files.copy_file(target, part)
            files.require_whole(part, target)
        except Refused as refusal:
            reason = f"Berkas {target} sudah ada dan bukan cadangan Rembuk yang utuh. Pilih nama berkas lain."
            raise Refused("backup.place", reason) from refusal
