"""The ledger of commitments, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, RowMapping, bindparam, func, or_, select

from db.schema import audit, commitments
from domain.calendar import Month
from domain.commitment import Line, total_workers
from domain.ledger import ChainedRow, canonical_json
from domain.money import Rupiah


@dataclass(frozen=True, slots=True)
class Commitment:
    """One revision of a village's pledge.

    Attributes:
        id: of its row in the ledger.
        way: how it came in; empty in rows that are older than the question.
        reason: why it was corrected or withdrawn; may be empty.
        is_withdrawn: it takes the pledge back, and has no lines.
        typed_by: who entered it, as the audit names them; empty in rows that are older than the question.
    """

    id: UUID
    meeting_id: UUID
    village_code: str
    sequence: int
    revision: int
    entered_by: str
    new_workers: int
    continued_workers: int
    amount_rupiah: Rupiah
    receipt: str
    row_hash: str
    created_at: datetime
    lines: tuple[Line, ...]
    way: str = ""
    reason: str = ""
    is_withdrawn: bool = False
    typed_by: str = ""

    @property
    def workers(self) -> int:
        """New and continued workers together."""
        return self.new_workers + self.continued_workers

    @property
    def new_bpu_workers(self) -> int:
        """The new workers who pay for themselves (BPU): what coverage of these workers may add, if paid."""
        return total_workers(self.lines, "new", "BPU")

    @property
    def months(self) -> int:
        """The longest of its lines."""
        return max((line.months for line in self.lines), default=0)

    @property
    def text(self) -> str:
        """``60 pekerja baru × 12 bulan · ADD; 40 pekerja lanjutan × 12 bulan · ADD``."""
        if self.is_withdrawn:
            return "komitmen ditarik"
        return "; ".join(line.text for line in self.lines)


def line_to_json(line: Line) -> dict[str, Any]:
    """A line as it stands in the hashed payload."""
    return {
        "nature": line.nature,
        "segment": line.segment,
        "workers": line.workers,
        "months": line.months,
        "start_month": str(line.start_month),
        "programmes": list(line.programmes),
        "source": line.source,
        "unit_rupiah": line.unit_rupiah,
        "amount_rupiah": line.amount_rupiah,
        "group": line.group,
        "group_name": line.group_name,
        "wage_rupiah": line.wage_rupiah,
    }


def line_from_json(values: Mapping[str, Any]) -> Line:
    """A line from the payload of its row, or from a frozen result."""
    return Line(
        **{
            **values,
            "start_month": Month.parse(values["start_month"]),
            "programmes": tuple(values["programmes"]),
        }
    )


_IN_PAYLOAD = ("lines", "way", "reason", "is_withdrawn", "typed_by")
_PLAIN = tuple(name for name in Commitment.__dataclass_fields__ if name not in _IN_PAYLOAD)


def commitment_of(values: Mapping[str, Any] | RowMapping) -> Commitment:
    """A commitment from the columns of its row."""
    payload = json.loads(values["payload"])
    return Commitment(
        lines=tuple(line_from_json(line) for line in payload["lines"]),
        way=payload.get("way", ""),
        reason=payload.get("reason", ""),
        is_withdrawn=payload.get("withdrawn", False),
        typed_by=payload.get("typed_by", ""),
        **{name: values[name] for name in _PLAIN},
    )


def _commitment(row: Row[Any]) -> Commitment:
    return commitment_of(row._mapping)


_IN_MEETING = commitments.c.meeting_id == bindparam("meeting")
_OF_VILLAGE = (
    select(commitments)
    .where(_IN_MEETING, commitments.c.village_code == bindparam("village"))
    .order_by(commitments.c.revision.desc())
)
_NEWEST = select(func.max(commitments.c.sequence).label("sequence")).where(_IN_MEETING)
_NEWEST_OF_EACH = _NEWEST.group_by(commitments.c.village_code).subquery()
# Written down once: building a query costs as much as asking it, and these are asked at every run of a page.
_LATEST = (
    select(commitments)
    .join(_NEWEST_OF_EACH, _NEWEST_OF_EACH.c.sequence == commitments.c.sequence)
    .where(_IN_MEETING)
    .order_by(commitments.c.sequence.desc())
)
_NEWEST_OF_VILLAGE = _OF_VILLAGE.limit(1)
_CHAIN_END = (
    select(commitments.c.sequence, commitments.c.row_hash)
    .where(_IN_MEETING)
    .order_by(commitments.c.sequence.desc())
    .limit(1)
)
_HERE = commitments.c.village_code == bindparam("village")
_NEWEST_REVISION = select(func.max(commitments.c.revision)).where(_IN_MEETING, _HERE).scalar_subquery()
# The meeting stands in each of the three, so that each is one look-up in an index of its own.
_POSITION = select(commitments).where(
    or_(
        _IN_MEETING & (commitments.c.idempotency_key == bindparam("key")),
        _IN_MEETING & (commitments.c.sequence == _NEWEST.scalar_subquery()),
        _IN_MEETING & _HERE & (commitments.c.revision == _NEWEST_REVISION),
    )
)


def latest_commitments(connection: Connection, meeting_id: UUID) -> list[Commitment]:
    """The newest revision of every village that has pledged, the last to arrive first."""
    return [_commitment(row) for row in connection.execute(_LATEST, {"meeting": meeting_id})]


def newest_commitment(connection: Connection, meeting_id: UUID, village_code: str) -> Commitment | None:
    """The newest revision of one village in one meeting."""
    row = connection.execute(_NEWEST_OF_VILLAGE, {"meeting": meeting_id, "village": village_code}).first()
    return _commitment(row) if row else None


def village_history(connection: Connection, meeting_id: UUID, village_code: str) -> list[Commitment]:
    """All revisions of one village in one meeting, the newest first."""
    rows = connection.execute(_OF_VILLAGE, {"meeting": meeting_id, "village": village_code})
    return [_commitment(row) for row in rows]


def chain_end(connection: Connection, meeting_id: UUID) -> tuple[int, str | None]:
    """The number and hash of a meeting's last ledger row; (0, None) where there is none."""
    row = connection.execute(_CHAIN_END, {"meeting": meeting_id}).first()
    return (row.sequence, row.row_hash) if row else (0, None)


