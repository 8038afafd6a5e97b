"""Facilitators with a link of their own: names, lists, who is meant."""

from __future__ import annotations

from uuid import uuid4

import pytest

from db.engine import Database
from services.facilitators import (
    add_facilitator,
    find_facilitator,
    list_facilitators,
    new_token,
    revoke_facilitator,
)
from tests.db.factories import AT_THE_MACHINE, SettableClock, footprint, refused


def names(database: Database) -> list[tuple[str, bool]]:
    return [(one.name, one.revoked_at is None) for one in list_facilitators(database, AT_THE_MACHINE)]


def test_facilitators_are_listed_by_name_and_the_revoked_ones_last(database: Database, clock: SettableClock) -> None:
    made = [add_facilitator(name, database, clock, AT_THE_MACHINE) for name in ("Pak Budi", "  Ani  Wati ", "Ibu Sari")]

    revoke_facilitator(made[1].facilitator.id, database, clock, AT_THE_MACHINE)

    assert names(database) == [("Ibu Sari", True), ("Pak Budi", True), ("Ani Wati", False)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\u202eb"])
def test_a_name_is_1_to_80_readable_characters(database: Database, clock: SettableClock, name: str) -> None:
    refusal = refused(lambda: add_facilitator(name, database, clock, AT_THE_MACHINE), database)

    assert (refusal.code, refusal.field) == ("facilitator.name", "name")


def test_two_links_cannot_have_the_same_name_until_one_is_revoked(database: Database, clock: SettableClock) -> None:
    first = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)
    refusal = refused(lambda: add_facilitator("ibu SARI", database, clock, AT_THE_MACHINE), database)
    revoke_facilitator(first.facilitator.id, database, clock, AT_THE_MACHINE)

    add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)

    assert refusal.code == "facilitator.name"
    assert names(database) == [("Ibu Sari", True), ("Ibu Sari", False)]


def test_pressing_twice_adds_one(database: Database, clock: SettableClock) -> None:
    form = uuid4()
    add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE, facilitator_id=form)

    again = refused(lambda: add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE, facilitator_id=form), database)

    assert again.code == "facilitator.repeated"


def test_revoking_twice_is_one_act(database: Database, clock: SettableClock) -> None:
    made = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE).facilitator
    first = revoke_facilitator(made.id, database, clock, AT_THE_MACHINE)
    before = footprint(database)

    second = revoke_facilitator(made.id, database, clock, AT_THE_MACHINE)

    assert second == first
    assert footprint(database) == before


def test_a_revoked_facilitator_gets_no_new_link(database: Database, clock: SettableClock) -> None:
    made = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE).facilitator
    revoke_facilitator(made.id, database, clock, AT_THE_MACHINE)

    assert refused(lambda: new_token(made.id, database, clock, AT_THE_MACHINE), database).code == "facilitator.revoked"


def test_an_unknown_facilitator_is_neither_renewed_nor_revoked(database: Database, clock: SettableClock) -> None:
    for act in (new_token, revoke_facilitator):
        refusal = refused(lambda act=act: act(uuid4(), database, clock, AT_THE_MACHINE), database)
        assert refusal.code == "facilitator.unknown"


def test_a_facilitator_is_found_by_name_or_by_the_beginning_of_the_id(database: Database, clock: SettableClock) -> None:
    old = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE).facilitator
    revoke_facilitator(old.id, database, clock, AT_THE_MACHINE)
    sari = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE).facilitator

    found = [find_facilitator(named, database, AT_THE_MACHINE) for named in (" ibu sari ", str(sari.id)[:8])]

    assert found == [sari, sari]
    for named in ("", "Sari", "zzz"):
        refusal = refused(lambda named=named: find_facilitator(named, database, AT_THE_MACHINE), database)
        assert refusal.code == "facilitator.unknown"
