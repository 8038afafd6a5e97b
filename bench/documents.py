"""Row D1: every document of a closed meeting of 29 villages, in a new process: the first time, and again."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from bench.figures import Result
from bench.hall import ME, prepare
from db.engine import open_database
from services.change_meeting import close_meeting
from services.clock import system_clock
from tests.support.server import PROJECT

FIRST_SECONDS, AGAIN_SECONDS = 5.0, 2.0


async def measure(folder: Path) -> list[Result]:
    """All documents one after another, with the libraries still to be imported, and then once more."""
    hall = await asyncio.to_thread(prepare, f"sqlite:///{folder}/d1.sqlite3", pledges=29)
    database = open_database(hall.url)
    close_meeting(hall.meetings[0], database, system_clock, ME)
    database.close()
    command = [sys.executable, "-m", "bench.documents", hall.url, str(hall.meetings[0])]
    done = await asyncio.to_thread(subprocess.run, command, cwd=PROJECT, capture_output=True, text=True, check=True)
    first, again = json.loads(done.stdout)
    return [
        Result("D1", "all documents of 29 villages, first", round(sum(first.values()), 2), "s", FIRST_SECONDS, first),
        Result("D1", "all documents of 29 villages, again", round(sum(again.values()), 2), "s", AGAIN_SECONDS, again),
    ]


def make_all(url: str, meeting_id: UUID) -> dict[str, float]:
    """Seconds for each document."""
    database = open_database(url)
    seconds = {}
    for name, make in _documents(meeting_id).items():
        begin = time.perf_counter()
        if not make(database):
            raise RuntimeError(f"{name} is empty")
        seconds[name] = round(time.perf_counter() - begin, 2)
    database.close()
    return seconds


def _documents(meeting_id: UUID) -> dict[str, Callable[..., bytes]]:
    # What a process that is asked for the first document has to import belongs to its time.
    from services.card_prints import print_attendance_list  # noqa: PLC0415
    from services.export_annexes import Annexes, annex_files, annex_pdf, commitments_table  # noqa: PLC0415
    from services.export_workbook import all_files, workbook_file  # noqa: PLC0415
    from services.minutes import MinutesOrder, minutes_document  # noqa: PLC0415

    minutes, annexes = MinutesOrder(meeting_id, None, "http://192.0.2.1:8501"), Annexes(meeting_id)
    return {
        "minutes docx": lambda database: minutes_document(minutes, "docx", database, ME),
        "minutes pdf": lambda database: minutes_document(minutes, "pdf", database, ME),
        "workbook": lambda database: workbook_file(meeting_id, database, ME),
        "tables zip": lambda database: all_files(meeting_id, database, ME),
        "rab": lambda database: annex_pdf(annexes, "rab", database, ME),
        "letters": lambda database: annex_pdf(annexes, "letters", database, ME),
        "commitments": lambda database: commitments_table(meeting_id, database, ME),
        "attendance": lambda database: print_attendance_list(meeting_id, database, ME),
        "a file each, zip": lambda database: annex_files(annexes, ["rab", "letters"], database, ME),
    }


if __name__ == "__main__":
    of = sys.argv[1], UUID(sys.argv[2])
    print(json.dumps([make_all(*of), make_all(*of)]))
