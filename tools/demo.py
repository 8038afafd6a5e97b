"""A rehearsal by itself: a hall of its own in which 29 villages join and pledge over two minutes.

`make demo` starts the program on a new database with sample data, opens a meeting, and lets every village come and
pledge with its own card, through the services that the phones use. The facilitator practises meanwhile: signs in by the
printed link, corrects, decides, closes. When it ends (Ctrl+C) the database is removed. It never touches another one.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.engine import Database, open_database
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting
from domain.money import format_rupiah
from domain.refusal import Refused
from services.attendance import Arrival, join
from services.card_list import IssuedCard, card_list
from services.change_meeting import open_meeting
from services.clock import system_clock
from services.create_meeting import CreateMeeting, create_meeting
from services.identity import CardCode, CommandLine
from services.pledge_form import pledge_form
from services.prepare_database import load_sample, migrate_and_load
from services.submit_commitment import SubmitCommitment, submit_commitment

PROJECT = Path(__file__).resolve().parents[1]
ME = CommandLine()
ARRIVAL_SHARE = 0.4
"""Of the whole time; then most are there and the pledges come."""
START_SECONDS = 60
ONLY_ITS_OWN = (
    "Peragaan memakai basis datanya sendiri dan tidak mau berjalan di atas basis data lain. "
    "Hapus dulu DATABASE_URL dari lingkungan, lalu ulangi."
)


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """What a village does, and how many seconds after the beginning."""

    at: float
    village_code: str
    act: str


def timetable(villages: list[str], seconds: float, seed: int = 0) -> list[Step]:
    """Every village comes once and pledges once, later than it came; every seventh corrects itself at the end."""
    rng = random.Random(seed)  # noqa: S311  no secret
    order = rng.sample(villages, len(villages))
    steps = []
    for number, village in enumerate(order):
        came = seconds * ARRIVAL_SHARE * rng.random()
        pledged = max(came + seconds * 0.02, seconds * (0.1 + 0.8 * (number + rng.random()) / len(order)))
        steps += [Step(came, village, "join"), Step(pledged, village, "pledge")]
        if number % 7 == 3:
            steps.append(Step(pledged + seconds * 0.08, village, "correct"))
    return sorted(steps)


class Hall:
    """The villages of one open meeting, each with its card."""

    def __init__(self, database: Database, meeting: Meeting) -> None:
        self._database, self._meeting = database, meeting
        self.cards: dict[str, IssuedCard] = {card.village_code: card for card in card_list(meeting, database, ME)}
        self._rng = random.Random(meeting.budget_year)  # noqa: S311  no secret

    def do(self, step: Step) -> str:
        """Let a village act; returns what happened, in one line."""
        card = self.cards[step.village_code]
        try:
            return f"{card.name}: {self._act(step, card)}"
        except Refused as refusal:
            return f"{card.name}: ditolak. {refusal.reason}"

    def _act(self, step: Step, card: IssuedCard) -> str:
        credential = CardCode(card.code)
        if step.act == "join":
            who = Arrival(self._meeting.id, step.village_code, name=f"Contoh {card.name}", position="Kepala Desa")
            join(who, self._database, system_clock, credential)
            return "hadir"
        form = pledge_form(self._database, credential)
        if not form.counts.uncovered:
            return "semua pekerjanya sudah terlindungi"
        workers = min(form.counts.uncovered, self._rng.randrange(10, 120, 5))
        source = self._rng.choice(["ADD", "ADD", "ADD", "PADes"])
        line = LineRequest("new", workers, 12, Month(self._meeting.budget_year, 1), source)
        key = f"demo {step.village_code} {step.act}"
        command = SubmitCommitment(
            self._meeting.id, step.village_code, [line], key, reason="dihitung lagi" if step.act == "correct" else ""
        )
        kept = submit_commitment(command, self._database, system_clock, credential).commitment
        return f"{kept.text}, {format_rupiah(kept.amount_rupiah)}"


def play(hall: Hall, seconds: float, ended: threading.Event, say: Callable[[str], None]) -> None:
    """All steps at their time, until they are over or the rehearsal ends."""
    begin = time.monotonic()
    for step in timetable(list(hall.cards), seconds):
        if ended.wait(max(0.0, begin + step.at - time.monotonic())):
            return
        say(hall.do(step))


@contextmanager
def own_database() -> Iterator[str]:
    """The URL of a new database in a folder of its own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rembuk-peragaan-"))
    try:
        yield f"sqlite:///{folder / 'peragaan.sqlite3'}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(url: str, port: int) -> Iterator[None]:
    """The program on that database, healthy, until the block ends.

    Raises:
        SystemExit: it did not start.
    """
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    running = subprocess.Popen(command, cwd=PROJECT, env=os.environ | {"DATABASE_URL": url})  # noqa: S603  our own words
    try:
        _wait_until_healthy(running, port)
        yield
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()


def _wait_until_healthy(running: subprocess.Popen[bytes], port: int) -> None:
    address = f"http://127.0.0.1:{port}/_stcore/health"
    for _ in range(START_SECONDS * 5):
        if running.poll() is not None:
            raise SystemExit(f"Program tidak dapat dimulai di port {port}; alasannya di atas.")
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"Program belum menjawab setelah {START_SECONDS} detik.")


def rehearse(port: int, seconds: float, *, stays: bool, ended: threading.Event) -> None:
    """Prepare, start, play; then stay until it is ended, so that the facilitator can close the meeting."""
    with own_database() as url, closing(open_database(url)) as database:
        migrate_and_load(database)
        load_sample(database, system_clock)
        made = create_meeting(CreateMeeting(), database, system_clock, ME)
        meeting = open_meeting(made.id, database, system_clock, ME)
        with server(url, port):
            _say(f"Peragaan: {meeting.title}. Layar: /layar. Berakhir dengan Ctrl+C; basis datanya lalu dihapus.")
            play(Hall(database, meeting), seconds, ended, _say)
            if stays and not ended.is_set():
                _say("Semua desa sudah bertindak. Silakan berlatih menutup rapat; Ctrl+C mengakhiri.")
                ended.wait()


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def main() -> int:
    """Read the options; 2 where it must not start."""
    parser = argparse.ArgumentParser(prog="make demo", description="A rehearsal by itself, in a database of its own.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--seconds", type=float, default=120.0, help="over which the villages act; default: 120")
    parser.add_argument("--leave", action="store_true", help="end when all have acted")
    options = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        print(ONLY_ITS_OWN, file=sys.stderr)
        return 2
    ended = threading.Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: ended.set())
    rehearse(options.port, options.seconds, stays=not options.leave, ended=ended)
    return 0


if __name__ == "__main__":
    sys.exit(main())
