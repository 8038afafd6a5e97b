"""The codes that stand on a regency's budget sheets, read."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db.record_tables import budget_codes
from domain.budget_codes import BudgetCodes

_NAMES = tuple(BudgetCodes.__dataclass_fields__)


def codes_of(connection: Connection, regency_code: str) -> BudgetCodes:
    """The codes as they were written last; all empty where nobody has written any yet."""
    query = select(*(budget_codes.c[name] for name in _NAMES)).where(budget_codes.c.regency_code == regency_code)
    row = connection.execute(query).first()
    return BudgetCodes(**row._mapping) if row else BudgetCodes()
