"""The database of this installation: one engine, short transactions, a wake-up after each write."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import StaticPool

from db.failures import DatabaseUnavailable, Progress, failure_in_words
from db.group_commit import GroupCommit
from db.postgres import connect_by_itself, make_engine, require_version, wait_alone, why_closed
from db.retry import TRIES, pause_after
from db.tuning import Tuning

if TYPE_CHECKING:
    from db.listening import ChangeListener

SQLITE_BUSY_MS = 10_000
ASK_AGAIN_SECONDS = 1.0
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""A line that was cut without a word is found out after 25 seconds, not after the two hours of TCP."""

__all__ = [
    "Connection",
    "Database",
    "DatabaseUnavailable",
    "open_database",
    "open_file",
    "sqlite_file",
    "url_without_password",
]

WRITE = {"write": True}


class Database:
    """One database and its engine; safe to share between threads.

    SQLite: WAL with ``synchronous=FULL`` (a receipt is on disk), foreign keys on, and writers
    that take their lock at BEGIN, so that none fails half-way with "database is locked".
    """

    def __init__(self, engine: Engine, tuning: Tuning) -> None:
        self.engine = engine
        self._tuning = tuning
        self.is_sqlite = engine.dialect.name == "sqlite"
        lock = threading.Lock()
        self._one_writer = lock if self.is_sqlite else nullcontext()
        self._together = GroupCommit(engine, lock, WRITE) if self.is_sqlite else None
        # SQLite's read transactions are snapshots by themselves; PostgreSQL's default sees each commit of others.
        self._one_view: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._listeners: list[Callable[[], None]] = []
        self._hearing: ChangeListener | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction: one consistent view, always rolled back."""
        with failure_in_words(), self._connect().execution_options(**self._one_view) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction: committed at the end, rolled back on any exception.

        Whoever listens for changes is woken after the commit, never before.

        Raises:
            BrokenOff: nothing was stored, and the whole call may be done again (db/retry.py).
            OutcomeUnknown: a lost line during the commit; done again only where a key tells what was stored.
            DatabaseUnavailable: nothing was stored.
        """
        progress = Progress()
        with failure_in_words(progress), self._one_writer:
            if self._together:
                self._together.finish()
            with self._connect().execution_options(**WRITE) as connection, connection.begin():
                yield connection
                progress.is_committing = True
        self._wake()

    @contextmanager
    def writing_together(self) -> Iterator[Connection]:
        """As :meth:`writing`, for a short act that many do at the same moment: one commit may store several acts.

        When the block has ended the act is on disk. A refusal in the block takes back this act alone; a disk that
        fails fails all that shared the commit.
        """
        if self._together is None:
            with self.writing() as connection:
                yield connection
            return
        with failure_in_words(), self._together.writing() as connection:
            yield connection
        self._wake()

    def _connect(self) -> Connection:
        """A connection of the pool; a server that refuses at once, as one does that starts again, is asked again."""
        began = time.monotonic()
        for failures in range(1, TRIES):
            try:
                return self.engine.connect()
            except OperationalError:
                if self.is_sqlite or time.monotonic() - began > ASK_AGAIN_SECONDS:
                    raise
                time.sleep(pause_after(failures))
        return self.engine.connect()

    def _wake(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def writing_alone(self) -> Iterator[Connection]:
        """A write transaction that no other of its kind runs beside, in any process.

        For the rare acts that look first and then store: migrating, loading, importing, making a
        meeting. SQLite's writers are alone anyway; PostgreSQL's queue on an advisory lock.
        """
        with self.writing() as connection:
            if not self.is_sqlite:
                wait_alone(connection)
            yield connection

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` (from any thread) after each commit of this process; returns the way to stop.

        After :meth:`hear_others` also after those of others.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def hear_others(self) -> None:
        """Call the listeners after the commits of other processes, too, until :meth:`close` or :meth:`stop_hearing`.

        PostgreSQL tells them (db/listening.py); SQLite tells nobody, so who must know asks for the counters.
        """
        if self.is_sqlite or self._hearing:
            return
        from db.listening import ChangeListener  # noqa: PLC0415  it needs the driver, which SQLite never does

        self._hearing = ChangeListener(partial(connect_by_itself, self.engine, self._tuning), self._wake)
        self._hearing.start()

    def stop_hearing(self) -> None:
        """Take back :meth:`hear_others`."""
        if self._hearing:
            self._hearing.stop()
            self._hearing = None

    @property
    def hears_others(self) -> bool:
        """Whether at this moment every commit of another process is heard at once."""
        return self._hearing is not None and self._hearing.is_connected

    def close(self) -> None:
        """Give the connections back."""
        self.stop_hearing()
        self.engine.dispose()


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for a server, for a database in memory, and for what cannot be read."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database).removeprefix("file:")).absolute()


def url_without_password(url: str) -> str:
    """The URL as it may be shown and compared; empty where it cannot be read."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return ""
    return parsed.set(query={}).render_as_string(hide_password=True)  # a password may stand in the query, too


def open_file(path: Path) -> Database:
    """Open an SQLite file, whatever signs its path has."""
    tuning = Tuning()
    return Database(_sqlite_engine(URL.create("sqlite", database=str(path)), tuning), tuning)


def open_database(url: str, *, named: str = "DATABASE_URL") -> Database:
    """Open the database at a URL, ``sqlite:///path`` or ``postgresql+psycopg://...``.

    Args:
        named: what the sentences call the URL.

    Raises:
        DatabaseUnavailable: it cannot be opened; says why and what to do, without the password.
    """
    tuning = Tuning()
    if url.count("@") > 1 and not url.startswith("sqlite"):
        # The first would end the password, and what follows it would be shown as the server's name.
        raise DatabaseUnavailable(
            f"{named} tidak terbaca: ada lebih dari satu @. Tanda khusus dalam kata sandi ditulis %40 untuk @, %2F "
            "untuk /, %3A untuk :, %23 untuk #, %25 untuk %."
        )
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        make = _sqlite_engine if parsed.get_backend_name() == "sqlite" else make_engine
        database = Database(make(parsed, tuning), tuning)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise DatabaseUnavailable(
            f"{named} tidak terbaca. Bentuknya sqlite:///berkas.sqlite3 atau postgresql://pengguna@server/basisdata."
        ) from error
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            if not database.is_sqlite:
                require_version(connection)
    except DBAPIError as error:
        database.close()
        raise DatabaseUnavailable(_why_closed(parsed, error, named)) from error
    except DatabaseUnavailable:
        database.close()
        raise
    return database


def _sqlite_engine(url: URL, tuning: Tuning) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    pool = {"pool_size": tuning.pool_size, "max_overflow": tuning.pool_overflow, "pool_timeout": tuning.pool_seconds}
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else pool
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy begins transactions itself (below); the driver must not do it behind its back.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {SQLITE_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _why_closed(url: URL, error: DBAPIError, named: str) -> str:
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        if not path.parent.is_dir():
            return f"Folder {path.parent} tidak ada. Buat foldernya, atau perbaiki {named}."
        if not isinstance(error, OperationalError):
            return f"Berkas {path} bukan basis data Rembuk. Pindahkan berkas itu, atau perbaiki {named}."
        return f"Basis data {path} tidak dapat dibuka. Periksa izin berkas dan foldernya, atau perbaiki {named}."
    where = url_without_password(url.render_as_string(hide_password=False))
    return why_closed(where, str(error.orig), named)
