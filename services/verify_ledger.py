"""Recompute everything that the ledger and the snapshots claim."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.commitments import audited_closings, audited_receipts, ledger_rows
from db.queries.meetings import all_meetings, snapshots
from domain.calendar import as_utc
from domain.ledger import first_fault, receipt, sha256
from domain.meeting import Meeting
from services.verify_addenda import addenda_fault
from services.verify_decisions import decisions_fault

_COPIED = (
    "id",
    "meeting_id",
    "created_at",
    "regency_code",
    "village_code",
    "sequence",
    "revision",
    "replaces",
    "idempotency_key",
    "entered_by",
    "new_workers",
    "continued_workers",
    "amount_rupiah",
)

_SUMMED = ("new_workers", "continued_workers", "amount_rupiah")
_FROZEN = dict.fromkeys(_SUMMED, 0) | {"revision": 0, "receipt": None, "row_hash": None}
"""What the snapshot says of a village's newest row, and what where there is none."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and the first thing that does not hold (None: all holds)."""

    meetings: int
    rows: int
    fault: str | None


def verify_ledger(database: Database) -> Verification:
    """Check the hash chain, the plain columns, the sums and the snapshot of every meeting."""
    with database.reading() as connection:
        return verify_meetings(connection)


def verify_meetings(connection: Connection, only: Container[UUID] | None = None) -> Verification:
    """As `verify_ledger`, in a running transaction: of all meetings, or of some."""
    rows = 0
    meetings = [found for found in all_meetings(connection) if only is None or found.id in only]
    for meeting in meetings:
        checked, fault = _check(connection, meeting)
        rows += checked
        if fault:
            return Verification(len(meetings), rows, f"rapat {meeting.id}: {fault}")
    return Verification(len(meetings), rows, None)


def _check(connection: Connection, meeting: Meeting) -> tuple[int, str | None]:
    found = ledger_rows(connection, meeting.id)
    fault = first_fault(meeting.id, (chained for chained, _ in found))
    for chained, columns in found:
        fault = fault or _column_fault(dict(chained.payload), columns)
    rows = [columns for _, columns in found]
    fault = fault or _audit_fault(rows, audited_receipts(connection, meeting.id))
    fault = fault or _frozen_fault(connection, rows, meeting) or addenda_fault(connection, meeting)
    fault = fault or decisions_fault(connection, meeting)
    return len(found), fault


def _frozen_fault(connection: Connection, rows: list[dict[str, Any]], meeting: Meeting) -> str | None:
    """Every closing froze the ledger as far as it went then; the last one all of it, unless it was reopened."""
    frozen = snapshots(connection, meeting.id)
    is_closed = meeting.state in ("closed", "published")
    if is_closed and not frozen:
        return "rapat sudah ditutup tetapi hasil yang dibekukan tidak ada"
    for place, (edition, body, digest) in enumerate(frozen, start=1):
        if edition != place:
            return f"hasil yang dibekukan ke-{place} tidak ada"
        must_hold_all = is_closed and place == len(frozen)
        fault = _snapshot_fault(rows if must_hold_all else rows[: _rows_of(body)], body, digest)
        if fault:
            return fault
    if len(frozen) < audited_closings(connection, meeting.id):
        return f"hasil yang dibekukan ke-{len(frozen) + 1} tidak ada"
    return None


def _rows_of(body: str) -> int | None:
    """How many rows a snapshot says it froze; None (all of them) where it cannot be read, which is a fault anyway."""
    try:
        number = json.loads(body)["ledger"]["rows"]
    except (ValueError, KeyError, TypeError):
        return None
    return number if isinstance(number, int) and number >= 0 else None


def _audit_fault(rows: list[dict[str, Any]], audited: list[str]) -> str | None:
    """The chain cannot tell that its last rows were cut off; the audit, which names every receipt, can."""
    kept = {row["receipt"] for row in rows}
    for given in audited:
        if given not in kept:
            return f"baris dengan tanda terima {given} hilang"
    named = set(audited)
    for row in rows:
        if row["receipt"] not in named:
            return f"baris {row['sequence']} tidak ada dalam jejak audit"
    return None


def _snapshot_fault(rows: list[dict[str, Any]], body: str, digest: str) -> str | None:
    if sha256(body) != digest:
        return "hasil yang dibekukan tidak cocok dengan SHA-256-nya"
    newest = {row["village_code"]: row for row in rows}
    try:
        frozen = json.loads(body)
        for village in frozen["villages"]:
            row = newest.pop(village["village_code"], None)
            if any(village[name] != (row[name] if row else empty) for name, empty in _FROZEN.items()):
                place = f"baris {row['sequence']}" if row else "buku komitmen"
                return f"hasil yang dibekukan untuk desa {village['village_code']} tidak cocok dengan {place}"
        sums = {name: sum(v[name] for v in frozen["villages"]) for name in _SUMMED}
        holds = not newest and frozen["ledger"]["rows"] == len(rows)
        holds = holds and sums == {name: frozen["totals"][name] for name in _SUMMED}
    except (ValueError, KeyError, TypeError, AttributeError):
        holds = False
    return None if holds else "jumlah dalam hasil yang dibekukan tidak cocok dengan buku komitmen"


def _column_fault(payload: dict[str, Any], columns: dict[str, Any]) -> str | None:
    number = columns["sequence"]
    moment = as_utc(columns["created_at"]).isoformat()
    copied = columns | {"id": str(columns["id"]), "meeting_id": str(columns["meeting_id"]), "created_at": moment}
    for name in _COPIED:
        if payload[name] != copied[name]:
            return f"kolom {name} baris {number} tidak cocok dengan isinya"
    if sum(line["amount_rupiah"] for line in payload["lines"]) != payload["amount_rupiah"]:
        return f"jumlah rupiah baris {number} tidak sama dengan jumlah barisnya"
    expected = receipt(columns["village_code"], columns["revision"], columns["row_hash"])
    if columns["receipt"] != expected:
        return f"nomor tanda terima baris {number} tidak cocok"
    return None
