"""Store declared incomes; rows are added and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from db.rule_tables import income_bases
from domain.rates import IncomeBase


def add_income_base(connection: Connection, base: IncomeBase, *, at: datetime, by: str) -> None:
    """Append a row; where the base has rows already, this is the one that counts from now on."""
    connection.execute(
        insert(income_bases).values(
            base_rupiah=base.base_rupiah,
            valid_from=str(base.valid_from),
            verified=base.verified,
            legal_basis=base.legal_basis,
            source=base.source,
            added_by=by,
            added_at=at,
        )
    )
