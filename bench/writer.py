"""Another process that writes: pledges one after the other, and the moment at which each commit returned.

`python -m bench.writer URL MEETING VILLAGE COUNT PAUSE`, as the facilitator's command line would; prints the monotonic
clock in nanoseconds and the meeting's counter, a line for each pledge.
"""

from __future__ import annotations

import sys
import time
from uuid import UUID, uuid4

from bench.hall import Hall, counter_of, pledge
from db.engine import open_database
from db.queries.meetings import meeting


def main(url: str, meeting_id: str, village: str, count: int, pause_seconds: float) -> None:
    """Write so many pledges of one village, each replacing the one before."""
    database = open_database(url)
    with database.reading() as connection:
        found = meeting(connection, UUID(meeting_id))
    assert found, "the meeting is in the database"
    hall = Hall(url, (found.id,), {}, found.budget_year)
    for number in range(count):
        pledge(database, hall, village, key=str(uuid4()), workers=10 + number % 20)
        print(time.monotonic_ns(), counter_of(hall), flush=True)
        time.sleep(pause_seconds)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5]))
