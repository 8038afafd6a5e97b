"""What ``python -m db meeting ...`` does and answers: a document for ``--json``, and a text for people."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from db.engine import Database
from domain.calendar import WIB
from domain.meeting import Meeting, Settings, date_warning, settings_of
from domain.money import format_number, format_rupiah
from services import change_meeting
from services.clock import Clock
from services.copy_meeting import CopyMeeting, copy_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.find_meeting import meeting_named
from services.identity import Credential
from services.meetings_overview import MeetingLine, meetings_overview

Answer = tuple[Any, str]
Command = Callable[[Namespace, Database, Clock, Credential], Answer]


def _told(meeting: Meeting, clock: Clock) -> Answer:
    warning = date_warning(meeting, clock().astimezone(WIB).date())
    document = {
        "meeting": str(meeting.id),
        "state": meeting.state,
        "revision": meeting.revision,
        "title": meeting.title,
        "regency": meeting.regency_code,
        "budget_year": meeting.budget_year,
        "rehearsal": meeting.is_rehearsal,
        "warnings": [warning] if warning else [],
    }
    lines = [meeting.title, f"{meeting.state_label}, revisi {meeting.revision}", str(meeting.id)]
    return document, "\n".join([*lines, f"Perhatian: {warning}"] if warning else lines)


def _create(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    command = CreateMeeting(
        title=options.title,
        held_on=options.date,
        regency_code=options.regency,
        dataset_id=options.dataset,
        budget_year=options.year,
        stage=options.stage,
        target_points=options.target,
        min_workers=options.min_workers,
        max_workers=options.max_workers,
        over_ceiling=options.over_ceiling,
    )
    return _told(create_meeting(command, database, clock, credential), clock)


def _copy(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    source = meeting_named(database, options.meeting)
    command = CopyMeeting(source.id, held_on=options.date, budget_year=options.year)
    return _told(copy_meeting(command, database, clock, credential), clock)


def _set(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    """Only what is named changes; what somebody else changes between reading and storing is not overwritten."""
    found = meeting_named(database, options.meeting)
    named = {field.name: vars(options)[field.name] for field in fields(Settings) if field.name in options}
    seen = found.revision if options.revision is None else options.revision
    wanted = replace(settings_of(found), **named)
    changed = change_meeting.change_settings(found.id, wanted, database, clock, credential, revision=seen)
    return _told(changed, clock)


def _step(step: Callable[..., Meeting]) -> Command:
    def run(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
        found = meeting_named(database, options.meeting)
        return _told(step(found.id, database, clock, credential), clock)

    return run


def _reopen(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    return _told(change_meeting.reopen_meeting(found.id, options.reason, database, clock, credential), clock)


def _show(options: Namespace, database: Database, clock: Clock, _credential: Credential) -> Answer:
    return _told(meeting_named(database, options.meeting), clock)


def _list(_options: Namespace, database: Database, clock: Clock, _credential: Credential) -> Answer:
    found = meetings_overview(database)
    text = "\n".join(map(_line_text, found)) or "Belum ada rapat."
    return [_line_document(line, clock) for line in found], text


def _line_document(line: MeetingLine, clock: Clock) -> Mapping[str, Any]:
    told: dict[str, Any] = _told(line.meeting, clock)[0]
    return told | {
        "held_on": line.meeting.held_on.isoformat(),
        "villages_committed": line.totals.villages,
        "villages_entitled": line.totals.of,
        "workers": line.totals.workers,
        "amount_rupiah": line.totals.amount_rupiah,
    }


def _line_text(line: MeetingLine) -> str:
    meeting, totals = line.meeting, line.totals
    return (
        f"{str(meeting.id)[:8]}  {meeting.held_on}  {meeting.title} ({meeting.state_label}): "
        f"{totals.villages} dari {totals.of} desa, {format_number(totals.workers)} pekerja, "
        f"{format_rupiah(totals.amount_rupiah)}"
    )


MEETING_COMMANDS: Mapping[str, Command] = {
    "meeting create": _create,
    "meeting copy": _copy,
    "meeting open": _step(change_meeting.open_meeting),
    "meeting close": _step(change_meeting.close_meeting),
    "meeting reopen": _reopen,
    "meeting publish": _step(change_meeting.publish_meeting),
    "meeting set": _set,
    "meeting budgets": _step(change_meeting.take_new_budgets),
    "meeting show": _show,
    "meeting list": _list,
}
