"""The audit trail: who did what, when; written in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from db.schema import audit

_INSERT = insert(audit)


def record(
    connection: Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    detail: Mapping[str, Any],
    regency_code: str | None = None,
    meeting_id: UUID | None = None,
) -> None:
    """Append one act. ``detail`` holds counts, codes and ids; never names of people, never secrets."""
    connection.execute(
        _INSERT,
        {
            "id": uuid4(),
            "at": at,
            "actor": actor,
            "action": action,
            "regency_code": regency_code,
            "meeting_id": meeting_id,
            "detail": dict(detail),
        },
    )
