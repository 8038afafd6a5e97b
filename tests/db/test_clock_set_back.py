"""A machine's clock that is set back an hour in the middle of a meeting: what came later still counts as later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from db.engine import Database
from db.settings import Settings
from services.automatic_backups import KEPT, AutomaticBackups
from services.backup import BackupMade
from services.live_state import live_state
from services.meeting_result import meeting_result
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    KARTAMULIA,
    PUDU,
    SettableClock,
    close_meeting,
    ledger,
    open_meeting,
    submit,
    url_of,
)

AN_HOUR = timedelta(hours=1)


def test_the_order_of_pledges_is_that_in_which_they_came(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    keys = [f"before-{number}" for number in range(10)] + [f"after-{number}" for number in range(10)]

    receipts = []
    for number, key in enumerate(keys):
        clock.now += timedelta(seconds=1) if number != 10 else -AN_HOUR
        village = (KARTAMULIA, PUDU)[number % 2]
        receipts.append(submit(real_database, clock, meeting, village, key=key, new=10 + number).commitment)
    state = live_state(real_database, clock, meeting_id=meeting.id)
    closed = close_meeting(meeting, real_database, clock)
    with real_database.reading() as connection:
        result = meeting_result(connection, closed)

    stored = ledger(real_database, meeting)
    assert [(row["sequence"], row["idempotency_key"]) for row in stored] == list(enumerate(keys, start=1))
    assert [row["revision"] for row in stored] == [1 + number // 2 for number in range(20)]
    assert [row["key"] for row in state["latest"][:2]] == [receipts[19].receipt, receipts[18].receipt]
    assert {v["village_code"]: v["workers"] for v in result["villages"] if v["committed"]} == {KARTAMULIA: 28, PUDU: 29}
    assert verify_ledger(real_database).fault is None


# The names of backups carry the time; a clock that goes back must neither stop them nor pile them up.


@pytest.fixture
def broken() -> list[OSError]:
    """What goes wrong at the next backups; empty: nothing."""
    return []


@pytest.fixture
def backups(real_database: Database, clock: SettableClock, tmp_path: Path, broken: list[OSError]) -> AutomaticBackups:
    def make(_database: Database, target: Path) -> BackupMade:
        if broken:
            raise broken[0]
        target.write_text("x")
        return BackupMade(target, 1, "", 0, 0)

    settings = Settings(DATABASE_URL=url_of(real_database), REMBUK_BACKUP_DIR=str(tmp_path / "backups"))
    return AutomaticBackups(real_database, settings, clock, make)


def test_a_closing_is_backed_up_once(backups: AutomaticBackups, real_database: Database, clock: SettableClock) -> None:
    close_meeting(open_meeting(real_database, clock), real_database, clock)
    clock.now -= AN_HOUR

    assert [len(backups.look()) for _ in range(3)] == [1, 0, 0]


def test_a_backup_that_failed_is_tried_again_at_once(
    backups: AutomaticBackups, real_database: Database, clock: SettableClock, broken: list[OSError]
) -> None:
    open_meeting(real_database, clock)
    broken.append(OSError())
    backups.look()
    broken.clear()
    clock.now -= AN_HOUR

    assert len(backups.look()) == 1


def test_the_backups_made_since_are_kept_before_those_of_the_hour_that_comes_again(
    backups: AutomaticBackups, real_database: Database, clock: SettableClock
) -> None:
    def made_every_five_minutes(times: int) -> list[Path]:
        made = []
        for _ in range(times):
            clock.now += timedelta(minutes=5)
            made += backups.look()
        return made

    open_meeting(real_database, clock)
    made_every_five_minutes(KEPT)
    clock.now -= AN_HOUR
    since = made_every_five_minutes(3)

    assert [file.exists() for file in since] == [True] * 3
    assert len(list(backups.folder.glob("*.sqlite3"))) == KEPT
