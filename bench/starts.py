"""R9: from the command to the first page: health, then the first `script_finished`, beside an empty page."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench.client import Session
from bench.figures import Result, percentile
from bench.hall import prepare
from bench.servers import empty, rembuk
from tests.support.server import RunningApp

STARTS = 5
MOST_SECONDS = 2.0


async def measure(folder: Path) -> list[Result]:
    """Median and worst of five starts each, in turns, on a database that exists."""
    hall = prepare(f"sqlite:///{folder / 'r9.sqlite3'}")
    ours: list[tuple[float, float]] = []
    nothing: list[tuple[float, float]] = []
    await _start(lambda: rembuk(hall, folder))  # the first start after an update compiles; no hall waits for that twice
    for _ in range(STARTS):
        ours.append(await _start(lambda: rembuk(hall, folder)))
        nothing.append(await _start(lambda: empty(folder)))
    one, other = _of("start to first page", ours, MOST_SECONDS), _of("an empty page", nothing)
    return [one, other, Result("R9", "of an empty page", round(one.figure / other.figure, 2), "x")]


async def _start(app: Callable[[], RunningApp]) -> tuple[float, float]:
    """Seconds until it was healthy (asked 20 times a second), and until its first page was there."""
    server = app()
    begin = time.perf_counter()
    with server:
        healthy = time.perf_counter() - begin
        async with Session(server.url):
            return healthy, time.perf_counter() - begin


def _of(what: str, starts: list[tuple[float, float]], limit: float | None = None) -> Result:
    healthy = [one[0] for one in starts]
    paged = [one[1] for one in starts]
    beside = {"worst": round(max(paged), 2), "healthy after": round(percentile(healthy, 0.5), 2), "of": len(starts)}
    return Result("R9", what, round(percentile(paged, 0.5), 2), "s", limit, beside)
