from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from db.engine import Database
from db.queries.rates import current_rate_table
from domain.calendar import Month
from domain.rates import Rate
from domain.refusal import Refused
from services.rule_book import add_rate, rule_book
from tests.db.factories import AT_THE_MACHINE, SettableClock, footprint

NEW = Rate(
    "BPU", "JKM", Month(2027, 3), None, None, 7_500, None, None, "PP 1/2027  pasal 2", "Lembaran negara", "medium"
)


def test_a_new_rate_counts_from_its_month_on_and_changes_no_row(database: Database, clock: SettableClock) -> None:
    before = rule_book(database).rates

    assert add_rate(NEW, database, clock, AT_THE_MACHINE) is True
    whole = footprint(database)
    assert add_rate(NEW, database, clock, AT_THE_MACHINE) is False

    assert footprint(database) == whole
    assert set(rule_book(database).rates) == {*before, replace(NEW, legal_basis="PP 1/2027 pasal 2")}
    with database.reading() as connection:
        table = current_rate_table(connection)
        acts = connection.execute(text("SELECT actor, detail FROM audit WHERE action = 'rate.added'")).all()
    assert [table.contribution("BPU", ["JKM"], Month(2027, month)) for month in (2, 3)] == [6_800, 7_500]
    assert len(acts) == 1
    assert "JKM (BPU)" in str(acts[0].detail)


def test_a_rate_that_overlaps_stores_nothing(database: Database, clock: SettableClock) -> None:
    before = footprint(database)

    with pytest.raises(Refused) as refusal:
        add_rate(replace(NEW, valid_from=Month(2024, 1)), database, clock, AT_THE_MACHINE)

    assert refusal.value.code == "rate.overlap"
    assert footprint(database) == before
