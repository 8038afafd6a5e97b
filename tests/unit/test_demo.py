"""The rehearsal by itself: its timetable, and that it touches no other database."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.engine import open_database
from services.change_meeting import open_meeting
from services.clock import system_clock
from services.create_meeting import CreateMeeting, create_meeting
from services.meeting_result import meeting_result
from services.prepare_database import load_sample, migrate_and_load
from services.verify_ledger import verify_ledger
from tests.support.ports import free_port
from tools.demo import ME, Hall, own_database, timetable

PROJECT = Path(__file__).resolve().parents[2]


@given(st.lists(st.text(min_size=1), unique=True, max_size=40), st.floats(1, 600))
def test_every_village_comes_and_pledges_once_in_that_order_and_in_time(villages: list[str], seconds: float):
    steps = timetable(villages, seconds)

    for village in villages:
        own = {step.act: step.at for step in steps if step.village_code == village}
        assert own["join"] < own["pledge"] <= own.get("correct", own["pledge"] + 1)
    assert steps == sorted(steps)
    assert all(0 <= step.at <= seconds * 1.1 for step in steps)


def test_all_villages_pledge_with_their_own_cards_and_nothing_is_refused(tmp_path: Path):
    with closing(open_database(f"sqlite:///{tmp_path}/hall.sqlite3")) as database:
        migrate_and_load(database)
        load_sample(database, system_clock)
        made = create_meeting(CreateMeeting(), database, system_clock, ME)
        meeting = open_meeting(made.id, database, system_clock, ME)
        hall = Hall(database, meeting)

        said = [hall.do(step) for step in timetable(list(hall.cards), 120)]

        with database.reading() as connection:
            rows = meeting_result(connection, meeting)["villages"]
        assert not [line for line in said if "ditolak" in line]
        assert all(row["committed"] for row in rows)
        assert {row["entered_by"] for row in rows} == {"village"}
        assert verify_ledger(database).fault is None


def test_its_database_is_gone_afterwards():
    with own_database() as url:
        file = Path(url.removeprefix("sqlite:///"))
        file.touch()

    assert not file.parent.exists()


def test_it_refuses_to_run_on_another_database(tmp_path: Path):
    other = tmp_path / "rembuk.sqlite3"
    command = [sys.executable, "-m", "tools.demo", "--port", str(free_port())]

    done = subprocess.run(
        command, cwd=PROJECT, env={"DATABASE_URL": f"sqlite:///{other}"}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert not other.exists()


@pytest.mark.slow
def test_it_starts_plays_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    command = [sys.executable, "-m", "tools.demo", "--port", str(free_port()), "--seconds", "1", "--leave"]

    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("hadir") == 29
    assert list(tmp_path.glob("rembuk-peragaan-*")) == []
