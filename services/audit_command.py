"""What ``python -m db audit`` answers: every act of a meeting, or of those outside of all meetings."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from db.engine import Database
from db.queries.audit_acts import Asked
from domain.calendar import WIB
from services.audit_trail import TrailRow, whole_trail
from services.clock import Clock
from services.find_meeting import meeting_named
from services.identity import Credential
from services.meeting_command import Answer, Command


def _show(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
    meeting_id = None if options.installation else meeting_named(database, options.meeting).id
    rows = whole_trail(
        database, credential, Asked(meeting_id, since=_moment(options.since), until=_moment(options.until))
    )
    return [_document(row) for row in rows], "\n".join(map(_text, rows)) or "Belum ada catatan."


def _moment(typed: datetime | None) -> datetime | None:
    """A moment without a zone is meant as the clock in the hall shows it."""
    return typed.replace(tzinfo=WIB) if typed and typed.tzinfo is None else typed


def _document(row: TrailRow) -> dict[str, Any]:
    act = row.act
    return {
        "id": str(act.id),
        "at": act.at.isoformat(),
        "actor": act.actor,
        "who": row.who,
        "action": act.action,
        "what": row.what,
        "changes": [{"what": part.what, "before": part.before, "after": part.after} for part in row.parts],
        "detail": act.detail,
        "meeting": str(act.meeting_id) if act.meeting_id else None,
        "regency": act.regency_code,
    }


def _text(row: TrailRow) -> str:
    said = ", ".join(part.text for part in row.parts)
    # A break in what somebody typed must not look like an act of its own.
    line = f"{row.act.at.astimezone(WIB):%Y-%m-%d %H.%M.%S}  {row.who}  {row.what}{f': {said}' if said else ''}"
    return "".join(sign if sign.isprintable() else " " for sign in line)


AUDIT_COMMANDS: Mapping[str, Command] = {"audit": _show}
