"""The result of a meeting: live while it is open, frozen once it has closed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from db.engine import Connection
from db.queries.commitments import Commitment, chain_end, latest_commitments, line_to_json
from db.queries.enrollment import counts_by_village, current_dataset, dataset
from db.queries.meetings import rate_table, snapshot
from db.queries.rates import rate_to_json
from db.queries.regions import Village, region_name, villages
from domain.calendar import as_utc
from domain.coverage import total
from domain.meeting import Meeting

SNAPSHOT_VERSION = 2


def meeting_result(connection: Connection, meeting: Meeting) -> dict[str, Any]:
    """The result as ``result --json`` prints it.

    After closing it is read from the newest snapshot alone, so that every later reading is the same;
    ``sha256`` is the snapshot's hash, and null before closing and while the meeting is reopened.
    """
    frozen = snapshot(connection, meeting.id) if meeting.state in ("closed", "published") else None
    body = json.loads(frozen[0]) if frozen else result_document(connection, meeting, frozen_at=None)
    return {"meeting": str(meeting.id), "state": meeting.state, "sha256": frozen[1] if frozen else None} | {
        name: body[name] for name in ("totals", "villages", "title", "dataset", "coverage", "ledger")
    }


def result_document(connection: Connection, meeting: Meeting, *, frozen_at: datetime | None) -> dict[str, Any]:
    """Everything that the record needs: who was entitled, who pledged what, on which data and rates."""
    entitled = [v for v in villages(connection, meeting.regency_code) if v.is_desa]
    pledges = {c.village_code: c for c in latest_commitments(connection, meeting.id)}
    rows = [_village(village, pledges.get(village.code)) for village in entitled]
    last_sequence, last_hash = chain_end(connection, meeting.id)
    rates = rate_table(connection, meeting)
    return {
        "version": SNAPSHOT_VERSION,
        "meeting": str(meeting.id),
        "title": meeting.title,
        "held_on": meeting.held_on.isoformat(),
        "frozen_at": as_utc(frozen_at).isoformat() if frozen_at else None,
        "regency": {"code": meeting.regency_code, "name": region_name(connection, meeting.regency_code)},
        "budget_year": meeting.budget_year,
        "stage": meeting.stage,
        "target_points": meeting.target_points,
        "min_workers": meeting.min_workers,
        "max_workers": meeting.max_workers,
        "is_rehearsal": meeting.is_rehearsal,
        "dataset": _dataset(connection, meeting),
        "coverage": _coverage(connection, meeting),
        "rates": {"base_rupiah": rates.base_rupiah, "rows": [rate_to_json(rate) for rate in rates.rates]},
        "villages": rows,
        "totals": {
            "villages_entitled": len(rows),
            "villages_committed": sum(row["committed"] for row in rows),
            "workers": sum(row["workers"] for row in rows),
            "new_workers": sum(row["new_workers"] for row in rows),
            "continued_workers": sum(row["continued_workers"] for row in rows),
            "amount_rupiah": sum(row["amount_rupiah"] for row in rows),
        },
        "ledger": {"rows": last_sequence, "last_hash": last_hash},
    }


def _village(village: Village, pledge: Commitment | None) -> dict[str, Any]:
    return {
        "village_code": village.code,
        "name": village.name,
        "subdistrict": village.subdistrict,
        "committed": pledge is not None and pledge.workers > 0,
        "workers": pledge.workers if pledge else 0,
        "new_workers": pledge.new_workers if pledge else 0,
        "continued_workers": pledge.continued_workers if pledge else 0,
        "months": pledge.months if pledge else 0,
        "amount_rupiah": pledge.amount_rupiah if pledge else 0,
        "entered_by": pledge.entered_by if pledge else None,
        "way": pledge.way if pledge else None,
        "withdrawn": pledge is not None and pledge.is_withdrawn,
        "reason": pledge.reason if pledge else None,
        "revision": pledge.revision if pledge else 0,
        "receipt": pledge.receipt if pledge else None,
        "row_hash": pledge.row_hash if pledge else None,
        "lines": [line_to_json(line) for line in pledge.lines] if pledge else [],
    }


def _dataset(connection: Connection, meeting: Meeting) -> dict[str, Any] | None:
    data = (
        dataset(connection, meeting.dataset_id)
        if meeting.dataset_id
        else current_dataset(connection, meeting.regency_code)
    )
    if data is None:
        return None
    return {
        "id": str(data.id),
        "month": str(data.month),
        "source": data.source,
        "as_of": data.as_of.isoformat(),
        "file_sha256": data.file_sha256,
        "is_sample": data.is_sample,
    }


def _coverage(connection: Connection, meeting: Meeting) -> dict[str, int] | None:
    if meeting.dataset_id is None:
        return None
    counts = total(counts_by_village(connection, meeting.dataset_id).values())
    return {"eligible": counts.eligible, "active": counts.active, "uncovered": counts.uncovered}
