"""Claims that were paid: sums by programme and kind, from the regency's current claims dataset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, func, select

from db.schema import claims, current_datasets, datasets
from domain.calendar import Month, date_label
from domain.claims_file import ClaimRow
from domain.money import Rupiah


@dataclass(frozen=True, slots=True)
class ClaimSum:
    """What was paid for one programme and kind; cases as the file counts them, which may include instalments.

    Attributes:
        month: the last month that the file covers.
    """

    programme: str
    kind: str
    cases: int
    amount_rupiah: int
    month: Month
    source: str
    as_of: date
    is_sample: bool

    @property
    def source_label(self) -> str:
        """Where it comes from, for a line under a figure."""
        return f"{self.source}, per {date_label(self.as_of)}"


def claims_paid(connection: Connection, regency_code: str) -> tuple[ClaimSum, ...]:
    """All villages of the regency together, in order of programme and kind; nothing where there is no dataset."""
    sums = (func.sum(claims.c.cases), func.sum(claims.c.amount_rupiah))
    known = (datasets.c.month, datasets.c.source, datasets.c.as_of, datasets.c.is_sample)
    keys = (claims.c.programme, claims.c.kind)
    query = (
        select(*keys, *sums, *known)
        .join(datasets, datasets.c.id == claims.c.dataset_id)
        .join(current_datasets, current_datasets.c.dataset_id == datasets.c.id)
        .where(
            current_datasets.c.regency_code == regency_code,
            current_datasets.c.kind == "claims",
            datasets.c.kind == "claims",
        )
        .group_by(*keys, *known)
        .order_by(*keys)
    )
    return tuple(
        ClaimSum(programme, kind, int(cases), int(amount), Month.parse(month), source, as_of, bool(is_sample))
        for programme, kind, cases, amount, month, source, as_of, is_sample in connection.execute(query)
    )


def claim_rows(connection: Connection, dataset_id: UUID) -> dict[tuple[str, str, str], ClaimRow]:
    """All rows of a claims dataset by programme, kind and village."""
    rows = (
        ClaimRow(row.programme, row.kind, row.village_code, row.cases, Rupiah(row.amount_rupiah))
        for row in connection.execute(select(claims).where(claims.c.dataset_id == dataset_id))
    )
    return {row.key: row for row in rows}
