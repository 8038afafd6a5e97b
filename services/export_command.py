"""What ``python -m db export ...`` does and answers: a file of a closed meeting, in the format that is asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from db.engine import Database
from db.settings import settings
from domain.minutes import MinutesForm
from domain.refusal import Refused
from exports.minutes_docx import Template
from services.clock import Clock
from services.export_workbook import all_files, csv_table, workbook_file
from services.find_meeting import meeting_named
from services.hall_address import hall_address
from services.identity import Credential
from services.meeting_command import Answer, Command
from services.minutes import MinutesOrder, minutes_document, office_template, template_file
from services.minutes_details import minutes_details
from services.network import program_address

Export = Callable[[UUID, Namespace, Database, Credential], bytes]


def _minutes(meeting_id: UUID, options: Namespace, database: Database, credential: Credential) -> bytes:
    written = minutes_details(database, meeting_id)
    order = MinutesOrder(
        meeting_id,
        MinutesForm(options.number or written.number, options.place or written.place),
        hall_address(database).base_url or program_address(settings().address, settings().port),
        _template(options) if options.format == "docx" else None,
    )
    return minutes_document(order, options.format, database, credential)


def _template(options: Namespace) -> Template | None:
    return template_file(Path(options.template)) if options.template else office_template(settings())


EXPORTS: Mapping[str, Export] = {
    "docx": _minutes,
    "pdf": _minutes,
    "xlsx": lambda meeting_id, _options, database, credential: workbook_file(meeting_id, database, credential),
    "csv": lambda meeting_id, options, database, credential: csv_table(meeting_id, options.table, database, credential),
    "zip": lambda meeting_id, _options, database, credential: all_files(meeting_id, database, credential),
}
"""A format and what makes it; ``--format`` offers the same ones (`db.arguments.EXPORT_FORMATS`)."""


def _export(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    content = EXPORTS[options.format](found.id, options, database, credential)
    try:
        Path(options.out).write_bytes(content)
    except OSError as error:
        raise Refused("export.out", f"Berkas {options.out} tidak dapat ditulis. Periksa foldernya.") from error
    return {"file": options.out, "bytes": len(content)}, f"Tersimpan: {options.out}"


EXPORT_COMMANDS: Mapping[str, Command] = {"export": _export}
