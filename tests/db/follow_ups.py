"""A meeting that is followed up, and steps of it, as the database tests record them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from db.engine import Database
from domain.follow_up_step import StepRequest
from domain.meeting import Meeting
from services.follow_up import FollowUp, follow_up
from services.identity import Credential
from services.record_follow_up import RecordStep, StepReceipt, record_step
from tests.db.factories import AT_THE_MACHINE, KARTAMULIA, PUDU, SettableClock, close_meeting, open_meeting, submit
from tests.support.follow_up import request


def closed_meeting(database: Database, clock: SettableClock) -> Meeting:
    """Kartamulia pledged 60 new workers, Pudu 20 new and 10 continued; a month later."""
    meeting = open_meeting(database, clock)
    submit(database, clock, meeting, KARTAMULIA, key="a")
    submit(database, clock, meeting, PUDU, new=20, continued=10, key="b")
    found = close_meeting(meeting, database, clock)
    clock.now += timedelta(days=30)
    return found


def do(
    database: Database,
    clock: SettableClock,
    meeting: Meeting,
    asked: StepRequest,
    key: str = "k",
    *,
    who: Credential = AT_THE_MACHINE,
    seen: int | None = None,
) -> StepReceipt:
    return record_step(RecordStep(meeting.id, asked, key, seen), database, clock, who)


def of(kind: str, village: str = KARTAMULIA, day: str = "2026-12-20", **said: Any) -> StepRequest:
    return request(kind, day, village_code=village, **said)


def seen(database: Database, clock: SettableClock, meeting: Meeting) -> FollowUp:
    return follow_up(database, clock, meeting.id)
