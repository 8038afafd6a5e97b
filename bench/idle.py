"""R5: what a hundred screens cost the server while nothing happens; beside the same server without a screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.figures import Result
from bench.hall import prepare
from bench.servers import cpu_seconds, rembuk
from bench.streams import Screens
from services.live_feed import POLL_SECONDS
from tests.support.server import RunningApp

SCREENS, SECONDS, REST_SECONDS = 100, 10.0, 5.0
MOST_MS = 3.0


async def measure(folder: Path) -> list[Result]:
    """Processor time of the server for each look at the change counters, all screens together."""
    hall = await asyncio.to_thread(prepare, f"sqlite:///{folder}/r5.sqlite3")
    with rembuk(hall, folder) as app:
        await asyncio.sleep(REST_SECONDS)  # it warms up by itself
        alone = await _cpu(app)
        async with Screens(app.url, SCREENS):
            await asyncio.sleep(1)
            watched = await _cpu(app)
    ticks = SECONDS / POLL_SECONDS
    beside = {"cpu a second, no screen": f"{alone / SECONDS * 1000:.1f} ms",
              "with screens": f"{watched / SECONDS * 1000:.1f} ms"}  # fmt: skip
    spent = round((watched - alone) / ticks * 1000, 2)
    return [Result("R5", f"{SCREENS} screens, nothing new: a look at the counters", spent, "ms", MOST_MS, beside)]


async def _cpu(app: RunningApp) -> float:
    before = cpu_seconds(app)
    await asyncio.sleep(SECONDS)
    after = cpu_seconds(app)
    if before is None or after is None:
        raise RuntimeError("only Linux tells what a process has used")
    return after - before
