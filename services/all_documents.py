"""Every document of a closed meeting, one after another, so that a page can say which are ready."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from db.changes import counters, meeting_topic
from db.engine import Database
from db.queries.budget_codes import codes_of
from db.queries.minutes_details import details_of
from domain.meeting import Meeting
from services.export_annexes import KINDS, Annexes, annex_files, annex_pdf, commitments_table
from services.export_workbook import all_files
from services.identity import Credential
from services.minutes import MinutesOrder, minutes_document


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be made: what it is called, how its file is, and what makes it.

    `make` raises Refused as the service behind it does.
    """

    label: str
    file_name: str
    make: Callable[[], bytes]


def documents_of(meeting: Meeting, order: MinutesOrder, database: Database, credential: Credential) -> list[Document]:
    """The documents of a meeting for its facilitator, in the order in which they are made; none is made yet."""
    wanted = Annexes(meeting.id)
    mark = "-DATA-CONTOH" if meeting.is_rehearsal else ""

    def named(label: str, name: str, make: Callable[[], bytes]) -> Document:
        stem, _, ending = name.rpartition(".")
        return Document(label, f"{stem}{mark}.{ending}", make)

    return [
        named(
            "Berita acara (DOCX)", "berita-acara.docx", lambda: minutes_document(order, "docx", database, credential)
        ),
        named("Berita acara (PDF)", "berita-acara.pdf", lambda: minutes_document(order, "pdf", database, credential)),
        named("Buku kerja dan tabel", "hasil-rapat.zip", lambda: all_files(meeting.id, database, credential)),
        named("RAB semua desa", "rab.pdf", lambda: annex_pdf(wanted, "rab", database, credential)),
        named("Surat komitmen", "surat-komitmen.pdf", lambda: annex_pdf(wanted, "letters", database, credential)),
        named("Tabel komitmen", "tabel-komitmen.pdf", lambda: commitments_table(meeting.id, database, credential)),
        named("Lampiran tiap desa", "lampiran.zip", lambda: annex_files(wanted, list(KINDS), database, credential)),
    ]


def documents_version(meeting_id: UUID, regency_code: str, database: Database) -> tuple[object, ...]:
    """What a prepared document was made of; where it differs, the document is not today's any more.

    The meeting's counter moves with everything that happens to it, also when names of people are erased.
    """
    with database.reading() as connection:
        return (
            meeting_id,
            counters(connection).get(meeting_topic(meeting_id), 0),
            details_of(connection, meeting_id),
            codes_of(connection, regency_code),
        )


def documents_zip(made: Mapping[str, bytes]) -> bytes:
    """Documents in one file, by their names; they are compressed already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()
