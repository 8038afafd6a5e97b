"""Do an act again that the database broke off: a deadlock, a serialisation failure, a line that was lost.

The whole call is repeated, from its first look at the database: what it saw the first time may have changed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from db.failures import BrokenOff, DatabaseUnavailable, OutcomeUnknown

TRIES = 4
FIRST_PAUSE_SECONDS = 0.05

P = ParamSpec("P")
R = TypeVar("R")


def pause_after(failures: int) -> float:
    """Seconds to wait: three times as long each time, and never the same for two who were in each other's way."""
    pause: float = FIRST_PAUSE_SECONDS * 3 ** (failures - 1)
    return pause * random.uniform(0.5, 1.5)  # noqa: S311  keeps two apart, no secret


def retried(act: Callable[P, R]) -> Callable[P, R]:
    """A service that is one transaction: done again while nothing of it was stored, four times at most."""
    return _again_after((BrokenOff,), act)


def retried_by_key(act: Callable[P, R]) -> Callable[P, R]:
    """As `retried`, and also where nobody knows whether it was stored: the act's own key finds the first one."""
    return _again_after((BrokenOff, OutcomeUnknown), act)


def _again_after(kinds: tuple[type[DatabaseUnavailable], ...], act: Callable[P, R]) -> Callable[P, R]:
    @wraps(act)
    def repeat(*args: P.args, **kwargs: P.kwargs) -> R:
        for failures in range(1, TRIES):
            try:
                return act(*args, **kwargs)
            except kinds:
                time.sleep(pause_after(failures))
        return act(*args, **kwargs)

    return repeat
