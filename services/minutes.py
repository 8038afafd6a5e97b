"""The minutes of a meeting: a document once its result is frozen, before that a draft to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID

from db.engine import Connection, Database
from db.queries.addenda import addenda_of
from db.queries.meetings import meeting, snapshot
from db.queries.minutes_details import details_of
from db.settings import Settings
from domain.attendance import Person
from domain.meeting import Meeting
from domain.minutes import Attendee, Beside, MinutesForm, make_minutes
from domain.minutes_parts import Minutes
from domain.refusal import Refused
from exports.minutes_docx import Template, minutes_docx
from exports.minutes_pdf import minutes_pdf
from services.attendance_record import RecordedPerson, people_of
from services.export_workbook import readable_meeting
from services.identity import Credential, require_facilitator
from services.meeting_result import result_document
from services.records import read_record

Kind = Literal["docx", "pdf"]


@dataclass(frozen=True, slots=True)
class MinutesOrder:
    """Whose minutes are wanted and what no meeting knows of them.

    Attributes:
        form: what stands in it; None for what the office has written down for the meeting.
        base_url: where the program is found; the QR code leads there.
        template: the office's own for the DOCX file; None for the one that comes with the program.
    """

    meeting_id: UUID
    form: MinutesForm | None
    base_url: str
    template: Template | None = None


def minutes_document(order: MinutesOrder, kind: Kind, database: Database, credential: Credential | None) -> bytes:
    """The minutes as a file, from the newest snapshot alone.

    Before publishing they are the facilitators'; after it everybody may have them, but without the names of who
    came. Names are kept for the minutes of the office, can be erased, and what is on three hundred phones cannot.

    Args:
        credential: None for everybody.

    Raises:
        Refused: no such meeting, not closed, not this reader's yet, a record that was changed, or a form or
            template with a fault.
    """
    with database.reading() as connection:
        found = _frozen_minutes(connection, order, credential)
    return _MADE_BY[kind](found, order.template)


_MADE_BY: Mapping[str, Callable[[Minutes, Template | None], bytes]] = {
    "docx": minutes_docx,
    "pdf": lambda found, _template: minutes_pdf(found),
}


def minutes_preview(order: MinutesOrder, database: Database, credential: Credential) -> Minutes:
    """The minutes to look at, frozen or as they would be now; without names, because the page may be projected.

    Raises:
        Refused: not a facilitator, no such meeting, or a form with a fault.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = meeting(connection, order.meeting_id)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        if found.state in ("closed", "published"):
            return _minutes(connection, found, order, names=False)
        body = result_document(connection, found, frozen_at=None)
        people = _people(people_of(connection, found.id, body), names=False)
        return make_minutes(body, "", _form(connection, order), Beside(people))


def _frozen_minutes(connection: Connection, order: MinutesOrder, credential: Credential | None) -> Minutes:
    if credential is not None:
        require_facilitator(connection, credential)  # published or not: only then there are names in it
    found = readable_meeting(connection, order.meeting_id, credential)
    return _minutes(connection, found, order, names=credential is not None)


def _minutes(connection: Connection, found: Meeting, order: MinutesOrder, *, names: bool) -> Minutes:
    frozen = snapshot(connection, found.id)
    assert frozen is not None, "a closed meeting has a snapshot"
    body = read_record(*frozen)
    beside = Beside(
        people=_people(people_of(connection, found.id, body), names=names),
        addenda=addenda_of(connection, found.id),
        base_url=order.base_url,
    )
    return make_minutes(body, frozen[1], _form(connection, order), beside)


def _form(connection: Connection, order: MinutesOrder) -> MinutesForm:
    return details_of(connection, order.meeting_id) if order.form is None else order.form.tidied()


def _people(recorded: tuple[RecordedPerson, ...], *, names: bool) -> tuple[Attendee, ...]:
    return tuple(_attendee(one, names=names) for one in recorded)


def _attendee(one: RecordedPerson, *, names: bool) -> Attendee:
    origin = f"Desa {one.village_name}" if one.village_code else one.organisation
    is_withheld = one.state == "named" and not names
    person = Person() if is_withheld else one.person
    return Attendee(person.name, person.position, origin, "withheld" if is_withheld else one.state)


def office_template(settings: Settings) -> Template | None:
    """The template that REMBUK_MINUTES_TEMPLATE names; None where it names none.

    Raises:
        Refused: the file cannot be read.
    """
    return template_file(settings.minutes_template) if settings.minutes_template else None


def template_file(path: Path) -> Template:
    """A template from a file.

    Raises:
        Refused: it cannot be read.
    """
    try:
        return Template(path.name, path.read_bytes())
    except OSError as error:
        raise Refused(
            "minutes.template",
            f"Templat berita acara {path.name} tidak ada atau tidak dapat dibaca. Periksa alamatnya.",
        ) from error
