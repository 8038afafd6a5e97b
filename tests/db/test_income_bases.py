"""Declared BPU incomes other than the lowest: the office adds them, and confirms them by a new row."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from db.engine import Database
from db.queries.meetings import rate_table
from db.queries.rates import all_rates, all_reference_wages, all_reliefs, current_rate_table
from db.rule_tables import income_bases as table
from db.schema import audit
from domain.calendar import Month
from domain.rates import IncomeBase
from services.identity import CardCode
from services.income_bases import BaseRequest, add_income_base, confirm_income_base, income_bases
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    card_code_of,
    draft_meeting,
    open_meeting,
    refused,
    run_sql,
)
from tests.support.shipped_rules import shipped_table

NOVEMBER = Month(2026, 11)
UNCONFIRMED = IncomeBase(1_500_000, NOVEMBER, verified=False, legal_basis="PP 44/2015", source="brosur")
CONFIRMED = IncomeBase(1_500_000, NOVEMBER, verified=True, legal_basis="Lampiran II PP 44/2015", source="surat BPJS")


def asked(base_rupiah: int = 1_500_000, legal_basis: str = "PP 44/2015", source: str = "brosur") -> BaseRequest:
    return BaseRequest(base_rupiah, legal_basis, source)


def add(database: Database, clock: SettableClock, *args: Any, **values: Any) -> IncomeBase:
    return add_income_base(asked(*args, **values), database, clock, AT_THE_MACHINE)


def confirm(database: Database, clock: SettableClock, base_rupiah: int = 1_500_000) -> IncomeBase:
    request = BaseRequest(base_rupiah, "Lampiran II PP 44/2015", "surat BPJS")
    return confirm_income_base(request, database, clock, AT_THE_MACHINE)


def rows(database: Database) -> list[tuple[Any, ...]]:
    columns = (table.c.base_rupiah, table.c.verified, table.c.source, table.c.added_by, table.c.added_at)
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(table.c.id))]


def audited(database: Database) -> list[tuple[Any, ...]]:
    query = select(audit.c.actor, audit.c.action, audit.c.detail).where(audit.c.action.like("income_base.%"))
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(audit.c.at))]


def test_none_is_shipped(database: Database) -> None:
    assert income_bases(database) == ()


def test_a_base_that_was_added_is_unverified(database: Database, clock: SettableClock) -> None:
    added = add(database, clock)

    assert income_bases(database) == (added,) == (UNCONFIRMED,)
    assert rows(database) == [(1_500_000, False, "brosur", "command_line", clock.now)]


def test_confirming_is_a_new_row_and_leaves_the_first_as_it_was(database: Database, clock: SettableClock) -> None:
    add(database, clock)
    clock.now = clock.now.replace(year=2027)

    confirmed = confirm(database, clock)

    assert income_bases(database) == (confirmed,) == (CONFIRMED,)
    assert [row[:3] for row in rows(database)] == [(1_500_000, False, "brosur"), (1_500_000, True, "surat BPJS")]


def test_each_act_is_audited_without_what_was_typed(database: Database, clock: SettableClock) -> None:
    add(database, clock)
    clock.now = clock.now.replace(hour=4)
    confirm(database, clock)

    detail = {"base_rupiah": 1_500_000, "valid_from": "2026-11"}
    assert audited(database) == [
        ("command_line", "income_base.added", detail),
        ("command_line", "income_base.confirmed", detail),
    ]


def test_bases_are_listed_from_the_lowest(database: Database, clock: SettableClock) -> None:
    for base in (2_000_000, 1_200_000, 20_700_000):
        add(database, clock, base)
    confirm(database, clock, 2_000_000)

    found = [(base.base_rupiah, base.verified) for base in income_bases(database)]

    assert found == [(1_200_000, False), (2_000_000, True), (20_700_000, False)]


@pytest.mark.parametrize("base_rupiah", [0, 999_999, 20_700_001])
def test_a_base_outside_the_bounds_of_the_law_is_refused(
    database: Database, clock: SettableClock, base_rupiah: int
) -> None:
    refusal = refused(lambda: add(database, clock, base_rupiah), database)

    assert (refusal.code, refusal.field) == ("rate.base", "base")


@pytest.mark.parametrize("base_rupiah", [1_000_000, 1_500_000])
def test_a_base_that_is_known_is_not_added_again(database: Database, clock: SettableClock, base_rupiah: int) -> None:
    add(database, clock)

    refusal = refused(lambda: add(database, clock, base_rupiah), database)

    assert refusal.code == "income_base.known"


def test_a_base_that_is_confirmed_is_not_added_again(database: Database, clock: SettableClock) -> None:
    add(database, clock)
    confirm(database, clock)

    assert refused(lambda: add(database, clock), database).code == "income_base.known"
    assert income_bases(database) == (CONFIRMED,)


def test_only_a_base_that_was_added_can_be_confirmed_and_only_once(database: Database, clock: SettableClock) -> None:
    unknown = refused(lambda: confirm(database, clock), database)
    add(database, clock)
    confirm(database, clock)
    again = refused(lambda: confirm(database, clock), database)

    assert str(unknown) == "Dasar Rp 1.500.000 belum ada. Tambahkan dulu, lalu konfirmasi."
    assert str(again) == "Dasar Rp 1.500.000 sudah dikonfirmasi."


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "a\x00b"])
@pytest.mark.parametrize(("name", "field"), [("legal_basis", "basis"), ("source", "source")])
def test_a_base_says_its_law_and_its_source(
    database: Database, clock: SettableClock, name: str, field: str, text: str
) -> None:
    refusal = refused(lambda: add(database, clock, **{name: text}), database)

    assert (refusal.code, refusal.field) == (f"income_base.{field}", field)


def test_a_village_adds_and_confirms_nothing(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    village = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    added = refused(lambda: add_income_base(asked(), real_database, clock, village), real_database)
    confirmed = refused(lambda: confirm_income_base(asked(), real_database, clock, village), real_database)

    assert (added.code, confirmed.code) == ("identity.forbidden", "identity.forbidden")


def test_the_current_table_holds_every_rule_that_ships(database: Database) -> None:
    shipped = shipped_table()

    with database.reading() as connection:
        found = current_rate_table(connection)
        rates, reliefs, wages = all_rates(connection), all_reliefs(connection), all_reference_wages(connection)

    assert (found.rates, found.reliefs, found.wages) == (rates, reliefs, wages)
    assert set(rates) == set(shipped.rates)
    assert set(reliefs) == set(shipped.reliefs)
    assert set(wages) == set(shipped.wages)
    assert found.base_rupiah == 1_000_000


def test_a_meeting_keeps_the_rates_of_its_opening_and_sees_the_reliefs_of_today(
    real_database: Database, clock: SettableClock
) -> None:
    opened = open_meeting(real_database, clock)
    draft = draft_meeting(real_database, clock)
    run_sql(real_database, "UPDATE rates SET flat_rupiah = 9000 WHERE flat_rupiah = 6800")
    run_sql(real_database, "DELETE FROM rate_reliefs WHERE group_code <> 'driver'")

    with real_database.reading() as connection:
        of_opened, of_draft = rate_table(connection, opened), rate_table(connection, draft)

    prices = [found.contribution("BPU", ["JKM"], Month(2027, 1)) for found in (of_opened, of_draft)]
    assert prices == [6_800, 9_000]
    assert of_opened.wages == of_draft.wages != ()
    assert {row.group_code for row in of_opened.reliefs} == {row.group_code for row in of_draft.reliefs} == {"driver"}
