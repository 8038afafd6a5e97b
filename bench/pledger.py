"""One process of R6: threads that pledge as fast as they can, through the service that the pages use.

`python -m bench.pledger` reads one JSON document (url, meetings, villages, year, threads, seconds, seed), says "ready",
waits for an empty line so that all processes begin together, and prints one JSON document: the keys that were answered
with a receipt, the errors by their sentence, and the seconds that it took.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from bench.hall import Hall, pledge
from db.engine import Database, open_database


class Pledger(threading.Thread):
    """Pledges for villages in turns, a new revision each time; keeps what it was given a receipt for."""

    def __init__(self, database: Database, order: dict[str, Any], seed: str) -> None:
        super().__init__(daemon=True)
        self.kept: list[str] = []
        self.errors: Counter[str] = Counter()
        self._database, self._order = database, order
        self._rng = random.Random(seed)

    def run(self) -> None:
        """Until the seconds are over."""
        order = self._order
        meetings = tuple(UUID(text) for text in order["meetings"])
        hall = Hall(order["url"], meetings, {}, order["year"])
        end = time.monotonic() + order["seconds"]
        while time.monotonic() < end:
            number, key = self._rng.randrange(len(order["villages"])), str(uuid4())
            village, meeting = order["villages"][number], number % len(meetings)
            try:
                pledge(self._database, hall, village, key=key, workers=self._rng.randint(5, 40), meeting=meeting)
            except Exception as error:  # noqa: BLE001  whatever goes wrong is what this row counts
                self.errors[f"{type(error).__name__}: {str(error)[:80]}"] += 1
            else:
                self.kept.append(key)


def main() -> None:
    """Read the order, wait for the others, pledge, tell."""
    order = json.loads(sys.stdin.readline())
    database = open_database(order["url"])
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    threads = [Pledger(database, order, f"{order['seed']} {number}") for number in range(order["threads"])]
    print("ready", flush=True)
    sys.stdin.readline()
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - begin
    errors = sum((thread.errors for thread in threads), Counter())
    kept = [key for thread in threads for key in thread.kept]
    print(json.dumps({"kept": kept, "errors": errors, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
