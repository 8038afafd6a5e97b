"""The door of `make bench`: run all rows or those named, print the table, write results.json."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path

from bench.figures import Result, load, machine, table, write_json

RESULTS = Path(__file__).with_name("results.json")
Measure = Callable[[Path], Awaitable[list[Result]]]
# Row: its module, and the seconds after which it is given up. Together they stay below ten minutes.
ROWS = {
    "D1": ("bench.documents", 60),
    "R1": ("bench.reruns", 150),
    "R2": ("bench.crowd", 150),
    "R3": ("bench.arrivals", 180),
    "R4": ("bench.push", 180),
    "R5": ("bench.idle", 90),
    "R6": ("bench.pledges", 120),
    "R7": ("bench.nation", 400),
    "R8": ("bench.divisions", 120),
    "R9": ("bench.starts", 120),
    "S1": ("bench.sign_ins", 120),
    "W1": ("bench.what_ifs", 60),
}


def main(named: list[str]) -> int:
    """Measure; 0 also where a figure is missed, 1 where a row could not be measured, 2 for an unknown row."""
    unknown = [name for name in named if name not in ROWS]
    if unknown:
        print(f"no row {', '.join(unknown)}; there are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    about = machine()
    print(", ".join(f"{name} {value}" for name, value in about.items()), flush=True)
    results: list[Result] = []
    failed = 0
    for row in named or list(ROWS):
        failed += _measure(row, results)
    print(f"\n{table(results)}\n\nload now {load()}; what the rows mean: docs/speed.md")
    write_json(RESULTS, about, results)
    return 1 if failed else 0


def _measure(row: str, results: list[Result]) -> int:
    module, deadline = ROWS[row]
    measure: Measure = import_module(module).measure
    begin, busy = time.monotonic(), load()

    async def within_time(folder: Path) -> list[Result]:
        async with asyncio.timeout(deadline):
            return await measure(folder)

    with tempfile.TemporaryDirectory(prefix="rembuk-bench-") as folder:
        try:
            results += asyncio.run(within_time(Path(folder)))
        except Exception as failure:  # noqa: BLE001  one row that cannot be measured does not take the others along
            error: BaseException = failure
            while isinstance(error, BaseExceptionGroup):
                error = error.exceptions[0]
            print(f"{row} not measured: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            return 1
    print(f"{row} took {time.monotonic() - begin:.0f} s, load {busy} before it", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
