"""The annexes of a closed meeting, read from its snapshot: budget sheets, letters of commitment, the table."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from db.engine import Connection, Database
from db.queries.budget_codes import codes_of
from db.queries.meetings import meeting, snapshot
from db.queries.rates import rate_from, wage_from
from domain.budget_codes import BudgetCodes
from domain.budget_sheet import budget_sheet
from domain.calendar import WIB
from domain.meeting import Meeting
from domain.pledge_lines import line_from_json
from domain.rates import RateTable
from domain.refusal import Refused
from exports.annexes import Pledge, Record, budget_sheets_pdf, commitments_pdf, letters_pdf, why_no_sheet
from services.identity import Credential, identify, require_own_village

Kind = Literal["rab", "letters"]
KINDS: Mapping[Kind, str] = {"rab": "rab", "letters": "surat-komitmen"}
"""What each village gets, and how its file begins."""

TABLE = "tabel-komitmen"
NO_PLEDGES = "annexes.none"
"""The refusal of sheets and letters where nobody has pledged."""
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Annexes:
    """Which annexes: of which meeting; `villages` are codes, and none means all that pledged.

    Attributes:
        codes: go before those that are kept for the regency, each where it says something.
    """

    meeting_id: UUID
    codes: BudgetCodes = field(default_factory=BudgetCodes)
    villages: Sequence[str] = ()


def annex_pdf(wanted: Annexes, kind: Kind, database: Database, credential: Credential | None) -> bytes:
    """The budget sheets or the letters in one PDF, in order of village.

    Args:
        credential: None for everybody, who may have what is published; a village's card gives its own once the
            meeting has closed.

    Raises:
        Refused: no such meeting, not closed, not theirs to have, or a village without a pledge.
    """
    record, pledges, codes = _read(wanted, database, credential)
    return _made(kind, record, pledges, codes)


def annex_files(wanted: Annexes, kinds: Sequence[Kind], database: Database, credential: Credential | None) -> bytes:
    """One PDF a village and kind, in a ZIP file; the table of commitments beside them where both kinds are wanted.

    Raises:
        Refused: as :func:`annex_pdf`.
    """
    record, pledges, codes = _read(wanted, database, credential)
    mark = "-DATA-CONTOH" if record.is_sample else ""
    files = {
        f"{KINDS[kind]}/{KINDS[kind]}-{_safe_name(pledge)}{mark}.pdf": _made(kind, record, [pledge], codes)
        for kind in kinds
        for pledge in pledges
    }
    if len(kinds) == len(KINDS):
        files[f"{TABLE}{mark}.pdf"] = commitments_pdf(record, pledges)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # The time of the closing and not of the download, as in the tables' archive.
            closed = datetime.fromisoformat(record.result["frozen_at"]).astimezone(WIB)
            entry = zipfile.ZipInfo(name, closed.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def commitments_table(meeting_id: UUID, database: Database, credential: Credential | None) -> bytes:
    """The table of every entitled village: its pledge, or why it has no budget sheet.

    Raises:
        Refused: as :func:`annex_pdf`, but for villages without a pledge, which stand in the table.
    """
    with database.reading() as connection:
        record = _record(connection, _readable(connection, Annexes(meeting_id), credential))
    return commitments_pdf(record, list(_pledges(record)))


def _made(kind: Kind, record: Record, pledges: Sequence[Pledge], codes: BudgetCodes) -> bytes:
    return budget_sheets_pdf(record, pledges, codes) if kind == "rab" else letters_pdf(record, pledges)


def _read(
    wanted: Annexes, database: Database, credential: Credential | None
) -> tuple[Record, list[Pledge], BudgetCodes]:
    wanted.codes.check()
    with database.reading() as connection:
        found = _readable(connection, wanted, credential)
        record = _record(connection, found)
        codes = wanted.codes.over(codes_of(connection, found.regency_code))
    rows = {row["village_code"]: row for row in record.result["villages"]}
    for code in wanted.villages:
        if code not in rows:
            raise Refused("annexes.village", "Desa itu tidak ikut dalam rapat ini.", field="village")
        if why := why_no_sheet(rows[code]):
            raise Refused(
                "annexes.no_pledge", f"Desa {rows[code]['name']} tanpa RAB dan surat. {why}.", field="village"
            )
    pledges = [p for p in _pledges(record) if not wanted.villages or p.row["village_code"] in wanted.villages]
    if not pledges:
        raise Refused(NO_PLEDGES, "Tidak ada desa yang berkomitmen, jadi tidak ada RAB dan surat.")
    return record, pledges, codes


def _readable(connection: Connection, wanted: Annexes, credential: Credential | None) -> Meeting:
    """The meeting, where its result is frozen and this reader may have these annexes."""
    found = meeting(connection, wanted.meeting_id)
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    if found.state == "published":
        return found
    if credential is None:
        raise Refused("annexes.not_published", "Hasil rapat ini belum diterbitkan. Fasilitator dapat mengunduhnya.")
    actor = identify(connection, credential)
    for village in wanted.villages or ("",):  # all villages are nobody's own
        require_own_village(connection, actor, found.id, village)
    if found.state != "closed":
        raise Refused("annexes.not_closed", "Hasil rapat belum beku. Tutup rapat dulu, lalu unduh lagi.")
    return found


def _record(connection: Connection, of: Meeting) -> Record:
    frozen = snapshot(connection, of.id)
    assert frozen is not None, "a closed meeting has a snapshot"
    return Record(json.loads(frozen[0]), frozen[1])


def _pledges(record: Record) -> Iterator[Pledge]:
    """The villages that have pledged, in order, each with its budget sheet by the rates that the snapshot keeps."""
    kept = record.result["rates"]
    wages = [wage_from(row) for row in kept.get("wages", ())]  # snapshots from before version 4 have none
    rates = RateTable.of([rate_from(row) for row in kept["rows"]], kept["base_rupiah"], wages=wages)
    for row in record.result["villages"]:
        if row["committed"]:
            lines = [line_from_json(values) for values in row["lines"]]
            yield Pledge(row, lines, budget_sheet(lines, rates, record.result["budget_year"]))


def _safe_name(pledge: Pledge) -> str:
    """The code, which no two share, and what of the name every file system can hold."""
    plain = unicodedata.normalize("NFKD", pledge.row["name"]).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    code = re.sub(r"[^0-9.]", "", pledge.row["village_code"])
    return f"{code}-{name}" if name else code
