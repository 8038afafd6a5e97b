"""Every service that asks who asks: strangers, and cards of other villages and meetings, get nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.engine import Database
from db.settings import Settings
from domain.decision import DecisionRequest
from services import (
    facilitators,
)
from services.identity import CardCode, Credential, FacilitatorCookie
from services.reissue_card import reissue_card
from services.sign_in import LASTS, sign_out
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    open_meeting,
    refused,
    submit,
)
from tests.db.guarded_services import AFTER_CLOSING, FOR_FACILITATORS, OPEN_TO_CARDS, SERVICES, Hall
from tests.support.credential_services import services_with_a_credential
from tests.support.scenarios import kept
from tests.support.sign_in import by_printed_link, by_token


@pytest.fixture
def hall(real_database: Database, clock: SettableClock, facilitator_settings: Settings) -> Hall:
    meeting = open_meeting(real_database, clock, title="Rapat ini")
    pledge = submit(real_database, clock, meeting, KARTAMULIA, key="first").commitment
    decision = DecisionRequest(kept(real_database, clock).id, "Dinas")
    return Hall(real_database, clock, facilitator_settings, meeting, pledge, decision)


def test_every_service_with_a_credential_stands_here() -> None:
    assert services_with_a_credential() == set(SERVICES)


def _expired(hall: Hall) -> Credential:
    cookie = by_printed_link(*hall.there, hall.settings)
    hall.clock.now += LASTS
    return cookie


def _signed_out(hall: Hall) -> Credential:
    cookie = by_printed_link(*hall.there, hall.settings)
    sign_out(cookie.value, *hall.there, hall.settings)
    return cookie


def _revoked(hall: Hall) -> Credential:
    link = facilitators.add_facilitator("Ibu Sari", *hall.there, AT_THE_MACHINE)
    cookie = by_token(link.token, *hall.there, hall.settings)
    facilitators.revoke_facilitator(link.facilitator.id, *hall.there, AT_THE_MACHINE)
    return cookie


def _forged(hall: Hall) -> Credential:
    by_printed_link(*hall.there, hall.settings)
    return FacilitatorCookie("0" * 43, hall.settings, hall.clock)


def _replaced(hall: Hall) -> Credential:
    old = card_code_of(KARTAMULIA, hall.meeting, hall.database)
    reissue_card(hall.meeting.id, KARTAMULIA, 1, *hall.there, AT_THE_MACHINE)
    return CardCode(old)


STRANGERS: dict[str, tuple[Callable[[Hall], Credential], str]] = {
    "expired": (_expired, "identity.facilitator"),
    "signed out": (_signed_out, "identity.facilitator"),
    "revoked": (_revoked, "identity.facilitator"),
    "forged": (_forged, "identity.facilitator"),
    "unknown code": (lambda _hall: CardCode("ABCDEFGH"), "identity.card_code"),
    "replaced card": (_replaced, "identity.card_replaced"),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_is_refused_by_every_service(hall: Hall, stranger: str, subtests: pytest.Subtests) -> None:
    make, code = STRANGERS[stranger]
    who = make(hall)

    for name, ask in SERVICES.items():
        with subtests.test(service=name):
            assert refused(lambda ask=ask: ask(hall, who), hall.database).code == code


def test_a_card_of_another_village_or_meeting_is_refused_by_every_service(
    hall: Hall, subtests: pytest.Subtests
) -> None:
    other = open_meeting(*hall.there, title="Rapat lain")
    cards = {
        "village": CardCode(card_code_of(PUDU, hall.meeting, hall.database)),
        "meeting": CardCode(card_code_of(KARTAMULIA, other, hall.database)),
    }

    for name, ask in SERVICES.items():
        for of, card in cards.items():
            with subtests.test(service=name, card=of):
                refusal = refused(lambda ask=ask, card=card: ask(hall, card), hall.database)
                assert refusal.code == "identity.forbidden"
                if name in OPEN_TO_CARDS | AFTER_CLOSING and of == "meeting":
                    assert "Rapat lain (rapat dibuka)" in refusal.reason


def test_the_own_card_opens_what_is_the_villages_and_nothing_of_the_desk(hall: Hall, subtests: pytest.Subtests) -> None:
    own = CardCode(card_code_of(KARTAMULIA, hall.meeting, hall.database))

    for name, ask in FOR_FACILITATORS.items():
        with subtests.test(service=name):
            assert refused(lambda ask=ask: ask(hall, own), hall.database).code == "identity.forbidden"
    for name, ask in OPEN_TO_CARDS.items():
        with subtests.test(service=name):
            ask(hall, own)
    close_meeting(hall.meeting, *hall.there)
    for name, ask in AFTER_CLOSING.items():
        with subtests.test(service=name):
            ask(hall, own)
