"""R4: from the commit of a pledge to the message on 100 live streams, idle and under a light load."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bench.client import Session
from bench.figures import Result, milliseconds, percentile, spread
from bench.hall import Hall, counter_of, prepare
from bench.streams import Screens
from components.access import CARD_COOKIE
from tests.support.server import PROJECT, RunningApp

SCREENS, WRITES, PAUSE_SECONDS = 100, 20, 0.4
ACTING, EVERY_SECONDS = 20, 5.0
ARRIVE_SECONDS = 5.0
MOST_MS, MOST_MS_FROM_OUTSIDE = 100.0, 500.0
FIELD = "commitment.workers"


async def measure(folder: Path) -> list[Result]:
    """p95 over all screens and pledges: written by the server itself and by another process."""
    hall = prepare(f"sqlite:///{folder / 'r4.sqlite3'}")
    commits = folder / "commits"
    commits.touch()
    environment = {"DATABASE_URL": hall.url, "BENCH_COMMITS": str(commits)}
    witness = [str(PROJECT / "bench" / "witness.py")]
    results = []
    with RunningApp(environment, log=folder / "rembuk.log", launcher=witness) as app:
        async with Screens(app.url, SCREENS) as screens:
            for load, acting in (("idle", 0), (f"{ACTING} sessions act", ACTING)):
                async with acting_sessions(app.url, hall, acting) as seconds:
                    own = await _from_page(app.url, hall, screens, commits)
                    other = await _from_outside(hall, screens)
                beside = {"rerun p95": milliseconds(percentile(seconds, 0.95))} if seconds else {}
                results.append(_result(f"pledge page → {SCREENS} screens, {load}", own, MOST_MS, beside))
                outside = f"other process → {SCREENS} screens, {load}"
                results.append(_result(outside, other, MOST_MS_FROM_OUTSIDE, beside))
    return results


def _result(what: str, seconds: list[float], limit: float, beside: dict[str, float]) -> Result:
    p95 = milliseconds(percentile(seconds, 0.95))
    return Result("R4", f"{what}: p95", p95, "ms", limit, _rest(seconds) | beside)


def _rest(seconds: list[float]) -> dict[str, float]:
    found = spread(seconds)
    return {"p50": milliseconds(percentile(seconds, 0.5)), "max": found["max"], "of": found["of"]}


async def _from_page(url: str, hall: Hall, screens: Screens, commits: Path) -> list[float]:
    """A village head types, reviews and confirms, again and again."""
    village = hall.villages[-1]
    seconds: list[float] = []
    async with Session(url, "/komitmen", cookies={CARD_COOKIE: hall.codes[village]}) as head:
        for number in range(WRITES):
            await head.type_text(FIELD, str(30 + number))
            await head.press("commitment.submit")
            await head.press("commitment.confirm")
            # The draft that was typed has been a state of its own; the pledge's is the newest.
            wanted = await asyncio.to_thread(counter_of, hall)
            if not await screens.reached(wanted, ARRIVE_SECONDS):
                raise TimeoutError(f"state {wanted} did not reach all screens: {len(screens.arrived.get(wanted, ()))}")
            # The page's is the only pledge since; nothing else in the server writes.
            commit = _last(commits)
            seconds += [(moment - commit) / 1e9 for moment in screens.arrived[wanted]]
            await asyncio.sleep(PAUSE_SECONDS)
    return seconds


def _last(commits: Path) -> int:
    return int(commits.read_text(encoding="ascii").split()[-1])


async def _from_outside(hall: Hall, screens: Screens) -> list[float]:
    """The command line's way: the server finds the pledge by asking for the counter."""
    arguments = [hall.url, str(hall.meetings[0]), hall.villages[-2], str(WRITES), str(PAUSE_SECONDS * 1.5)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.writer", *arguments, cwd=PROJECT, stdout=asyncio.subprocess.PIPE
    )
    try:
        printed, _ = await process.communicate()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    seconds: list[float] = []
    for line in printed.splitlines():
        commit, number = map(int, line.split())
        if not await screens.reached(number, ARRIVE_SECONDS):
            raise TimeoutError(f"state {number} did not reach all screens")
        seconds += [(moment - commit) / 1e9 for moment in screens.arrived[number]]
    return seconds


@contextlib.asynccontextmanager
async def acting_sessions(url: str, hall: Hall, count: int) -> AsyncIterator[list[float]]:
    """So many visitors on mixed pages, each acting every 5 s at a moment of its own; yields what each rerun took."""
    seconds: list[float] = []
    rng = random.Random(7)

    async def visit(number: int) -> None:
        village = hall.villages[number % len(hall.villages)]
        page = ("/", f"/desa?kode={village}", "/komitmen")[number % 3]
        await asyncio.sleep(rng.uniform(0, EVERY_SECONDS))
        async with Session(url, page, cookies={CARD_COOKIE: hall.codes[village]}) as tab:
            while True:
                await asyncio.sleep(rng.uniform(0.8, 1.2) * EVERY_SECONDS)
                typed = str(rng.randint(5, 40))
                seconds.append(await (tab.type_text(FIELD, typed) if page == "/komitmen" else tab.rerun()))

    async with asyncio.TaskGroup() as visitors:
        tasks = [visitors.create_task(visit(number)) for number in range(count)]
        if count:
            await asyncio.sleep(EVERY_SECONDS)
        yield seconds
        for task in tasks:
            task.cancel()
