"""The dated rules with their sources: what a contribution costs, what a benefit pays; and a new rate by its law."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.audit import record
from db.changes import raise_counter, regency_topic
from db.engine import Database
from db.queries.benefits import all_benefits
from db.queries.rates import all_income_bases, all_rates, all_reference_wages, all_reliefs
from db.queries.regions import home_regencies
from db.retry import retried
from db.stores.rates import append_rate
from domain.benefits import Benefit
from domain.new_rate import check_new_rate
from domain.rates import IncomeBase, Rate, ReferenceWage
from domain.relief import Relief
from services.clock import Clock
from services.identity import Credential, require_facilitator


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every row, in force or not, in order of what it is about and its first month."""

    rates: tuple[Rate, ...]
    reliefs: tuple[Relief, ...]
    wages: tuple[ReferenceWage, ...]
    bases: tuple[IncomeBase, ...]
    benefits: tuple[Benefit, ...]


def rule_book(database: Database) -> RuleBook:
    """All rules as they stand now; open to everybody."""
    with database.reading() as connection:
        return RuleBook(
            all_rates(connection),
            all_reliefs(connection),
            all_reference_wages(connection),
            all_income_bases(connection),
            all_benefits(connection),
        )


@retried
def add_rate(rate: Rate, database: Database, clock: Clock, credential: Credential) -> bool:
    """Add a row with its legal basis; the same again stores nothing. Meetings that are open keep their rates.

    Returns:
        Whether anything was stored.

    Raises:
        Refused: not a facilitator, or as :func:`domain.new_rate.check_new_rate`.
    """
    wanted = replace(rate, legal_basis=" ".join(rate.legal_basis.split()), source=" ".join(rate.source.split()))
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        known = all_rates(connection)
        if wanted in known:
            return False
        check_new_rate(wanted, known)
        append_rate(connection, wanted)
        for regency_code in home_regencies(connection):
            raise_counter(connection, regency_topic(regency_code))
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action="rate.added",
            detail={
                "programme": f"{wanted.programme} ({wanted.segment})",
                "valid_from": str(wanted.valid_from),
                "base_points": wanted.base_points,
                "flat_rupiah": wanted.flat_rupiah,
            },
        )
    return True
