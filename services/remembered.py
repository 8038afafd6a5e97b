"""Answers that are kept until something changes: asked again, they cost one look at the change counters."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from db.changes import counters
from db.engine import Database

MOST = 256
P = ParamSpec("P")
T = TypeVar("T")
_Version = frozenset[tuple[str, int]]


def remembered(asked: Callable[Concatenate[Database, P], T]) -> Callable[Concatenate[Database, P], T]:
    """Keep the newest answers of a reading service, each as long as no change counter has moved.

    Whatever raises a counter (`db.changes`) makes it ask anew: meetings, pledges, attendance, data, rules. The counters
    are read before the question, so an answer may be newer than its version, never older. Two who ask at the same
    moment both ask. An answer is shared: it must not be changed by who gets it.

    Args:
        asked: takes the database first, then values that can be hashed cheaply.
    """
    kept: OrderedDict[Hashable, tuple[_Version, T]] = OrderedDict()
    lock = threading.Lock()

    @wraps(asked)
    def answer(database: Database, *args: P.args, **named: P.kwargs) -> T:
        key = (database, args, tuple(sorted(named.items())))
        version = _version_of(database)
        with lock:
            found = kept.get(key)
        if found and found[0] == version:
            return found[1]
        value = asked(database, *args, **named)
        with lock:
            kept[key] = (version, value)
            kept.move_to_end(key)
            if len(kept) > MOST:
                kept.popitem(last=False)
        return value

    return cast("Callable[Concatenate[Database, P], T]", answer)


def _version_of(database: Database) -> Any:
    with database.reading() as connection:
        return frozenset(counters(connection).items())
