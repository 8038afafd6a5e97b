"""R2: a hundred sessions on one process, each acting every five seconds, on mixed pages; beside an empty page."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from bench.client import Session
from bench.figures import Result, milliseconds, percentile, spread
from bench.hall import Hall, prepare
from bench.push import acting_sessions
from bench.servers import empty, rembuk

SESSIONS, SECONDS, EVERY_SECONDS = 100, 25.0, 5.0
AT_MOST_MS = 100.0


async def measure(folder: Path) -> list[Result]:
    """p95 of a rerun in the crowd, ours and an empty page's, one after the other."""
    hall = await asyncio.to_thread(prepare, f"sqlite:///{folder}/r2.sqlite3")
    with rembuk(hall, folder) as app:
        ours = await _crowd(app.url, hall)
    with empty(folder) as app:
        nothing = await _empty_crowd(app.url)
    p95 = milliseconds(percentile(ours, 0.95))
    beside = {
        "p50": milliseconds(percentile(ours, 0.5)),
        "max": spread(ours)["max"],
        "reruns": len(ours),
        "empty page p95": milliseconds(percentile(nothing, 0.95)),
    }
    return [Result("R2", f"{SESSIONS} sessions act every {EVERY_SECONDS:.0f} s: p95", p95, "ms", AT_MOST_MS, beside)]


async def _crowd(url: str, hall: Hall) -> list[float]:
    async with acting_sessions(url, hall, SESSIONS) as seconds:
        seconds.clear()  # those who came early do not count: they had the server for themselves
        await asyncio.sleep(SECONDS)
        return list(seconds)


async def _empty_crowd(url: str) -> list[float]:
    seconds: list[float] = []
    rng = random.Random(7)

    async def visit() -> None:
        await asyncio.sleep(rng.uniform(0, EVERY_SECONDS))
        async with Session(url) as tab:
            while True:
                await asyncio.sleep(rng.uniform(0.8, 1.2) * EVERY_SECONDS)
                seconds.append(await tab.rerun())

    async with asyncio.TaskGroup() as visitors:
        tasks = [visitors.create_task(visit()) for _ in range(SESSIONS)]
        await asyncio.sleep(EVERY_SECONDS)
        seconds.clear()
        await asyncio.sleep(SECONDS)
        for task in tasks:
            task.cancel()
    return seconds
