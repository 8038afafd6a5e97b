"""R10, `make soak`: an hour of the load of R2 on one process, and how its memory grows; `--minutes` for less."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import RESULTS_OF_SOAK, Result, machine, milliseconds, percentile, table, write_json
from bench.hall import prepare
from bench.push import acting_sessions
from bench.servers import rembuk
from bench.streams import Screens
from tests.support.server import RunningApp

SESSIONS, SCREENS = 100, 20
MINUTES, SETTLED_SHARE = 60, 1 / 6
MOST_GROWTH, MOST_MS = 1.10, 100.0
_KIB = 1024


async def soak(folder: Path, minutes: float) -> list[Result]:
    """Memory after the first sixth of the time (ten minutes of an hour), at the end, and its growth."""
    hall = await asyncio.to_thread(prepare, f"sqlite:///{folder}/soak.sqlite3")
    end = minutes * 60
    found: list[tuple[float, float]] = []
    with rembuk(hall, folder) as app:
        begin = time.monotonic()
        async with Screens(app.url, SCREENS), acting_sessions(app.url, hall, SESSIONS) as seconds:
            while (passed := time.monotonic() - begin) < end:
                found.append((passed, resident_mib(app)))
                print(f"{passed / 60:5.1f} min  {found[-1][1]:6.0f} MiB  {len(seconds)} reruns", flush=True)
                await asyncio.sleep(min(30, max(1, end / 60)))
        reruns = list(seconds)
    settled = _highest(found, end * SETTLED_SHARE * 0.8, end * SETTLED_SHARE * 1.2)
    last = _highest(found, end * 0.95, end)
    beside = {"after the first sixth": f"{settled:.0f} MiB", "at the end": f"{last:.0f} MiB",
              "minutes": minutes, "sessions": SESSIONS}  # fmt: skip
    p95 = milliseconds(percentile(reruns, 0.95))
    return [
        Result("R10", "memory at the end, of that after the first sixth", round(last / settled, 3), "x", MOST_GROWTH,
               beside),
        Result("R10", "p95 of a rerun meanwhile", p95, "ms", MOST_MS, {"reruns": len(reruns)}),
    ]  # fmt: skip


def _highest(found: list[tuple[float, float]], begin: float, end: float) -> float:
    return max((mib for passed, mib in found if begin <= passed <= end), default=found[-1][1])


def resident_mib(app: RunningApp) -> float:
    """Memory that the server holds now, in MiB; Linux tells it in /proc."""
    assert app.process, "start the app first"
    for line in Path(f"/proc/{app.process.pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / _KIB
    raise RuntimeError("the server has ended")


def main(arguments: list[str]) -> int:
    """Soak, print the table, write results-soak.json beside that of the benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    minutes = parser.parse_args(arguments).minutes
    about = machine()
    with tempfile.TemporaryDirectory(prefix="rembuk-soak-") as folder:
        results = asyncio.run(soak(Path(folder), minutes))
    print(f"\n{table(results)}")
    write_json(RESULTS_OF_SOAK, about, results)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
