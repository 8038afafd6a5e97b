"""Recompute what the decisions of a meeting claim, and what its snapshots say of them."""

from __future__ import annotations

import json
from typing import Any

from db.engine import Connection
from db.queries.decisions import audited_decisions, decision_of, decision_rows
from db.queries.meetings import snapshots
from domain.calendar import as_utc
from domain.decision import Decision, first_hash, order_fault, standing
from domain.ledger import chain_fault
from domain.meeting import Meeting

_COPIED = ("id", "meeting_id", "regency_code", "sequence", "idempotency_key", "created_at")
FIRST_VERSION = 3
"""The first version of the snapshot that holds decisions."""


def decisions_fault(connection: Connection, meeting: Meeting) -> str | None:
    """The first thing that does not hold: chain, columns, sums, what takes back what, the audit, the snapshots."""
    found = decision_rows(connection, meeting.id)
    fault = chain_fault(first_hash(meeting.id), (chained for chained, _ in found))
    rows: list[Decision] = []
    for chained, columns in found:
        fault = fault or _column_fault(dict(chained.payload), columns)
        if fault is None:
            fault = _read(columns, rows)
    fault = fault or order_fault(rows) or _audit_fault(rows, audited_decisions(connection, meeting.id))
    fault = fault or _frozen_fault(connection, rows, meeting)
    return f"keputusan: {fault}" if fault else None


def _column_fault(payload: dict[str, Any], columns: dict[str, Any]) -> str | None:
    moment = as_utc(columns["created_at"]).isoformat()
    copied = columns | {"id": str(columns["id"]), "meeting_id": str(columns["meeting_id"]), "created_at": moment}
    for name in _COPIED:
        if payload.get(name) != copied[name]:
            return f"kolom {name} baris {columns['sequence']} tidak cocok dengan isinya"
    return None


def _read(columns: dict[str, Any], rows: list[Decision]) -> str | None:
    """Add the row to those that could be read; a row that fits its hash may still be no decision."""
    try:
        row = decision_of(columns)
        holds = row.division is None or row.division.to_json() == json.loads(columns["payload"])["division"]
    except (KeyError, TypeError, ValueError, AttributeError):
        holds = False
    if not holds:
        return f"isi baris {columns['sequence']} tidak terbaca"
    rows.append(row)
    return None


def _audit_fault(rows: list[Decision], audited: list[str]) -> str | None:
    """The chain cannot tell that its last rows were cut off or added; the audit, which names every row, can."""
    kept = [row.row_hash for row in rows]
    if set(audited) - set(kept):
        return f"ada {len(set(audited) - set(kept))} baris yang hilang menurut jejak audit"
    for row in rows:
        if row.row_hash not in audited:
            return f"baris {row.number} tidak ada dalam jejak audit"
    return None


def _frozen_fault(connection: Connection, rows: list[Decision], meeting: Meeting) -> str | None:
    """Every closing froze the decisions that stood then; the last one all rows, unless the meeting was reopened."""
    frozen = snapshots(connection, meeting.id)
    for edition, body, _ in frozen:
        must_hold_all = edition == len(frozen) and meeting.state in ("closed", "published")
        try:
            holds = _is_frozen(json.loads(body), rows, must_hold_all=must_hold_all)
        except (KeyError, TypeError, ValueError):
            holds = False
        if not holds:
            return f"hasil yang dibekukan ke-{edition} tidak cocok dengan buku keputusan"
    return None


def _is_frozen(said: dict[str, Any], rows: list[Decision], *, must_hold_all: bool) -> bool:
    """Whether a snapshot holds what stood after as many rows as it says; one from before decisions holds none."""
    if said["version"] < FIRST_VERSION:
        return not (must_hold_all and rows)
    number = said["decision_ledger"]["rows"]
    if type(number) is not int or not 0 <= number <= len(rows) or (must_hold_all and number < len(rows)):
        return False
    then = rows[:number]
    last_hash = then[-1].row_hash if then else None
    decided = [row.to_json() for row in standing(then)]
    return bool(said["decision_ledger"]["last_hash"] == last_hash and said["decisions"] == decided)
