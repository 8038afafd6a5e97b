"""Signing in at the desk by a link, and every way in which it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db.engine import Database
from db.settings import Settings
from domain.refusal import Refused
from services.facilitator_token import facilitator_token, renew_facilitator_token
from services.facilitators import add_facilitator, new_token, renew_printed_link, revoke_facilitator
from services.identity import Actor, CommandLine, FacilitatorCookie, identify, require_facilitator
from services.sign_in import LASTS, WRONG_LINK, is_signed_in, sign_in, sign_out, signed_in_as
from tests.db.factories import AT_THE_MACHINE, SettableClock, refused, run_sql
from tests.support.sign_in import by_own_link, by_printed_link, by_token


def actor_of(cookie: FacilitatorCookie, database: Database) -> Actor:
    with database.reading() as connection:
        return identify(connection, cookie)


def rows(database: Database, statement: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(statement)).all())


def test_the_printed_link_signs_in_the_unnamed_facilitator(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    cookie = by_printed_link(database, clock, facilitator_settings)

    found = actor_of(cookie, database)

    assert (found.label, found.facilitator_id, found.may_run_meetings) == ("facilitator", None, True)
    assert signed_in_as(database, cookie) == "Fasilitator (tautan program)"


def test_two_facilitators_are_told_apart_and_the_audit_never_names_them(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    sari = by_own_link("Ibu Sari", database, clock, facilitator_settings)
    budi = by_own_link("Pak Budi", database, clock, facilitator_settings)

    found = [actor_of(cookie, database) for cookie in (sari, budi)]

    assert [one.label for one in found] == [f"facilitator:{str(one.facilitator_id)[:8]}" for one in found]
    assert found[0].label != found[1].label
    assert [signed_in_as(database, cookie) for cookie in (sari, budi)] == ["Ibu Sari", "Pak Budi"]
    said = str(rows(database, "SELECT actor, action, detail FROM audit"))
    assert "facilitator.added" in said
    assert "facilitator.signed_in" in said
    assert not [name for name in ("Sari", "Budi") if name in said]


def test_neither_the_token_nor_the_cookie_is_stored(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    link = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)
    cookie = by_token(link.token, database, clock, facilitator_settings)

    stored = str([rows(database, f"SELECT * FROM {table}") for table in ("facilitators", "sign_ins", "audit")])

    assert link.token not in stored
    assert cookie.value not in stored
    assert len(cookie.value) >= 43
    assert cookie.value not in repr(cookie)
    assert link.token not in repr(link)


@pytest.mark.parametrize("offered", ["", "x", "é", "x" * 10_000, "' OR 1=1 --"])
def test_a_wrong_link_signs_nobody_in(
    database: Database, clock: SettableClock, facilitator_settings: Settings, offered: str
) -> None:
    add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)

    refusal = refused(lambda: sign_in(offered, database, clock, facilitator_settings), database)

    assert (refusal.code, refusal.reason) == ("identity.facilitator_link", WRONG_LINK)


def test_a_sign_in_expires(database: Database, clock: SettableClock, facilitator_settings: Settings) -> None:
    cookie = by_printed_link(database, clock, facilitator_settings)
    began = clock.now

    clock.now = began + LASTS - timedelta(seconds=1)
    before = is_signed_in(database, cookie)
    clock.now = began + LASTS
    after = is_signed_in(database, cookie)

    assert (before, after) == (True, False)
    with pytest.raises(Refused, match="Buka lagi tautan fasilitator"), database.reading() as connection:
        require_facilitator(connection, cookie)


def test_an_expired_row_is_removed_by_the_next_sign_in(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    by_printed_link(database, clock, facilitator_settings)
    clock.now += LASTS + timedelta(days=1)

    by_printed_link(database, clock, facilitator_settings)

    assert len(rows(database, "SELECT digest FROM sign_ins")) == 1


def test_signing_out_ends_that_browser_only(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    first = by_printed_link(database, clock, facilitator_settings)
    second = by_printed_link(database, clock, facilitator_settings)

    sign_out(first.value, database, clock, facilitator_settings)
    sign_out(first.value, database, clock, facilitator_settings)

    assert (is_signed_in(database, first), is_signed_in(database, second)) == (False, True)
    assert [row.action for row in rows(database, "SELECT action FROM audit WHERE action LIKE '%signed_out'")] == [
        "facilitator.signed_out"
    ]


def test_the_same_link_in_the_same_browser_is_one_sign_in_that_lasts_longer(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    first = by_printed_link(database, clock, facilitator_settings)
    clock.now += timedelta(days=10)
    token = facilitator_token(facilitator_settings)

    again = sign_in(token, database, clock, facilitator_settings, present=first.value)

    assert again.cookie == first.value
    assert len(rows(database, "SELECT digest FROM sign_ins")) == 1
    clock.now += LASTS - timedelta(seconds=1)
    assert is_signed_in(database, first)


def test_another_facilitators_link_in_the_same_browser_ends_the_first(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    first = by_printed_link(database, clock, facilitator_settings)
    link = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)

    second = sign_in(link.token, database, clock, facilitator_settings, present=first.value)

    assert second.cookie != first.value
    assert not is_signed_in(database, first)
    assert is_signed_in(database, FacilitatorCookie(second.cookie, facilitator_settings, clock))


def test_revoking_ends_the_link_and_every_browser_of_that_facilitator_only(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    link = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)
    hers = [by_token(link.token, database, clock, facilitator_settings) for _ in range(2)]
    others = [
        by_own_link("Pak Budi", database, clock, facilitator_settings),
        by_printed_link(database, clock, facilitator_settings),
    ]

    revoke_facilitator(link.facilitator.id, database, clock, AT_THE_MACHINE)

    assert [is_signed_in(database, cookie) for cookie in hers + others] == [False, False, True, True]
    assert refused(lambda: sign_in(link.token, database, clock, facilitator_settings), database).reason == WRONG_LINK


def test_a_facilitator_who_was_revoked_by_hand_in_the_database_is_out_too(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    cookie = by_own_link("Ibu Sari", database, clock, facilitator_settings)

    run_sql(database, "UPDATE facilitators SET revoked_at = created_at")

    assert not is_signed_in(database, cookie)


def test_a_new_token_ends_the_old_link_and_its_browsers(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    link = add_facilitator("Ibu Sari", database, clock, AT_THE_MACHINE)
    old = by_token(link.token, database, clock, facilitator_settings)

    renewed = new_token(link.facilitator.id, database, clock, AT_THE_MACHINE)

    assert not is_signed_in(database, old)
    assert refused(lambda: sign_in(link.token, database, clock, facilitator_settings), database).reason == WRONG_LINK
    cookie = by_token(renewed.token, database, clock, facilitator_settings)
    assert signed_in_as(database, cookie) == "Ibu Sari"


def test_renewing_the_printed_link_signs_out_who_came_by_it_and_nobody_else(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    token = facilitator_token(facilitator_settings)
    printed = by_printed_link(database, clock, facilitator_settings)
    sari = by_own_link("Ibu Sari", database, clock, facilitator_settings)

    renewed = renew_printed_link(database, clock, facilitator_settings, CommandLine())

    assert (is_signed_in(database, printed), is_signed_in(database, sari)) == (False, True)
    assert refused(lambda: sign_in(token, database, clock, facilitator_settings), database).reason == WRONG_LINK
    assert is_signed_in(database, by_token(renewed, database, clock, facilitator_settings))


def test_a_token_that_was_changed_in_its_file_signs_out_too(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    printed = by_printed_link(database, clock, facilitator_settings)

    renew_facilitator_token(facilitator_settings)

    assert not is_signed_in(database, printed)


def test_a_sign_in_counts_only_as_what_it_was_given_for(
    database: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    """Whoever can write a row with the plain digest of a cookie is still not the printed link's owner."""
    printed = by_printed_link(database, clock, facilitator_settings)
    sari = by_own_link("Ibu Sari", database, clock, facilitator_settings)

    run_sql(database, "UPDATE sign_ins SET facilitator_id = NULL")

    assert (is_signed_in(database, printed), is_signed_in(database, sari)) == (True, False)
