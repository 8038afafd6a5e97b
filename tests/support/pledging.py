"""Villages that pledge while something breaks: each notes a key the moment its receipt is there, and resends what failed.

`python -m tests.support.pledging` reads one JSON document (url, meeting, villages, notes, name, threads, most, and
limit_bytes for a disk that is full at that size until the first refusal) and pledges until it is ended or done.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.engine import Database, DatabaseUnavailable, open_database
from db.schema import commitments
from domain.calendar import Month
from domain.commitment import LineRequest
from services.card_list import card_list
from services.change_meeting import open_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.submit_commitment import SubmitCommitment, submit_commitment
from services.verify_ledger import verify_ledger
from tests.support.databases import AT_THE_MACHINE, clock

PROJECT = Path(__file__).resolve().parents[2]
AGAIN_SECONDS = 0.02
BOUNDED_SECONDS = 30
CANNOT_BE_USED = (
    "Basis data tidak dapat dibaca atau ditulis. "
    "Periksa izin berkas, ruang disk, atau server basis data, lalu coba lagi."
)


@dataclass(frozen=True, slots=True)
class OpenHall:
    """An open meeting and the villages that may pledge in it."""

    url: str
    meeting: UUID
    villages: tuple[str, ...]


def open_hall(url: str) -> OpenHall:
    """Open a meeting on the data that a database has."""
    with contextlib.closing(open_database(url)) as database:
        made = create_meeting(CreateMeeting(budget_year=2027), database, clock, AT_THE_MACHINE)
        open_meeting(made.id, database, clock, AT_THE_MACHINE)
        villages = tuple(card.village_code for card in card_list(made, database, AT_THE_MACHINE))
    return OpenHall(url, made.id, villages)


def pledge(hall: OpenHall, database: Database, key: str) -> None:
    """One pledge, answered with a receipt; which village and how many workers follow from the key."""
    number = int(key.rpartition("-")[2])
    village = hall.villages[number % len(hall.villages)]
    line = LineRequest("new", 5 + number % 400, 12, Month(2027, 1), "ADD")
    command = SubmitCommitment(hall.meeting, village, [line], key)
    submit_commitment(command, database, clock, AT_THE_MACHINE)


class Pledger(threading.Thread):
    """Pledges one after the other; where the database cannot be used it sends the same again, as a phone does."""

    def __init__(
        self,
        hall: OpenHall,
        database: Database,
        name: str,
        *,
        note: Callable[[str], None],
        most: int,
        refused: Any = None,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self.error: BaseException | None = None
        self.enough = threading.Event()
        self._hall, self._database, self._note, self._most = hall, database, note, most
        self._refused: Callable[[str], None] = refused or (lambda _sentence: None)

    def run(self) -> None:
        """Until it has pledged as often as wanted, or was told that it is enough."""
        try:
            for number in range(self._most):
                if not self._sent(f"{self.name}-{number}"):
                    return
        except BaseException as error:  # noqa: BLE001  shown by the test
            self.error = error

    def _sent(self, key: str) -> bool:
        while not self.enough.is_set():
            try:
                pledge(self._hall, self._database, key)
            except DatabaseUnavailable as reason:
                self._refused(str(reason))
                self.enough.wait(AGAIN_SECONDS)
            else:
                self._note(key)
                return True
        return False


@dataclass(frozen=True, slots=True)
class Counted:
    """What was answered with a receipt, and what is found afterwards.

    Attributes:
        lost: keys with a receipt that are not there.
        twice: keys that are there more than once.
        unknown: found without a receipt: at most one for each sender, whose answer did not arrive.
        fault: what `verify` says.
    """

    acknowledged: int
    found: int
    lost: tuple[str, ...]
    twice: tuple[str, ...]
    unknown: int
    fault: str | None

    @property
    def is_sound(self) -> bool:
        """Nothing lost, nothing twice, the ledger holds."""
        return not (self.lost or self.twice or self.fault)


def count(url: str, acknowledged: Sequence[str], *, of: str = "") -> Counted:
    """Compare the keys that were acknowledged with the ledger, and verify it.

    Args:
        of: what the keys of these senders begin with; others in the same ledger are not counted.
    """
    with contextlib.closing(open_database(url)) as database:
        with database.reading() as connection:
            keys = connection.scalars(select(commitments.c.idempotency_key))
            found = Counter(key for key in keys if key.startswith(of))
        fault = verify_ledger(database).fault
    given = set(acknowledged)
    return Counted(
        acknowledged=len(given),
        found=found.total(),
        lost=tuple(sorted(given - set(found))),
        twice=tuple(sorted(key for key, times in found.items() if times > 1)),
        unknown=len(set(found) - given),
        fault=fault,
    )


class WriterProcess:
    """The same in a process of its own, which can be killed or held."""

    def __init__(self, hall: OpenHall, folder: Path, **order: Any) -> None:
        self._notes, self._said = folder / "receipts", folder / "refusals"
        self._log = folder / "writer.log"
        order |= {"url": hall.url, "meeting": str(hall.meeting), "villages": hall.villages, "notes": str(folder)}
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.pledging"], cwd=PROJECT, stdin=subprocess.PIPE,
                stdout=output, stderr=output, text=True,
            )  # fmt: skip
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order))
        self.process.stdin.close()

    def acknowledged(self) -> list[str]:
        """The keys with a receipt, in the order in which it arrived."""
        return self._notes.read_text(encoding="ascii").split("\n")[:-1] if self._notes.exists() else []

    def refusals(self) -> set[str]:
        """The sentences in which pledges were refused."""
        return set(self._said.read_text(encoding="utf-8").splitlines()) if self._said.exists() else set()

    def wait_for(self, pledges: int) -> None:
        """Until so many have a receipt.

        Raises:
            AssertionError: it ended before, or took too long; carries what it printed.
        """
        until(lambda: len(self.acknowledged()) >= pledges or self.process.poll() is not None)
        assert len(self.acknowledged()) >= pledges, self._log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(BOUNDED_SECONDS)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fails where it does not in half a minute."""
    deadline = time.monotonic() + BOUNDED_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


@contextlib.contextmanager
def full_at(limit_bytes: int | None) -> Iterator[Callable[[], None]]:
    """No file of this process may grow beyond a size, as on a full disk; yields the way to make room."""
    if limit_bytes is None:
        yield lambda: None
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, most))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def main() -> None:
    """Read the order, pledge."""
    order = json.loads(sys.stdin.read())
    hall = OpenHall(order["url"], UUID(order["meeting"]), tuple(order["villages"]))
    folder = Path(order["notes"])
    receipts, refusals = (
        os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND) for name in ("receipts", "refusals")
    )
    database = open_database(hall.url)
    with full_at(order.get("limit_bytes")) as make_room:

        def refused(sentence: str) -> None:
            make_room()
            os.write(refusals, f"{sentence}\n".encode())

        pledgers = [
            Pledger(
                hall, database, f"{order['name']}-{number}", most=order["most"], refused=refused,
                note=lambda key: os.write(receipts, f"{key}\n".encode()),
            )
            for number in range(order["threads"])
        ]  # fmt: skip
        for pledger in pledgers:
            pledger.start()
        for pledger in pledgers:
            pledger.join()
    errors = [pledger.error for pledger in pledgers if pledger.error]
    if errors:
        raise errors[0]


if __name__ == "__main__":
    main()
