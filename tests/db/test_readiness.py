"""What `check` says of the disk, of the newest backup and of the clock."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from db.engine import Database
from db.settings import Settings
from services.automatic_backups import AutomaticBackups
from services.readiness import Check, readiness
from tests.db.factories import SettableClock, close_meeting, open_meeting, url_of

Checks = Callable[[], dict[str, Check]]


@pytest.fixture
def settings(real_database: Database, tmp_path: Path) -> Settings:
    return Settings(DATABASE_URL=url_of(real_database), REMBUK_BACKUP_DIR=str(tmp_path / "backups"))


@pytest.fixture
def checks(settings: Settings, clock: SettableClock) -> Checks:
    return lambda: {one.name: one for one in readiness(settings, clock)}


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(200_000_000, "ok"), (199_999_999, "warning"), (20_000_000, "warning"), (19_999_999, "fault")],
)
def test_a_disk_is_low_before_it_is_too_full(
    tmp_path: Path, clock: SettableClock, monkeypatch, free: int, verdict: str
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=free))
    settings = Settings(DATABASE_URL=f"sqlite:///{tmp_path}/rembuk.sqlite3", REMBUK_BACKUP_DIR=str(tmp_path / "b"))

    found = {one.name: one for one in readiness(settings, clock)}

    assert [(found[name].verdict, found[name].figures) for name in ("disk", "backups")] == [
        (verdict, {"free_bytes": free})
    ] * 2


def test_the_newest_backup_is_asked_for_while_a_meeting_is_open(
    real_database: Database, clock: SettableClock, settings: Settings, checks: Checks
) -> None:
    def backup() -> tuple[str, int | None]:
        found = checks()["newest_backup"]
        return found.verdict, found.figures["age_seconds"]

    assert "newest_backup" not in checks()
    meeting = open_meeting(real_database, clock)
    none_yet = backup()
    AutomaticBackups(real_database, settings, clock).look()
    clock.now += timedelta(minutes=10)
    in_time = backup()
    clock.now += timedelta(seconds=1)
    late = backup()
    clock.now -= timedelta(hours=1)  # set back behind all of them
    before_all = backup()
    close_meeting(meeting, real_database, clock)

    assert before_all == none_yet
    assert (none_yet, in_time, late) == (("warning", None), ("ok", 600), ("warning", 601))
    assert "newest_backup" not in checks()


def test_a_clock_that_was_set_back_is_told(real_database: Database, clock: SettableClock, checks: Checks) -> None:
    open_meeting(real_database, clock)
    right = checks()["clock"]
    clock.now -= timedelta(seconds=60)
    slack = checks()["clock"]
    clock.now -= timedelta(hours=2)
    back = checks()["clock"]

    assert (right.verdict, slack.verdict, back.verdict) == ("ok", "ok", "warning")
    assert (right.figures, back.figures) == ({"ahead_seconds": 0}, {"ahead_seconds": 7260})
    assert back.text.startswith("Jam komputer dimundurkan: ")