@dataclass(frozen=True, slots=True)
class LedgerPosition:
    """What the ledger holds that a pledge has to fit to.

    Attributes:
        stored: the commitment that was stored under the pledge's key.
        newest: the newest revision of its village.
        last_sequence, last_hash: the end of the meeting's chain; 0 and None where it is empty.
    """

    stored: Commitment | None
    newest: Commitment | None
    last_sequence: int
    last_hash: str | None


def ledger_position(
    connection: Connection, meeting_id: UUID, village_code: str, idempotency_key: str
) -> LedgerPosition:
    """The pledge's key, its village and the end of the chain in one question, since all pledges wait for the answer."""
    asked = {"meeting": meeting_id, "village": village_code, "key": idempotency_key}
    rows = connection.execute(_POSITION, asked).all()
    last = max(rows, key=lambda row: row.sequence, default=None)
    stored = next((row for row in rows if row.idempotency_key == idempotency_key), None)
    newest = max((row for row in rows if row.village_code == village_code), key=lambda row: row.revision, default=None)
    return LedgerPosition(
        _commitment(stored) if stored else None,
        _commitment(newest) if newest else None,
        last.sequence if last else 0,
        last.row_hash if last else None,
    )


def ledger_rows(connection: Connection, meeting_id: UUID) -> list[tuple[ChainedRow, dict[str, Any]]]:
    """A meeting's ledger in order: each row for the chain, and its plain columns beside it."""
    query = select(commitments).where(commitments.c.meeting_id == meeting_id).order_by(commitments.c.sequence)
    return [
        (
            ChainedRow(row.sequence, readable_payload(row.payload), row.previous_hash, row.row_hash),
            dict(row._mapping),
        )
        for row in connection.execute(query)
    ]


def readable_payload(text: str) -> dict[str, Any]:
    """The payload, or {} where somebody has made it unreadable: no row's hash fits that."""
    try:
        found = json.loads(text)
        canonical_json(found).encode()
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def audited_receipts(connection: Connection, meeting_id: UUID) -> list[str]:
    """The receipts that the audit says were given in a meeting, in order."""
    query = (
        select(audit.c.detail)
        .where(audit.c.meeting_id == meeting_id, audit.c.action.like("commitment.%"))
        .order_by(audit.c.at)
    )
    return [detail["receipt"] for detail in connection.scalars(query) if "receipt" in detail]


def audited_closings(connection: Connection, meeting_id: UUID) -> int:
    """How often the audit says that a meeting was closed, each time with a frozen result."""
    query = select(func.count()).where(audit.c.meeting_id == meeting_id, audit.c.action == "meeting.closed")
    return connection.scalar(query) or 0
