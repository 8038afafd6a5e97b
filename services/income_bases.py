"""Declared BPU incomes other than the lowest: none is shipped, the office adds them and confirms them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.audit import record
from db.engine import Connection, Database
from db.queries.rates import all_income_bases, current_rate_table
from db.retry import retried
from db.stores.income_bases import add_income_base as store
from domain.calendar import WIB, Month
from domain.money import format_rupiah
from domain.rates import LOWEST_BPU_BASE_RUPIAH, IncomeBase
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator

LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class BaseRequest:
    """A declared monthly income in whole rupiah, with the law and the paper that it was read in."""

    base_rupiah: int
    legal_basis: str
    source: str


def income_bases(database: Database) -> tuple[IncomeBase, ...]:
    """What the office has added, the lowest first; the lowest base of the law is not among them."""
    with database.reading() as connection:
        return all_income_bases(connection)


@retried
def add_income_base(request: BaseRequest, database: Database, clock: Clock, credential: Credential) -> IncomeBase:
    """Add a base from this month on; it is *belum diverifikasi* until it is confirmed.

    Raises:
        Refused: not a facilitator, outside the bounds of the law, known already, or without basis and source.
    """
    now = clock().astimezone(WIB)
    base = _stated(request, Month(now.year, now.month))
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential).label
        current_rate_table(connection).require_lawful_base(base.base_rupiah, base.valid_from)
        if base.base_rupiah == LOWEST_BPU_BASE_RUPIAH or _known(connection, base.base_rupiah):
            raise Refused("income_base.known", f"Dasar {format_rupiah(base.base_rupiah)} sudah ada.", field="base")
        store(connection, base, at=clock(), by=actor)
        _record(connection, "income_base.added", base, clock, actor)
    return base


@retried
def confirm_income_base(request: BaseRequest, database: Database, clock: Clock, credential: Credential) -> IncomeBase:
    """Confirm a base that was added, with what confirms it: a new row, valid from the same month.

    Raises:
        Refused: not a facilitator, not added yet, confirmed already, or without basis and source.
    """
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential).label
        added = _known(connection, request.base_rupiah)
        if added is None:
            raise Refused(
                "income_base.unknown",
                f"Dasar {format_rupiah(request.base_rupiah)} belum ada. Tambahkan dulu, lalu konfirmasi.",
                field="base",
            )
        if added.verified:
            raise Refused(
                "income_base.confirmed", f"Dasar {format_rupiah(added.base_rupiah)} sudah dikonfirmasi.", field="base"
            )
        base = replace(_stated(request, added.valid_from), verified=True)
        store(connection, base, at=clock(), by=actor)
        _record(connection, "income_base.confirmed", base, clock, actor)
    return base


def _stated(request: BaseRequest, month: Month) -> IncomeBase:
    return IncomeBase(
        request.base_rupiah,
        month,
        verified=False,
        legal_basis=_text(request.legal_basis, "basis", "dasar hukum"),
        source=_text(request.source, "source", "sumber"),
    )


def _text(text: str, field: str, name: str) -> str:
    cleaned = " ".join(text.split())
    if not 1 <= len(cleaned) <= LONGEST_TEXT or not cleaned.isprintable():
        raise Refused(f"income_base.{field}", f"Isi {name}, paling banyak {LONGEST_TEXT} huruf.", field=field)
    return cleaned


def _known(connection: Connection, base_rupiah: int) -> IncomeBase | None:
    return next((base for base in all_income_bases(connection) if base.base_rupiah == base_rupiah), None)


def _record(connection: Connection, action: str, base: IncomeBase, clock: Clock, actor: str) -> None:
    detail = {"base_rupiah": base.base_rupiah, "valid_from": str(base.valid_from)}
    record(connection, at=clock(), actor=actor, action=action, detail=detail)
