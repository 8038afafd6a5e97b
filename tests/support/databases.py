"""Databases that tests start from: each kind is made once a session and copied for every test."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from db.engine import Database, open_database
from domain.calendar import Month
from services.identity import CommandLine
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.prepare_database import load_sample, migrate_and_load
from services.write_template import template_file

AT_THE_MACHINE = CommandLine()


def clock() -> datetime:
    """A morning before the budget year 2027."""
    return datetime(2026, 11, 22, 3, 30, tzinfo=UTC)


def enrollment_file(database: Database, *, eligible: int = 100, active: int = 40) -> bytes:
    """The template with the same counts in every row: a real import, not sample data."""
    out = io.StringIO(newline="")
    reader = csv.DictReader(io.StringIO(template_file("enrollment", database, clock).decode("utf-8-sig")))
    writer = csv.DictWriter(out, reader.fieldnames or [], lineterminator="\n")
    writer.writeheader()
    for row in reader:
        writer.writerow(row | {"potensi": eligible, "aktif": active, "nonaktif": 0})
    return out.getvalue().encode()


def import_real_data(database: Database, **counts: int) -> None:
    """Store the filled template for October 2026 as the current data."""
    command = ImportEnrollment(enrollment_file(database, **counts), "oktober.csv", Month(2026, 10))
    report = import_enrollment(command, database, clock, AT_THE_MACHINE)
    assert report.stored, report.faults


def _sample(database: Database) -> None:
    migrate_and_load(database)
    load_sample(database, clock)


def _real(database: Database) -> None:
    migrate_and_load(database)
    import_real_data(database)


_KINDS: Mapping[str, Callable[[Database], None]] = {"sample": _sample, "real": _real}


class Templates:
    """SQLite files in a folder: "sample" and "real", each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, kind: str, target: Path) -> str:
        """Copy a kind to a new file and return its URL."""
        template = self._folder / f"{kind}.sqlite3"
        if not template.exists():
            with closing(open_database(f"sqlite:///{template}")) as database:
                _KINDS[kind](database)
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"
