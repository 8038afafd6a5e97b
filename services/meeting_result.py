"""The result of a meeting: live while it is open, frozen once it has closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from db.engine import Connection
from db.queries.addenda import addenda_of
from db.queries.commitments import Commitment, chain_end, latest_commitments, line_to_json
from db.queries.decisions import meeting_decisions
from db.queries.enrollment import Dataset, counts_by_village, current_dataset, dataset
from db.queries.meetings import rate_table, snapshot
from db.queries.paper_checks import checked_entries
from db.queries.rates import rate_to_json, wage_to_json
from db.queries.regions import Village, region_name, villages
from db.queries.village_budgets import meeting_ceilings
from domain.calendar import as_utc
from domain.ceiling import Ceiling
from domain.coverage import total
from domain.decision import standing
from domain.meeting import Meeting
from services.attendance_record import attendance_record
from services.paper_checks import paper_checked

SNAPSHOT_VERSION = 4


def meeting_result(connection: Connection, meeting: Meeting) -> dict[str, Any]:
    """The result as ``result --json`` prints it.

    After closing it is read from the newest snapshot alone, so that every later reading is the same;
    ``sha256`` is the snapshot's hash, and null before closing and while the meeting is reopened.
    ``addenda`` stand beside the snapshot: what changed after it was published.
    """
    frozen = snapshot(connection, meeting.id) if meeting.state in ("closed", "published") else None
    body = json.loads(frozen[0]) if frozen else result_document(connection, meeting, frozen_at=None)
    return (
        {"meeting": str(meeting.id), "state": meeting.state, "sha256": frozen[1] if frozen else None}
        | {name: body[name] for name in ("totals", "villages", "title", "dataset", "coverage", "ledger")}
        | {"budget_dataset": body.get("budget_dataset")}  # snapshots from before version 3 have none
        | {"attendance": body.get("attendance")}  # snapshots from before the list of who came have none
        | {"decisions": body.get("decisions", [])}  # nor had those from before version 3 any decisions
        | {"addenda": [addendum.to_json() for addendum in addenda_of(connection, meeting.id)]}
    )


def result_document(connection: Connection, meeting: Meeting, *, frozen_at: datetime | None) -> dict[str, Any]:
    """Everything that the record needs: who was entitled, who pledged what, on which data and rates."""
    entitled = [v for v in villages(connection, meeting.regency_code) if v.is_desa]
    pledges = {c.village_code: c for c in latest_commitments(connection, meeting.id)}
    checked = checked_entries(connection, meeting.id)
    ceilings = meeting_ceilings(connection, meeting)
    rows = [
        _village(village, pledge, ceilings.get(village.code, ()), is_checked=paper_checked(pledge, checked))
        for village, pledge in ((village, pledges.get(village.code)) for village in entitled)
    ]
    last_sequence, last_hash = chain_end(connection, meeting.id)
    rates = rate_table(connection, meeting)
    decided = meeting_decisions(connection, meeting.id)
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
        "over_ceiling": meeting.over_ceiling,
        "is_rehearsal": meeting.is_rehearsal,
        "dataset": _dataset(connection, meeting),
        "budget_dataset": _budget_dataset(connection, meeting),
        "coverage": _coverage(connection, meeting),
        "rates": {
            "base_rupiah": rates.base_rupiah,
            "rows": [rate_to_json(rate) for rate in rates.rates],
            "wages": [wage_to_json(wage) for wage in rates.wages],  # snapshots from before version 4 have none
        },
        "villages": rows,
        "totals": {
            "villages_entitled": len(rows),
            "villages_committed": sum(row["committed"] for row in rows),
            "workers": sum(row["workers"] for row in rows),
            "new_workers": sum(row["new_workers"] for row in rows),
            "continued_workers": sum(row["continued_workers"] for row in rows),
            "amount_rupiah": sum(row["amount_rupiah"] for row in rows),
        },
        "attendance": attendance_record(connection, meeting),
        "ledger": {"rows": last_sequence, "last_hash": last_hash},
        "decisions": [decision.to_json() for decision in standing(decided)],
        "decision_ledger": {"rows": len(decided), "last_hash": decided[-1].row_hash if decided else None},
    }


def _village(
    village: Village, pledge: Commitment | None, ceilings: Sequence[Ceiling], *, is_checked: bool | None
) -> dict[str, Any]:
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
        "paper_checked": is_checked,
        "withdrawn": pledge is not None and pledge.is_withdrawn,
        "reason": pledge.reason if pledge else None,
        "revision": pledge.revision if pledge else 0,
        "receipt": pledge.receipt if pledge else None,
        "row_hash": pledge.row_hash if pledge else None,
        "lines": [line_to_json(line) for line in pledge.lines] if pledge else [],
        "ceilings": [asdict(ceiling) for ceiling in ceilings],
    }


def _dataset(connection: Connection, meeting: Meeting) -> dict[str, Any] | None:
    data = (
        dataset(connection, meeting.dataset_id)
        if meeting.dataset_id
        else current_dataset(connection, meeting.regency_code)
    )
    return _data_to_json(data) if data else None


def _budget_dataset(connection: Connection, meeting: Meeting) -> dict[str, Any] | None:
    """What the ceilings are from; none where the meeting keeps to none."""
    data = dataset(connection, meeting.budget_dataset_id) if meeting.budget_dataset_id else None
    return _data_to_json(data) if data else None


def _data_to_json(data: Dataset) -> dict[str, Any]:
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
