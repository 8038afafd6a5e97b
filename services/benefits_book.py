"""The book of benefits that the pages open: what is paid in a case, how often it was needed, what was paid here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from db.engine import Database
from db.queries import claims
from db.queries.benefits import all_benefits, all_case_rates
from db.queries.claims import ClaimSum
from db.queries.regions import home_regencies, known_regencies, region_name
from domain.benefits import Benefit
from domain.calendar import WIB, Month
from domain.expected_cases import CaseRate
from services.clock import Clock


@dataclass(frozen=True, slots=True)
class BenefitsBook:
    """The benefit rows and the case rates of this installation."""

    benefits: tuple[Benefit, ...]
    case_rates: tuple[CaseRate, ...]


@dataclass(frozen=True, slots=True)
class Regency:
    """A regency that the database knows, with or without data."""

    code: str
    name: str


@lru_cache(maxsize=4)
def benefits_book(database: Database) -> BenefitsBook:
    """All rows, read once per process: they change with the program or by hand, and then it is started again."""
    with database.reading() as connection:
        return BenefitsBook(all_benefits(connection), all_case_rates(connection))


def claims_paid(database: Database, regency_code: str) -> tuple[ClaimSum, ...]:
    """What was paid in a regency by programme and kind, with month and source; nothing where there is no dataset."""
    with database.reading() as connection:
        return claims.claims_paid(connection, regency_code)


def regency_of(database: Database, asked: str | None) -> Regency | None:
    """The regency asked for, or the first where none was; None for a code that the database does not know."""
    with database.reading() as connection:
        known = known_regencies(connection)
        code = asked or next(iter(home_regencies(connection)), None)
        return Regency(code, region_name(connection, code)) if code in known else None


def month_of(clock: Clock) -> Month:
    """The present month in Sukamara's time: whose rows are in force."""
    now = clock().astimezone(WIB)
    return Month(now.year, now.month)
