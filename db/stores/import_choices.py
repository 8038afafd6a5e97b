"""Keep what people decided about a file; rows are added and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from db.import_tables import column_mappings
from db.queries.import_choices import Header


def remember_columns(
    connection: Connection, header: Header, columns: Mapping[str, str], *, by: str, at: datetime
) -> None:
    """From now on a file with this header is read so."""
    connection.execute(
        insert(column_mappings).values(
            regency_code=header.regency_code,
            kind=header.kind,
            fingerprint=header.fingerprint,
            columns=dict(columns),
            set_by=by,
            set_at=at,
        )
    )
