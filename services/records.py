"""Whether a hash is that of a record here, and of which: what the QR code of the minutes asks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.addenda import addenda_count
from db.queries.meetings import meeting, snapshot, snapshot_with_hash
from domain.ledger import sha256 as hash_of
from domain.meeting import Meeting
from domain.refusal import Refused

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """A frozen result, as everybody may see it who has its hash.

    Attributes:
        is_current: no other record of this meeting counts instead; it was not opened again since.
        addenda: how many were added after publishing.
    """

    title: str
    held_on: date
    state_label: str
    is_rehearsal: bool
    sha256: str
    is_current: bool
    villages_committed: int
    villages_entitled: int
    workers: int
    amount_rupiah: int
    addenda: int


def find_record(typed: str, database: Database) -> Record:
    """The record with this hash, however it was typed.

    It asks nobody who they are: only the minutes carry the hash, so whoever has it has the figures already.

    Raises:
        Refused: the text is no hash, no record here has it, or what is stored under it was changed.
    """
    wanted = "".join(typed.split()).lower()
    if not _SHA256.fullmatch(wanted):
        raise Refused(
            "record.hash",
            "TIDAK COCOK: ini bukan SHA-256. Salin 64 huruf dan angka dari berita acara, lalu periksa lagi.",
            field="hash",
        )
    with database.reading() as connection:
        stored = snapshot_with_hash(connection, wanted)
        found = meeting(connection, stored[0]) if stored else None
        if not (stored and found):
            raise Refused(
                "record.unknown",
                "TIDAK COCOK: tidak ada hasil rapat dengan SHA-256 ini di program ini. "
                "Berita acaranya dari program lain, salah salin, atau tidak asli.",
                field="hash",
            )
        return _record(connection, found, stored[1], wanted)


def published_record(meeting_id: UUID, database: Database) -> Record | None:
    """The record of a published meeting; None before that.

    Raises:
        Refused: what is stored was changed.
    """
    with database.reading() as connection:
        found = meeting(connection, meeting_id)
        frozen = snapshot(connection, meeting_id) if found and found.state == "published" else None
        return _record(connection, found, *frozen) if found and frozen else None


def read_record(text: str, sha256: str) -> dict[str, Any]:
    """What a snapshot says, if it is what was frozen.

    Raises:
        Refused: its text has another hash.
    """
    if hash_of(text) != sha256:
        raise Refused(
            "record.changed",
            "TIDAK COCOK: hasil rapat yang tersimpan telah diubah setelah dibekukan. "
            "Jangan dipakai; periksa dengan “python -m db verify” dan pulihkan cadangannya.",
        )
    body: dict[str, Any] = json.loads(text)
    return body


def _record(connection: Connection, found: Meeting, text: str, sha256: str) -> Record:
    body = read_record(text, sha256)
    totals = body["totals"]
    newest = snapshot(connection, found.id)
    return Record(
        title=body["title"],
        held_on=date.fromisoformat(body["held_on"]),
        state_label=found.state_label,
        is_rehearsal=body["is_rehearsal"],
        sha256=sha256,
        is_current=found.state in ("closed", "published") and newest is not None and newest[1] == sha256,
        villages_committed=totals["villages_committed"],
        villages_entitled=totals["villages_entitled"],
        workers=totals["workers"],
        amount_rupiah=totals["amount_rupiah"],
        addenda=addenda_count(connection, found.id),
    )
