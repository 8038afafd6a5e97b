"""Keep the codes of a regency's budget sheets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from db.record_tables import budget_codes
from domain.budget_codes import BudgetCodes

_KEEP = {
    name: (put := dialect.insert(budget_codes)).on_conflict_do_update(
        index_elements=[budget_codes.c.regency_code],
        set_={column.name: put.excluded[column.name] for column in budget_codes.c if not column.primary_key},
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def keep_codes(connection: Connection, regency_code: str, codes: BudgetCodes, *, by: str, at: datetime) -> None:
    """Put them in the place of what stood there; the audit keeps what that was."""
    values = {"regency_code": regency_code, **asdict(codes), "written_by": by, "written_at": at}
    connection.execute(_KEEP[connection.dialect.name], values)
