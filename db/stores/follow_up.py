"""Append steps to the follow-up of a meeting, and rows to the calendar of the village budget year."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from db.changes import meeting_topic, raise_counter
from db.follow_up_tables import follow_up_steps
from db.queries.follow_up import step_of
from db.rule_tables import budget_dates
from domain.budget_calendar import BudgetDate
from domain.follow_up import Step
from domain.follow_up_step import StepRequest


@dataclass(frozen=True, slots=True)
class NewStep:
    """What is to be appended; everything in it is checked already."""

    meeting_id: UUID
    regency_code: str
    number: int
    revision: int
    said: StepRequest
    typed_by: str
    at: datetime
    idempotency_key: str


def append_step(connection: Connection, new: NewStep) -> Step:
    """Append one row and raise the meeting's counter; returns it as it now stands.

    The caller holds the meeting's lock, so no other step takes the same number.
    """
    said = asdict(new.said)
    for name in ("paid_from", "paid_until"):
        said[name] = str(getattr(new.said, name)) if said[name] else None
    row = said | {
        "id": uuid4(),
        "meeting_id": new.meeting_id,
        "regency_code": new.regency_code,
        "number": new.number,
        "pledge_revision": new.revision,
        "typed_by": new.typed_by,
        "created_at": new.at,
        "idempotency_key": new.idempotency_key,
    }
    connection.execute(insert(follow_up_steps), row)
    raise_counter(connection, meeting_topic(new.meeting_id))
    return step_of(row)


def add_budget_date(connection: Connection, date: BudgetDate) -> None:
    """Append a row; of the same document and budget year it is the one that counts from now on."""
    connection.execute(insert(budget_dates), asdict(date))
