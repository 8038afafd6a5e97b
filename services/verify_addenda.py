"""Recompute what the addenda of a meeting claim."""

from __future__ import annotations

from typing import Any

from db.engine import Connection
from db.queries.addenda import addenda_rows, audited_addenda
from db.queries.meetings import snapshot
from domain.calendar import as_utc
from domain.ledger import chain_fault
from domain.meeting import Meeting

_COPIED = ("id", "meeting_id", "regency_code", "number", "idempotency_key", "created_at")


def addenda_fault(connection: Connection, meeting: Meeting) -> str | None:
    """The first thing that does not hold: chain, beginning at the published snapshot, columns, and number."""
    found = addenda_rows(connection, meeting.id)
    if not found:
        return "adendum hilang" if audited_addenda(connection, meeting.id) else None
    published = snapshot(connection, meeting.id) if meeting.state == "published" else None
    if published is None:
        return "ada adendum tanpa hasil yang diterbitkan"
    fault = chain_fault(published[1], (chained for chained, _ in found))
    for chained, columns in found:
        fault = fault or _column_fault(dict(chained.payload), columns)
    if fault:
        return f"adendum: {fault}"
    return (
        None
        if audited_addenda(connection, meeting.id) == len(found)
        else "jumlah adendum tidak cocok dengan jejak audit"
    )


def _column_fault(payload: dict[str, Any], columns: dict[str, Any]) -> str | None:
    moment = as_utc(columns["created_at"]).isoformat()
    copied = columns | {"id": str(columns["id"]), "meeting_id": str(columns["meeting_id"]), "created_at": moment}
    for name in _COPIED:
        if payload.get(name) != copied[name]:
            return f"kolom {name} baris {columns['number']} tidak cocok dengan isinya"
    return None
