"""R3: three hundred phones open their card's link within two seconds; on one process and on two."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.client import Session
from bench.figures import Result, milliseconds, percentile
from bench.hall import Hall, prepare
from bench.servers import rembuk
from components.access import CARD_COOKIE

PHONES, WITHIN_SECONDS, STAY_SECONDS, EVERY_SECONDS = 300, 2.0, 20.0, 5.0
ALL_OPEN_SECONDS, AT_MOST_MS, AT_MOST_MS_OF_TWO = 6.0, 1000.0, 500.0
FIELD = "commitment.workers"


async def measure(folder: Path) -> list[Result]:
    """The seconds until the last phone has its form, and what a rerun takes afterwards."""
    results = []
    for processes, limit in ((1, AT_MOST_MS), (2, AT_MOST_MS_OF_TWO)):
        hall = await asyncio.to_thread(prepare, f"sqlite:///{folder}/r3-{processes}.sqlite3")
        async with _servers(hall, folder, processes) as urls:
            opened, acted = await _arrive(urls, hall)
        name = f"{PHONES} phones sign in within {WITHIN_SECONDS:.0f} s, {processes} process{'es' * (processes - 1)}"
        beside = {"p50": round(percentile(opened, 0.5), 2), "of": len(opened)}
        results.append(
            Result("R3", f"{name}: the last has its form", round(max(opened), 2), "s", ALL_OPEN_SECONDS, beside)
        )
        p95 = milliseconds(percentile(acted, 0.95))
        after = {"p50": milliseconds(percentile(acted, 0.5)), "reruns": len(acted)}
        results.append(Result("R3", f"{name}: p95 of a rerun afterwards", p95, "ms", limit, after))
    return results


@contextlib.asynccontextmanager
async def _servers(hall: Hall, folder: Path, processes: int) -> AsyncIterator[list[str]]:
    with contextlib.ExitStack() as running:
        urls = []
        for number in range(processes):
            place = folder / f"{processes}-{number}"
            place.mkdir()
            urls.append(running.enter_context(rembuk(hall, place)).url)
        yield urls


async def _arrive(urls: list[str], hall: Hall) -> tuple[list[float], list[float]]:
    """For each phone the seconds from scanning to the form; then what each rerun took."""
    opened: list[float] = []
    acted: list[float] = []
    all_open = asyncio.Event()
    rng = random.Random(7)

    async def phone(number: int) -> None:
        url, code = urls[number % len(urls)], hall.codes[hall.villages[number % len(hall.villages)]]
        await asyncio.sleep(rng.uniform(0, WITHIN_SECONDS))
        begin = time.perf_counter()
        cookie = await _scan(url, code)
        async with Session(url, "/komitmen", cookies={CARD_COOKIE: cookie}) as tab:
            opened.append(time.perf_counter() - begin)
            if len(opened) == PHONES:
                all_open.set()
            await all_open.wait()
            ends = time.perf_counter() + STAY_SECONDS
            while time.perf_counter() < ends:
                await asyncio.sleep(rng.uniform(0.8, 1.2) * EVERY_SECONDS)
                acted.append(await tab.type_text(FIELD, str(rng.randint(5, 40))))

    async with asyncio.TaskGroup() as phones:
        for number in range(PHONES):
            phones.create_task(phone(number))
    return opened, acted


async def _scan(url: str, code: str) -> str:
    """Open the card's link as a browser does; the value of the cookie that it is exchanged for."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        asked = f"GET /komitmen?k={code} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        writer.write(asked.encode())
        answer = (await reader.read()).decode("latin-1")
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    mark = f"{CARD_COOKIE}="
    line = next((line for line in answer.splitlines() if line.lower().startswith("set-cookie:") and mark in line), "")
    if not line:
        raise RuntimeError(f"a card's link was answered without a cookie: {answer[:80]!r}")
    return line.partition(mark)[2].partition(";")[0]
