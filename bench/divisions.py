"""Row R8: one allocation over all villages of the country, by every rule, beside a plain loop."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.allocation import measure as measure_rules
from bench.figures import Result

ARRAYS_MS, WHOLE_MS, FUNDS_MS = 20, 100, 200


async def measure(_folder: Path) -> list[Result]:
    """The arithmetic on arrays, `allocate` whole, how much faster than the loop; and several funds for one regency."""
    found = await asyncio.to_thread(measure_rules)
    results = []
    for rule, figures in found["rules"].items():
        results.append(Result("R8", f"{rule}, arrays", figures["arrays_ms"], "ms", ARRAYS_MS))
        beside = {"times faster than a plain loop": figures["ratio"]}
        results.append(Result("R8", f"{rule}, allocate", figures["allocate_ms"], "ms", WHOLE_MS, beside))
    results.append(Result("R8", "several funds, 29 villages × 8 groups × 6 funds", found["funds_ms"], "ms", FUNDS_MS))
    return results
