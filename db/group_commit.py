"""One wait for the disk for several short acts: on SQLite the writers of a process queue anyway."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

MOST_ACTS = 16
"""In one commit: what the first of them waits for the others stays a few milliseconds."""


class _Batch:
    """A transaction that is handed from writer to writer, and whether it reached the disk."""

    def __init__(self, engine: Engine, options: dict[str, Any]) -> None:
        self.acts = 0
        self.is_sound = True
        self.failure: BaseException | None = None
        self.ended = threading.Event()
        self._connection = engine.connect().execution_options(**options)
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def act(self) -> Iterator[Connection]:
        """One act inside the transaction: if it is refused, what it wrote is taken back and the others' stays."""
        self.acts += 1
        driver: Any = self._connection.connection.driver_connection
        driver.execute("SAVEPOINT act")
        try:
            yield self._connection
        except BaseException as reason:
            # SQLite answers some faults by rolling back everything; then there is nothing left to return to.
            self.is_sound = not isinstance(reason, SQLAlchemyError) or isinstance(reason, IntegrityError)
            if self.is_sound:
                driver.execute("ROLLBACK TO act")
                driver.execute("RELEASE act")
            raise
        driver.execute("RELEASE act")

    def commit(self) -> None:
        """Put it on disk, or note why not; whoever waits goes on."""
        try:
            self._transaction.commit()
        except SQLAlchemyError as error:
            self.fail(error)
        else:
            self._end()

    def fail(self, failure: BaseException) -> None:
        """Nothing of it is stored: after a fault of the disk nobody knows what is left of the transaction."""
        self.failure = failure
        with suppress(SQLAlchemyError):
            self._transaction.rollback()
        self._end()

    def _end(self) -> None:
        try:
            self._connection.close()
        finally:
            self.ended.set()


class GroupCommit:
    """Hands one transaction to the writers that wait, and commits when nobody does.

    Each takes its turn under the process's lock for writers; an ordinary writer that comes between ends the
    batch first (:meth:`finish`), so a batch never stays open without somebody on the way who will end it.
    """

    def __init__(self, engine: Engine, one_writer: threading.Lock, options: dict[str, Any]) -> None:
        self._engine, self._one_writer, self._options = engine, one_writer, options
        self._guard = threading.Lock()
        self._waiting = 0
        self._open: _Batch | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A turn; when the block has ended what it wrote is on disk, together with that of others.

        Raises:
            SQLAlchemyError: it could not be stored; then nothing of the batch is, or nobody knows (a failed commit).
        """
        with self._turn():
            batch, self._open = self._open or _Batch(self._engine, self._options), None
            try:
                with batch.act() as connection:
                    yield connection
            except BaseException as reason:
                if not batch.is_sound:
                    batch.fail(reason)
                raise
            finally:
                self._hand_on(batch)
        batch.ended.wait()
        if batch.failure:
            raise batch.failure

    def finish(self) -> None:
        """Commit what is open; the caller holds the lock."""
        if self._open:
            self._open.commit()
            self._open = None

    def _hand_on(self, batch: _Batch) -> None:
        if batch.ended.is_set():
            return
        if self._waiting and batch.acts < MOST_ACTS:
            self._open = batch
        else:
            batch.commit()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._guard:
            self._waiting += 1
        try:
            self._one_writer.acquire()
        finally:
            with self._guard:
                self._waiting -= 1
        try:
            yield
        finally:
            self._one_writer.release()
