"""A program or a server that is killed: whoever saw a receipt finds the pledge, and nothing is stored twice."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.engine import open_database
from services.prepare_database import migrate_and_load
from tests.support.crashing_postgres import CrashingPostgres
from tests.support.cut_line import CutLine
from tests.support.databases import import_real_data
from tests.support.pledging import (
    BOUNDED_SECONDS,
    CANNOT_BE_USED,
    OpenHall,
    Pledger,
    WriterProcess,
    count,
    open_hall,
    until,
)

SENDERS = 4
PLEDGES = 1_000
SERVER_AWAY_SECONDS = 1.5


@pytest.fixture(scope="module")
def server_hall(crashing_postgres: CrashingPostgres) -> OpenHall:
    """An open meeting on a PostgreSQL server that may be killed."""
    with contextlib.closing(open_database(crashing_postgres.url)) as database:
        migrate_and_load(database)
        import_real_data(database)
    return open_hall(crashing_postgres.url)


def killed_in_the_middle(hall: OpenHall, folder: Path) -> None:
    """Kill a program after some hundred of 1,000 pledges, and let another one resend and go on."""
    writer = WriterProcess(hall, folder, name="first", threads=SENDERS, most=PLEDGES // SENDERS)
    writer.wait_for(PLEDGES // 4)
    writer.kill()
    acknowledged = writer.acknowledged()

    again: list[str] = []
    with contextlib.closing(open_database(hall.url)) as database:
        pledger = Pledger(hall, database, "first-0", note=again.append, most=40)
        pledger.run()
        assert pledger.error is None
    counted = count(hall.url, [*acknowledged, *again], of="first-")
    assert counted.is_sound, counted
    assert PLEDGES // 4 <= counted.acknowledged < PLEDGES
    assert counted.found - counted.acknowledged == counted.unknown <= SENDERS


def test_a_killed_program_loses_no_pledge_on_sqlite(hall: OpenHall, tmp_path: Path) -> None:
    killed_in_the_middle(hall, tmp_path)


@pytest.mark.postgres
def test_a_killed_program_loses_no_pledge_on_postgresql(server_hall: OpenHall, tmp_path: Path) -> None:
    killed_in_the_middle(server_hall, tmp_path)


@contextlib.contextmanager
def pledging(hall: OpenHall, name: str) -> Iterator[tuple[list[str], set[str]]]:
    """Senders that go on whatever happens; yields the keys with a receipt, and the sentences of what was refused.

    At the end they are told that it is enough, and each has ended without any error but those sentences.
    """
    receipts: list[str] = []
    refusals: set[str] = set()
    with contextlib.closing(open_database(hall.url)) as database:
        pledgers = [
            Pledger(hall, database, f"{name}-{n}", note=receipts.append, refused=refusals.add, most=PLEDGES)
            for n in range(SENDERS)
        ]
        for pledger in pledgers:
            pledger.start()
        try:
            yield receipts, refusals
        finally:
            for pledger in pledgers:
                pledger.enough.set()
            for pledger in pledgers:
                pledger.join(BOUNDED_SECONDS)
    assert [(p.error, p.is_alive()) for p in pledgers] == [(None, False)] * SENDERS


def assert_sound(hall: OpenHall, name: str, receipts: list[str]) -> None:
    counted = count(hall.url, receipts, of=f"{name}-")
    assert counted.is_sound, counted
    assert counted.unknown <= SENDERS, counted


@pytest.mark.postgres
def test_a_killed_postgresql_comes_back_with_every_pledge_that_had_a_receipt(
    server_hall: OpenHall, crashing_postgres: CrashingPostgres
) -> None:
    with pledging(server_hall, "killed") as (receipts, refusals):
        until(lambda: len(receipts) >= 100)
        crashing_postgres.kill()
        until(lambda: bool(refusals))
        crashing_postgres.start_again()
        before = len(receipts)
        until(lambda: len(receipts) >= before + 100)

    assert refusals == {CANNOT_BE_USED}
    assert_sound(server_hall, "killed", receipts)


@pytest.mark.postgres
def test_a_line_to_postgresql_that_is_cut_for_seconds_loses_and_doubles_nothing(
    server_hall: OpenHall, crashing_postgres: CrashingPostgres
) -> None:
    """First the answers are lost and the pledges are not; then nothing passes; then all is sent again."""
    with CutLine(crashing_postgres.port) as line:
        through = replace(server_hall, url=crashing_postgres.url_at(line.port))
        with pledging(through, "cut") as (receipts, refusals):
            until(lambda: len(receipts) >= 100)
            line.swallow("down")
            line.wait_until_swallowed()
            line.cut()
            until(lambda: bool(refusals))
            threading.Event().wait(SERVER_AWAY_SECONDS)
            line.mend()
            before = len(receipts)
            until(lambda: len(receipts) >= before + 100)

    assert refusals == {CANNOT_BE_USED}
    assert_sound(server_hall, "cut", receipts)
