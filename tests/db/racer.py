"""Acts that start at the same moment, in threads and in processes.

Run as a program it is one of the processes: it reads a job a line (JSON: `url`, `action` and its values), prints
`ready`, waits for a line, acts in a thread for each task, and prints the outcomes as one line of JSON: what was
returned, or the code of the refusal, or `!` and the error. Processes are kept and used again: starting one costs more
than most races.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

from db.engine import Database, open_database
from db.queries.commitments import chain_end
from db.settings import Settings
from domain.calendar import Month
from domain.refusal import Refused
from services.change_meeting import close_meeting
from services.facilitator_token import facilitator_token
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.prepare_database import load_sample, migrate_and_load
from services.submit_commitment import submit_commitment
from tests.db.factories import AT_THE_MACHINE, SettableClock, pledge_of
from tests.support.scenarios import kept

PROJECT = Path(__file__).resolve().parents[2]
ENOUGH_SECONDS = 60


def at_once(acts: Sequence[Callable[[], Any]], *, threads: int = 16) -> list[Any]:
    """Let all acts run, `threads` of them starting at the same moment; their outcomes in order."""
    start = threading.Barrier(min(threads, len(acts)))

    def run(number: int) -> Any:
        if number < start.parties:
            start.wait(ENOUGH_SECONDS)
        return outcome(acts[number])

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(run, range(len(acts))))


def outcome(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refused as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001  whatever it was, the test shows it
        return f"! {type(error).__name__}: {error}"


class Racers:
    """Processes that wait for jobs; started when they are first needed."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[str]] = []

    def run(self, jobs: Sequence[dict[str, Any]]) -> list[list[Any]]:
        """Run each job in a process of its own, all from the same moment; the outcomes by job."""
        while len(self._processes) < len(jobs):
            self._processes.append(self._start())
        running = self._processes[: len(jobs)]
        too_late = threading.Timer(ENOUGH_SECONDS, self.stop)
        too_late.start()
        try:
            for process, job in zip(running, jobs, strict=True):
                _tell(process, json.dumps(job))
            assert [_answer(process) for process in running] == ["ready\n"] * len(jobs)
            for process in running:
                _tell(process, "go")
            return [json.loads(_answer(process)) for process in running]
        finally:
            too_late.cancel()

    def stop(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()
        self._processes = []

    @staticmethod
    def _start() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.db.racer"]
        return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def _answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _run(job: dict[str, Any]) -> list[Any]:
    """One job, from `ready` to its outcomes."""
    with contextlib.ExitStack() as stack:
        acts = _acts(job, stack)
        _say("ready")
        sys.stdin.readline()
        return at_once(acts)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _acts(job: dict[str, Any], stack: contextlib.ExitStack) -> list[Callable[[], Any]]:
    if job["action"] == "token":
        return [lambda: facilitator_token(Settings(DATABASE_URL=job["url"]))]
    database = stack.enter_context(contextlib.closing(open_database(job["url"])))
    clock = SettableClock()
    if job["action"] == "migrate":
        return [lambda: migrate_and_load(database)]
    if job["action"] == "sample":
        return [lambda: load_sample(database, clock)]
    if job["action"] == "import":
        command = ImportEnrollment(job["file"].encode(), "oktober.csv", Month.parse(job["month"]))
        return [lambda: import_enrollment(command, database, clock, AT_THE_MACHINE).stored]
    if job["action"] == "scenario":
        return [lambda: kept(database, clock).id] * job["times"]
    meeting_id = UUID(job["meeting"])
    closings = [lambda: _closing(database, meeting_id, job["after"])] * job.get("closings", 0)
    return [*closings, *(_submission(database, meeting_id, pledge) for pledge in job.get("pledges", ()))]


def _closing(database: Database, meeting_id: UUID, after: int) -> str:
    """Close a meeting in the midst of its pledges: as soon as so many are stored."""
    deadline = time.monotonic() + ENOUGH_SECONDS
    while time.monotonic() < deadline:
        with database.reading() as connection:
            if chain_end(connection, meeting_id)[0] >= after:
                break
    return close_meeting(meeting_id, database, SettableClock(), AT_THE_MACHINE).state


def _submission(database: Database, meeting_id: UUID, pledge: dict[str, Any]) -> Callable[[], Any]:
    def act() -> list[Any]:
        receipt = submit_commitment(pledge_of(meeting_id, **pledge), database, SettableClock(), AT_THE_MACHINE)
        return [receipt.commitment.receipt, receipt.repeated]

    return act


if __name__ == "__main__":
    for line in sys.stdin:
        _say(json.dumps(_run(json.loads(line))))
