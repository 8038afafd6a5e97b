"""Files that hold a whole database: made beside their place, checked there, and put in place by one rename.

A file under its own name is therefore always whole: what a power cut or a full disk leaves is a part, whose name
begins with a dot and ends in ``.part``.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from db.engine import Database, open_file
from db.migrate import newest_revision
from db.schema import APPEND_ONLY
from domain.refusal import Refused

PART = ".part"
_BESIDE = ("-wal", "-shm", "-journal")
_OURS = frozenset({"alembic_version", "regions", "meetings", "commitments", "audit", "installation"})
FOREIGN = "Berkas {name} bukan cadangan Rembuk. Pilih berkas yang dibuat oleh “backup”."
DAMAGED = "Berkas {name} rusak ({what}). Pakai cadangan yang lain."


@contextmanager
def part_beside(target: Path) -> Iterator[Path]:
    """An empty file in the target's folder, for its owner only; gone afterwards unless it was put in place.

    Raises:
        Refused: the folder does not exist or may not be written.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    with said_of(target):
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        remove(part)


def remove(file: Path) -> None:
    """Take a database file away with what SQLite keeps beside it."""
    for name in (file.name, *(f"{file.name}{end}" for end in _BESIDE)):
        with suppress(OSError):
            file.with_name(name).unlink()


@contextmanager
def said_of(target: Path) -> Iterator[None]:
    """What may go wrong with a file, in one sentence.

    Raises:
        Refused: in the place of an error of the disk.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if not target.parent.is_dir():
            reason = f"Folder {target.parent} tidak ada. Buat foldernya, atau pilih tempat lain."
        else:
            reason = (
                f"Berkas {target} tidak dapat ditulis. Periksa izin foldernya dan ruang disk, atau pilih tempat lain."
            )
        raise Refused("backup.file", reason) from error


def copy_pages(source: Database, part: Path) -> None:
    """Copy an open SQLite database into a file by SQLite's own online backup: one view, and no writer waits."""
    connection = source.engine.raw_connection()
    try:
        origin = connection.driver_connection
        assert isinstance(origin, sqlite3.Connection)
        with said_of(part), closing(sqlite3.connect(part)) as copy:
            origin.backup(copy)
    except sqlite3.DatabaseError as error:
        raise Refused("backup.damaged", "Basis data ini rusak. Pulihkan cadangan terakhir dengan “restore”.") from error
    finally:
        connection.close()


def require_file(file: Path) -> None:
    """Refuse a name that no file has.

    Raises:
        Refused: there is none.
    """
    if not file.is_file():
        raise Refused("backup.missing", f"Berkas {file} tidak ada.")


def copy_file(file: Path, part: Path) -> None:
    """Copy a file that somebody names into a part, without changing it.

    Raises:
        Refused: there is none, it cannot be read, or it is no database.
    """
    require_file(file)
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True)) as origin,
            closing(sqlite3.connect(part)) as copy,
        ):
            origin.execute("SELECT count(*) FROM sqlite_master")
            origin.backup(copy)
    except sqlite3.OperationalError as error:
        reason = f"Berkas {file} tidak dapat dibaca, atau ruang disk tidak cukup untuk menyalinnya."
        raise Refused("backup.file", reason) from error
    except sqlite3.DatabaseError as error:
        raise Refused("backup.foreign", FOREIGN.format(name=file)) from error


def require_whole(part: Path, name: Path) -> str:
    """The schema revision of a database file, after making sure that every page and reference of it holds.

    Args:
        name: what the sentences call it.

    Raises:
        Refused: it is damaged, another program's, or newer than this program.
    """
    try:
        with closing(sqlite3.connect(part)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= _OURS:
                raise Refused("backup.foreign", FOREIGN.format(name=name))
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused("backup.damaged", DAMAGED.format(name=name, what="tidak terbaca")) from error
    if found != "ok" or lost or revision is None:
        what = "isinya tidak utuh" if found != "ok" else "ada baris yang hilang"
        raise Refused("backup.damaged", DAMAGED.format(name=name, what=what))
    if str(revision[0]) > newest_revision():
        reason = (
            f"Berkas {name} dibuat oleh Rembuk yang lebih baru (skema {revision[0]}, program ini "
            f"{newest_revision()}). Pasang versi Rembuk yang terbaru."
        )
        raise Refused("backup.newer", reason)
    return str(revision[0])


def require_guarded(part: Path, name: Path) -> None:
    """Refuse a file of this program's schema whose record could be changed: one without the triggers.

    Raises:
        Refused: a trigger is missing.
    """
    with closing(sqlite3.connect(part)) as connection:
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    if {f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete", "replace")} - there:
        raise Refused("backup.damaged", DAMAGED.format(name=name, what="pelindung bukunya tidak ada"))


def settle(part: Path) -> None:
    """Make one file of a database and what SQLite keeps beside it, on the disk itself.

    Without this a copy of a database in WAL mode could not be read from a folder that may not be written.
    """
    with said_of(part), closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with said_of(part):
        _sync(part)


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished part its name, in the place of what had that name; the rename itself is on disk afterwards."""
    with said_of(target):
        part.replace(target)
        _sync(target.parent)


def keep_beside(file: Path, kept: Path) -> None:
    """Give a file a second name, so that it stays when its own is taken."""
    with said_of(kept):
        try:
            os.link(file, kept)
        except OSError:  # a disk without hard links
            with part_beside(kept) as part:
                part.write_bytes(file.read_bytes())
                _sync(part)
                part.replace(kept)
        _sync(kept.parent)


def is_in_use(file: Path) -> bool:
    """Whether another program has the database open; if not, its journal is merged into the file.

    Only who is alone may take SQLite out of WAL mode.

    Raises:
        sqlite3.DatabaseError: it is no database, or damaged.
    """
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            return str(connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]) != "delete"
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            return True
        raise


def rows_of(file: Path, table: str) -> int:
    """How many rows a table of a file has; 0 where it has no such table.

    Raises:
        sqlite3.DatabaseError: it is no database, or damaged.
    """
    with closing(sqlite3.connect(file)) as connection:
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
        return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) if there else 0  # noqa: S608


@contextmanager
def only_one(file: Path) -> Iterator[bool]:
    """Whether nobody else, in any process, is in a block with the same file; a killed process is in none."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
            return
        yield True


@contextmanager
def opened(part: Path) -> Iterator[Database]:
    """A part as a database of the program."""
    with closing(open_file(part)) as database:
        yield database


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk; a folder cannot be asked everywhere."""
    with suppress(PermissionError):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
