"""The result of a closed meeting as a workbook and CSV files, read from its snapshot: the same at every reading."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.addenda import addenda_of
from db.queries.commitments import commitment_of, ledger_rows
from db.queries.enrollment import counts_by_village, dataset
from db.queries.meetings import meeting, snapshot
from domain.enrollment_file import COLUMNS
from domain.meeting import Meeting
from domain.refusal import Refused
from exports.table import local, table_csv
from exports.workbook import workbook
from exports.workbook_beside import follow_up_table, scenario_table
from exports.workbook_content import HistoryRow, WorkbookContent
from exports.workbook_sheets import line_table, village_table
from services.export_dataset import import_form
from services.identity import Credential, require_facilitator
from services.workbook_beside import followed_lines, kept_scenarios


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What a closed meeting's files are made of; `enrollment` is the dataset's, in the form of the import."""

    content: WorkbookContent
    enrollment: bytes


def workbook_file(meeting_id: UUID, database: Database, credential: Credential | None) -> bytes:
    """The workbook (XLSX).

    Args:
        credential: None for everybody, who may have what is published.

    Raises:
        Refused: no such meeting, not closed, or closed but not published and not a facilitator.
    """
    return workbook(_frozen(meeting_id, database, credential).content)


def csv_table(meeting_id: UUID, name: str, database: Database, credential: Credential | None) -> bytes:
    """One of `CSV_TABLES`: those for a spreadsheet, and ``kepesertaan`` as the import takes it again.

    Raises:
        Refused: as :func:`workbook_file`.
    """
    return CSV_TABLES[name](_frozen(meeting_id, database, credential))


def all_files(meeting_id: UUID, database: Database, credential: Credential | None) -> bytes:
    """The workbook and every CSV table in one ZIP file; what is of sample data says so in its name.

    Raises:
        Refused: as :func:`workbook_file`.
    """
    found = _frozen(meeting_id, database, credential)
    mark = "-DATA-CONTOH" if found.content.is_sample else ""
    files = {f"hasil-rapat{mark}.xlsx": workbook(found.content)}
    files |= {f"{name}{mark}.csv": table(found) for name, table in CSV_TABLES.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # The time of the closing and not of the download: the same result gives the same file.
            entry = zipfile.ZipInfo(name, local(found.content.frozen_at).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _desa(found: _Frozen) -> bytes:
    return table_csv(village_table(found.content, line_table(found.content)), found.content.mark)


def _lines(found: _Frozen) -> bytes:
    return table_csv(line_table(found.content), found.content.mark)


CSV_TABLES: Mapping[str, Callable[[_Frozen], bytes]] = {
    "desa": _desa,
    "baris": _lines,
    "kepesertaan": lambda found: found.enrollment,
    "simulasi": lambda found: table_csv(scenario_table(found.content), found.content.mark),
    "tindak-lanjut": lambda found: table_csv(follow_up_table(found.content), found.content.mark),
}


def _frozen(meeting_id: UUID, database: Database, credential: Credential | None) -> _Frozen:
    with database.reading() as connection:
        found = readable_meeting(connection, meeting_id, credential)
        frozen = snapshot(connection, found.id)
        assert frozen is not None, "a closed meeting has a snapshot"
        result = json.loads(frozen[0])
        data = result["dataset"]
        dataset_id = UUID(data["id"]) if data else None
        places = {row["village_code"]: row["name"] for row in result["villages"]}
        kept, has_older = kept_scenarios(
            connection, found.regency_code, datetime.fromisoformat(result["frozen_at"]), places
        )
        content = WorkbookContent(
            result=result,
            sha256=frozen[1],
            state_label=found.state_label,
            counts=counts_by_village(connection, dataset_id) if dataset_id else {},
            history=_history(connection, found.id, result["ledger"]["rows"]),
            addenda=addenda_of(connection, found.id),
            scenarios=kept,
            has_older_scenarios=has_older,
            followed=followed_lines(connection, found.id, result),
        )
        return _Frozen(content, _enrollment(connection, dataset_id, is_sample=content.is_sample))


def readable_meeting(connection: Connection, meeting_id: UUID, credential: Credential | None) -> Meeting:
    """The meeting, where its result is frozen and this reader may have it.

    Raises:
        Refused: no such meeting, not closed, or closed but not published and not a facilitator.
    """
    found = meeting(connection, meeting_id)
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    if found.state == "published":
        return found
    if credential is None:
        raise Refused("export.not_published", "Hasil rapat ini belum diterbitkan. Fasilitator dapat mengunduhnya.")
    require_facilitator(connection, credential)
    if found.state != "closed":
        raise Refused("export.not_closed", "Hasil rapat belum beku. Tutup rapat dulu, lalu unduh lagi.")
    return found


def _history(connection: Connection, meeting_id: UUID, last: int) -> tuple[HistoryRow, ...]:
    """The ledger as far as the snapshot knows it: nothing that came after it belongs to the result."""
    return tuple(_history_row(columns) for row, columns in ledger_rows(connection, meeting_id) if row.sequence <= last)


def _history_row(columns: Mapping[str, Any]) -> HistoryRow:
    found = commitment_of(columns)
    return HistoryRow(
        sequence=found.sequence,
        created_at=found.created_at,
        village_code=found.village_code,
        revision=found.revision,
        replaces=columns["replaces"],
        is_withdrawn=found.is_withdrawn,
        new_workers=found.new_workers,
        continued_workers=found.continued_workers,
        amount_rupiah=found.amount_rupiah,
        text=found.text,
        entered_by=found.entered_by,
        way=found.way,
        reason=found.reason,
        receipt=found.receipt,
        previous_hash=columns["previous_hash"],
        row_hash=found.row_hash,
    )


def _enrollment(connection: Connection, dataset_id: UUID | None, *, is_sample: bool) -> bytes:
    """The result's enrollment data; of a rehearsal they are marked, whatever the dataset itself says."""
    found = dataset(connection, dataset_id) if dataset_id else None
    if found is None:
        return f"{','.join(COLUMNS)}\r\n".encode("utf-8-sig")
    return import_form(connection, replace(found, is_sample=is_sample))
