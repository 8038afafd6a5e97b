"""What this process has done since it started, counted for who watches it: pledges, refusals, seconds, screens."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

from domain.refusal import Refused

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; a hall feels what is above the sixth of them."""


@dataclass(slots=True)
class Counted:
    """How an act went; who runs the block says whether it stored anything.

    Attributes:
        outcome: ``stored``, ``repeated``, ``refused``, or ``failed`` where anything else was raised.
        code: why it was refused.
    """

    outcome: str = "failed"
    code: str = ""
    seconds: float = 0.0


class Metrics:
    """The counters of one process; any thread may count and read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outcomes: Counter[str] = Counter({"stored": 0, "repeated": 0, "failed": 0})
        self._refusals: Counter[str] = Counter()
        self._within = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0
        self._screens = 0
        self._started = time.time()

    @contextmanager
    def pledge(self, counted: Counted) -> Iterator[None]:
        """Count the pledge that is taken in this block, refused and failed ones too."""
        start = time.perf_counter()
        try:
            yield
        except Refused as refusal:
            counted.outcome, counted.code = "refused", refusal.code
            raise
        finally:
            counted.seconds = time.perf_counter() - start
            self._add(counted)

    @contextmanager
    def screen(self) -> Iterator[None]:
        """A live screen, connected as long as the block runs."""
        self._move_screens(1)
        try:
            yield
        finally:
            self._move_screens(-1)

    def text(self) -> str:
        """All of it in Prometheus' text form."""
        with self._lock:
            outcomes, refusals, within = dict(self._outcomes), dict(self._refusals), list(self._within)
            seconds, screens = self._seconds, self._screens
        bounds = [*(f"{bound:g}" for bound in BUCKETS), "+Inf"]
        buckets = [f'_bucket{{le="{bound}"}} {count}' for bound, count in zip(bounds, accumulate(within), strict=True)]
        refused = [f'{{code="{code}"}} {count}' for code, count in sorted(refusals.items())]
        families = (
            ("rembuk_pledges_stored_total", "counter", "Pledges appended to the ledger", [f" {outcomes['stored']}"]),
            ("rembuk_pledges_repeated_total", "counter", "Pledges sent again", [f" {outcomes['repeated']}"]),
            ("rembuk_pledges_failed_total", "counter", "Pledges that met a fault", [f" {outcomes['failed']}"]),
            ("rembuk_pledges_refused_total", "counter", "Pledges refused, by the reason's code", refused),
            (
                "rembuk_pledge_seconds", "histogram", "Seconds until a pledge was answered",
                [*buckets, f"_sum {seconds:.6f}", f"_count {sum(within)}"],
            ),
            ("rembuk_live_screens", "gauge", "Live screens connected to this process", [f" {screens}"]),
            ("process_start_time_seconds", "gauge", "Start of this process in Unix time", [f" {self._started:.3f}"]),
        )  # fmt: skip
        return "".join(
            f"# HELP {name} {told}\n# TYPE {name} {kind}\n" + "".join(f"{name}{value}\n" for value in values)
            for name, kind, told, values in families
        )

    def _add(self, counted: Counted) -> None:
        with self._lock:
            if counted.outcome == "refused":
                self._refusals[counted.code] += 1
            else:
                self._outcomes[counted.outcome] += 1
            self._within[sum(bound < counted.seconds for bound in BUCKETS)] += 1
            self._seconds += counted.seconds

    def _move_screens(self, by: int) -> None:
        with self._lock:
            self._screens += by


METRICS = Metrics()
"""Those of this process."""
