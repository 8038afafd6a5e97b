"""What ``python -m db attendance`` answers: counts and rows; names only where they are asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from db.engine import Database
from db.queries.attendance import Attendee
from services.attendance import Attendance, attendance
from services.clock import Clock
from services.find_meeting import meeting_named
from services.identity import Credential
from services.meeting_command import Answer, Command


def _show(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
    seen = attendance(database, credential, meeting_named(database, options.meeting).id)
    counted = seen.presence
    document = {
        "meeting": str(seen.meeting.id),
        "state": seen.meeting.state,
        "villages_present": counted.villages,
        "villages_entitled": counted.of,
        "people": counted.people,
        "villages": [
            {
                "village_code": row.village.code,
                "name": row.village.name,
                "kind": row.village.kind,
                "present": row.is_present,
                "committed": row.has_pledged,
                "people": [_person(one, names=options.names) for one in row.people],
            }
            for row in seen.villages
        ],
        "organisations": [
            {"organisation": one.organisation, **_person(one, names=options.names)} for one in seen.others
        ],
    }
    return document, _text(seen, names=options.names)


def _person(one: Attendee, *, names: bool) -> dict[str, Any]:
    said = {"name": one.name, "position": one.position} if names else {}
    return {"id": str(one.id), "arrived_at": one.arrived_at.isoformat(), "marked_by": one.marked_by, **said}


def _text(seen: Attendance, *, names: bool) -> str:
    counted = seen.presence
    lines = [f"Hadir {counted.villages} dari {counted.of} desa, {counted.people} orang."]
    lines += [_line(row.village.title, row.people, names=names) for row in seen.villages if row.people]
    organisations = dict.fromkeys(one.organisation for one in seen.others)
    lines += [
        _line(organisation, [one for one in seen.others if one.organisation == organisation], names=names)
        for organisation in organisations
    ]
    absent = ", ".join(row.village.name for row in seen.absent)
    return "\n".join([*lines, *([f"Belum hadir: {absent}."] if absent else [])])


def _line(whose: str, people: tuple[Attendee, ...] | list[Attendee], *, names: bool) -> str:
    said = ", ".join(f"{one.name} ({one.position})" for one in people if one.name)
    return f"{whose}: {said if names and said else f'{len(people)} orang'}"


ATTENDANCE_COMMANDS: Mapping[str, Command] = {"attendance": _show}
