"""What the tests of backup, restore and copy look at: whole databases, row by row."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from db.engine import Database
from db.people_tables import drafts, paper_checks
from db.queries.import_choices import Header
from db.schema import metadata
from db.stores.import_choices import remember_columns
from domain.addendum import AddendumRequest
from domain.budget_codes import BudgetCodes
from domain.meeting import Meeting
from domain.minutes import MinutesForm
from services.addenda import AddAddendum, add_addendum
from services.attendance import Arrival, mark_present
from services.budget_codes import write_budget_codes
from services.change_meeting import publish_meeting
from services.minutes_details import write_minutes_details
from services.projection import steer
from services.record_follow_up import RecordStep, record_step
from services.reissue_card import reissue_card
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    close_meeting,
    open_meeting,
    submit,
)
from tests.support import follow_up
from tests.support.budgets import budget_row, with_ceilings
from tests.support.decisions import decide, keep

PROJECT = Path(__file__).resolve().parents[2]

Contents = dict[str, list[tuple[Any, ...]]]


def contents(database: Database, *, without: frozenset[str] = frozenset()) -> Contents:
    """Every row of every table, in an order that both database systems have in common."""
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in without
        }


def whole(database: Database) -> Contents:
    """Everything but what is counted of wrong codes."""
    return contents(database, without=frozenset({"wrong_codes"}))


def held_meeting(database: Database, clock: SettableClock) -> Meeting:
    """A meeting with a row in every table that a meeting has, its result published."""
    with_ceilings(database, budget_row())
    meeting = open_meeting(database, clock)
    receipt = submit(database, clock, meeting, way="paper")
    submit(database, clock, meeting, PUDU, key="key-2")
    reissue_card(meeting.id, PUDU, 1, database, clock, AT_THE_MACHINE)
    arrival = Arrival(meeting.id, KARTAMULIA, name="Budi", position="Kepala Desa")
    mark_present(arrival, database, clock, AT_THE_MACHINE)
    decide(database, clock, meeting, keep(database, clock))
    with database.writing() as connection:
        values = {"commitment_id": receipt.commitment.id, "meeting_id": meeting.id}
        connection.execute(insert(paper_checks).values(checked_by="facilitator", checked_at=clock(), **values))
        said = Header("62.08", "enrollment", "0" * 64)
        remember_columns(connection, said, {"potensi": "Jumlah"}, by="facilitator", at=clock())
        here = {"meeting_id": meeting.id, "village_code": PUDU}
        connection.execute(insert(drafts).values(content="[]", replaces=1, saved_at=clock(), **here))
    steer(meeting.id, {"scene": "map"}, database, clock, AT_THE_MACHINE)
    close_meeting(meeting, database, clock)
    published = publish_meeting(meeting.id, database, clock, AT_THE_MACHINE)
    step = follow_up.request("apbdes", "2026-12-20", village_code=KARTAMULIA)
    clock.now += timedelta(days=40)
    record_step(RecordStep(meeting.id, step, "step-1"), database, clock, AT_THE_MACHINE)
    request = AddendumRequest(kind="note", village_code=None, text="Salah ketik", decided_by="DPMD")
    write_minutes_details(meeting.id, MinutesForm("7/2026", "Aula"), database, clock, AT_THE_MACHINE)
    write_budget_codes("62.08", BudgetCodes(activity="2.1.90 Lain"), database, clock, AT_THE_MACHINE)
    add_addendum(AddAddendum(meeting.id, request, "addendum-1"), database, clock, AT_THE_MACHINE)
    return published


def killed(program: str, *arguments: str) -> int:
    """Run a program of a few lines in a process of its own, which kills itself on the way; its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


DIES = "import os, signal\ndef die(*_a, **_k):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
"""The beginning of such a program: ``die``, to be put in the place of what is not to be reached."""
