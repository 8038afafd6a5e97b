"""A lost card is replaced: the new one opens the form, the old one says that it was replaced."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from db.engine import Database
from domain.refusal import Refused
from services.card_list import IssuedCard, card_list
from services.identity import REPLACED_CARD, CardCode
from services.pledge_form import meeting_elsewhere, pledge_form
from services.reissue_card import reissue_card
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    SettableClock,
    close_meeting,
    draft_meeting,
    footprint,
    open_meeting,
    pledge_of,
    refused,
)


def card_of(village: str, meeting: Any, database: Database) -> IssuedCard:
    return next(c for c in card_list(meeting, database, AT_THE_MACHINE) if c.village_code == village)


def test_a_new_card_takes_the_place_of_the_lost_one(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    lost, neighbour = card_of(KARTAMULIA, meeting, real_database), card_of(PUDU, meeting, real_database)

    new = reissue_card(meeting.id, KARTAMULIA, lost.issue, real_database, clock, AT_THE_MACHINE)

    assert (new.issue, new.name, new.subdistrict) == (2, lost.name, lost.subdistrict)
    assert new.code != lost.code
    assert card_of(KARTAMULIA, meeting, real_database) == new
    assert card_of(PUDU, meeting, real_database) == neighbour
    assert len(card_list(meeting, real_database, AT_THE_MACHINE)) == 29
    assert pledge_form(real_database, CardCode(new.code)).village.code == KARTAMULIA


def test_a_lost_card_opens_nothing_and_says_why(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    lost = card_of(KARTAMULIA, meeting, real_database)
    reissue_card(meeting.id, KARTAMULIA, lost.issue, real_database, clock, AT_THE_MACHINE)

    old = CardCode(lost.code)

    with pytest.raises(Refused, match=REPLACED_CARD):
        pledge_form(real_database, old)
    refusal = refused(lambda: submit_commitment(pledge_of(meeting), real_database, clock, old), real_database)
    assert (refusal.code, refusal.reason) == ("identity.card_replaced", REPLACED_CARD)


def test_replacing_twice_from_the_same_list_replaces_once(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    lost = card_of(KARTAMULIA, meeting, real_database)
    first = reissue_card(meeting.id, KARTAMULIA, lost.issue, real_database, clock, AT_THE_MACHINE)
    before = footprint(real_database)

    second = reissue_card(meeting.id, KARTAMULIA, lost.issue, real_database, clock, AT_THE_MACHINE)
    third = reissue_card(meeting.id, KARTAMULIA, first.issue, real_database, clock, AT_THE_MACHINE)

    assert second == first
    assert footprint(real_database)["cards"] == before["cards"] + 1
    assert third.issue == 3


def test_replacing_is_in_the_audit_without_any_code(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    lost = card_of(KARTAMULIA, meeting, real_database)

    new = reissue_card(meeting.id, KARTAMULIA, lost.issue, real_database, clock, AT_THE_MACHINE)

    with real_database.reading() as connection:
        (act,) = connection.execute(text("SELECT * FROM audit WHERE action = 'card.reissued'")).all()
    assert (act.actor, act.regency_code) == ("command_line", "62.08")
    assert KARTAMULIA in str(act.detail)
    assert not [code for code in (lost.code, new.code) if code in str(act)]


@pytest.mark.parametrize("village", [MENDAWAI, "62.08.99.2001", ""])
def test_who_has_no_card_gets_no_new_one(real_database: Database, clock: SettableClock, village: str) -> None:
    meeting = open_meeting(real_database, clock)

    refusal = refused(lambda: reissue_card(meeting.id, village, 1, real_database, clock, AT_THE_MACHINE), real_database)

    assert (refusal.code, refusal.field) == ("card.village", "village")


def test_a_card_of_another_meeting_is_told_which_is_held(real_database: Database, clock: SettableClock) -> None:
    last_year = close_meeting(open_meeting(real_database, clock, title="Rapat lama"), real_database, clock)
    draft = draft_meeting(real_database, clock, title="Rapat nanti")
    held = open_meeting(real_database, clock, title="Rapat hari ini")

    def elsewhere(own: Any, asked: Any = None) -> str | None:
        found = meeting_elsewhere(real_database, own, asked)
        return found.title if found else None

    assert [elsewhere(own) for own in (last_year, draft, held)] == ["Rapat hari ini", "Rapat hari ini", None]
    assert elsewhere(held, draft.id) == "Rapat nanti"
    assert elsewhere(last_year, last_year.id) is None
    close_meeting(held, real_database, clock)
    assert elsewhere(draft) is None
