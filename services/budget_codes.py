"""The activity and account codes of a regency's budget sheets: written by the office, the same in every download."""

from __future__ import annotations

from db.audit import record
from db.engine import Database
from db.queries.budget_codes import codes_of
from db.queries.regions import known_regencies
from db.retry import retried
from db.stores.budget_codes import keep_codes
from domain.budget_codes import BudgetCodes
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator


def budget_codes(database: Database, regency_code: str) -> BudgetCodes:
    """What the sheets of a regency carry; empty where nobody has written a code yet."""
    with database.reading() as connection:
        return codes_of(connection, regency_code)


@retried
def write_budget_codes(
    regency_code: str, codes: BudgetCodes, database: Database, clock: Clock, credential: Credential
) -> BudgetCodes:
    """Write all four; what stood there before is in the audit, and the same again changes nothing.

    Raises:
        Refused: not a facilitator, no such regency, too long or not printable.
    """
    wanted = codes.tidied()
    with database.writing_alone() as connection:  # two who write at once: the audit knows both, one after the other
        actor = require_facilitator(connection, credential)
        if regency_code not in known_regencies(connection):
            raise Refused("annexes.regency", "Kabupaten itu tidak dikenal.")
        before = codes_of(connection, regency_code)
        if wanted == before:
            return before
        at = clock()
        keep_codes(connection, regency_code, wanted, by=actor.label, at=at)
        record(
            connection,
            at=at,
            actor=actor.label,
            action="minutes.codes_written",
            regency_code=regency_code,
            detail={
                name: {"from": getattr(before, name), "to": getattr(wanted, name)}
                for name in BudgetCodes.__dataclass_fields__
                if getattr(before, name) != getattr(wanted, name)
            },
        )
        return wanted
