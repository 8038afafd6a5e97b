"""Every service that asks who asks: strangers, and cards of other villages and meetings, get nowhere."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

import pytest

import services
from db.engine import Database
from db.queries.audit_acts import Asked
from db.queries.commitments import Commitment
from db.settings import Settings
from domain.addendum import AddendumRequest
from domain.calendar import Month
from domain.decision import DecisionRequest
from domain.meeting import Meeting
from services import attendance, card_prints, change_meeting, decisions, drafts, facilitators
from services.addenda import AddAddendum, add_addendum
from services.attendance_record import recorded_people
from services.audit_trail import audit_trail, whole_trail
from services.card_list import card_list
from services.copy_meeting import CopyMeeting, copy_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.data_versions import use_version
from services.desk import desk, undo
from services.hall_address import HallAddress, change_hall_address
from services.identity import CardCode, Credential, FacilitatorCookie
from services.import_any import import_any
from services.import_budgets import ImportBudgets, import_budgets
from services.import_claims import ImportClaims, import_claims
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.income_bases import BaseRequest, add_income_base, confirm_income_base
from services.paper_checks import confirm_paper, unchecked_papers
from services.pledge_form import pledge_form
from services.reissue_card import reissue_card
from services.sign_in import LASTS, sign_out
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    open_meeting,
    pledge_of,
    refused,
    settings_with,
    submit,
)
from tests.support.scenarios import kept
from tests.support.sign_in import by_printed_link, by_token


@dataclass(frozen=True)
class Hall:
    """An open meeting in which Kartamulia has pledged."""

    database: Database
    clock: SettableClock
    settings: Settings
    meeting: Meeting
    pledge: Commitment
    decision: DecisionRequest

    @property
    def there(self) -> tuple[Database, SettableClock]:
        return self.database, self.clock


@pytest.fixture
def hall(real_database: Database, clock: SettableClock, facilitator_settings: Settings) -> Hall:
    meeting = open_meeting(real_database, clock, title="Rapat ini")
    pledge = submit(real_database, clock, meeting, KARTAMULIA, key="first").commitment
    decision = DecisionRequest(kept(real_database, clock).id, "Dinas")
    return Hall(real_database, clock, facilitator_settings, meeting, pledge, decision)


BASE = BaseRequest(1_500_000, "PP 44/2015", "brosur")
NOTE = AddendumRequest("note", "Catatan", "Dinas")

# Each service as who asks would call it, for Kartamulia wherever it is about a village.
OPEN_TO_CARDS: dict[str, Callable[[Hall, Credential], Any]] = {
    "submit_commitment.submit_commitment": lambda h, who: submit_commitment(
        pledge_of(h.meeting, KARTAMULIA, key="second"), *h.there, who
    ),
    "pledge_form.pledge_form": lambda h, who: pledge_form(
        h.database, who, meeting_id=h.meeting.id, village_code=KARTAMULIA
    ),
    "attendance.join": lambda h, who: attendance.join(
        attendance.Arrival(h.meeting.id, KARTAMULIA, name="A", position="B"), *h.there, who
    ),
    "drafts.save_draft": lambda h, who: drafts.save_draft(
        drafts.SaveDraft(h.meeting.id, KARTAMULIA, (), 0), *h.there, cast("CardCode", who)
    ),
    "drafts.unsent_draft": lambda h, who: drafts.unsent_draft(h.meeting.id, KARTAMULIA, h.database, who),
    "attendance.own_people": lambda h, who: attendance.own_people(h.database, who, h.meeting.id, KARTAMULIA),
}
FOR_FACILITATORS: dict[str, Callable[[Hall, Credential], Any]] = {
    "addenda.add_addendum": lambda h, who: add_addendum(AddAddendum(h.meeting.id, NOTE, "k"), *h.there, who),
    "attendance.attendance": lambda h, who: attendance.attendance(h.database, who, h.meeting.id),
    "attendance.erase_names": lambda h, who: attendance.erase_names(h.meeting.id, *h.there, who),
    "attendance.mark_present": lambda h, who: attendance.mark_present(
        attendance.Arrival(h.meeting.id, KARTAMULIA), *h.there, who
    ),
    "attendance.remove": lambda h, who: attendance.remove(h.meeting.id, uuid4(), *h.there, who),
    "attendance_record.recorded_people": lambda h, who: recorded_people(h.database, who, h.meeting.id),
    "card_prints.print_cards": lambda h, who: card_prints.print_cards(
        card_prints.PrintCards(h.meeting.id, HallAddress("http://10.0.0.7"), [KARTAMULIA]), h.database, who
    ),
    "card_prints.print_attendance_list": lambda h, who: card_prints.print_attendance_list(
        h.meeting.id, h.database, who
    ),
    "hall_address.change_hall_address": lambda h, who: change_hall_address("", "", *h.there, who),
    "audit_trail.audit_trail": lambda h, who: audit_trail(h.database, who, Asked(h.meeting.id)),
    "audit_trail.whole_trail": lambda h, who: whole_trail(h.database, who, Asked(h.meeting.id)),
    "card_list.card_list": lambda h, who: card_list(h.meeting, h.database, who),
    "change_meeting.open_meeting": lambda h, who: change_meeting.open_meeting(h.meeting.id, *h.there, who),
    "change_meeting.close_meeting": lambda h, who: change_meeting.close_meeting(h.meeting.id, *h.there, who),
    "change_meeting.publish_meeting": lambda h, who: change_meeting.publish_meeting(h.meeting.id, *h.there, who),
    "change_meeting.reopen_meeting": lambda h, who: change_meeting.reopen_meeting(
        h.meeting.id, "Salah tutup", *h.there, who
    ),
    "change_meeting.change_settings": lambda h, who: change_meeting.change_settings(
        h.meeting.id, settings_with(), *h.there, who
    ),
    "change_meeting.take_new_budgets": lambda h, who: change_meeting.take_new_budgets(h.meeting.id, *h.there, who),
    "data_versions.use_version": lambda h, who: use_version(uuid4(), *h.there, who),
    "decisions.record_decision": lambda h, who: decisions.record_decision(
        decisions.RecordDecision(h.meeting.id, h.decision, "k"), *h.there, who
    ),
    "decisions.review_decision": lambda h, who: decisions.review_decision(h.meeting.id, h.decision, h.database, who),
    "decisions.withdraw_decision": lambda h, who: decisions.withdraw_decision(
        decisions.WithdrawDecision(h.meeting.id, 1, "Keliru"), *h.there, who
    ),
    "copy_meeting.copy_meeting": lambda h, who: copy_meeting(CopyMeeting(h.meeting.id), *h.there, who),
    "create_meeting.create_meeting": lambda h, who: create_meeting(CreateMeeting(), *h.there, who),
    "desk.desk": lambda h, who: desk(h.database, who, h.meeting.id),
    "desk.undo": lambda h, who: undo(h.pledge, *h.there, who),
    "facilitators.add_facilitator": lambda h, who: facilitators.add_facilitator("Ani", *h.there, who),
    "facilitators.list_facilitators": lambda h, who: facilitators.list_facilitators(h.database, who),
    "facilitators.find_facilitator": lambda h, who: facilitators.find_facilitator("Ani", h.database, who),
    "facilitators.new_token": lambda h, who: facilitators.new_token(uuid4(), *h.there, who),
    "facilitators.revoke_facilitator": lambda h, who: facilitators.revoke_facilitator(uuid4(), *h.there, who),
    "facilitators.renew_printed_link": lambda h, who: facilitators.renew_printed_link(*h.there, h.settings, who),
    "import_budgets.import_budgets": lambda h, who: import_budgets(
        ImportBudgets(b"x", "x.csv", Month(2026, 10)), *h.there, who
    ),
    "import_enrollment.import_enrollment": lambda h, who: import_enrollment(
        ImportEnrollment(b"x", "x.csv", Month(2026, 10)), *h.there, who
    ),
    "import_claims.import_claims": lambda h, who: import_claims(
        ImportClaims(b"x", "x.csv", Month(2026, 10)), *h.there, who
    ),
    "import_any.import_any": lambda h, who: import_any(
        "claims", {"content": b"x", "file_name": "x", "month": Month(2026, 10)}, *h.there, who
    ),
    "income_bases.add_income_base": lambda h, who: add_income_base(BASE, *h.there, who),
    "income_bases.confirm_income_base": lambda h, who: confirm_income_base(BASE, *h.there, who),
    "paper_checks.confirm_paper": lambda h, who: confirm_paper(h.meeting.id, h.pledge.receipt, *h.there, who),
    "paper_checks.unchecked_papers": lambda h, who: unchecked_papers(h.database, who, h.meeting.id),
    "reissue_card.reissue_card": lambda h, who: reissue_card(h.meeting.id, KARTAMULIA, 1, *h.there, who),
}
SERVICES = OPEN_TO_CARDS | FOR_FACILITATORS

# Asked with a cookie they say only whether it is good, or whose; the last is what the imports above it call.
NOT_HERE = {"sign_in.is_signed_in", "sign_in.signed_in_as", "import_dataset.import_dataset"}
CREDENTIALS = ("Credential", "CardCode", "FacilitatorCookie")


def services_with_a_credential() -> set[str]:
    """By reading the functions themselves; the command line's own only pass a credential on."""
    found = set()
    for module_name in (one.name for one in pkgutil.iter_modules(services.__path__)):
        module = importlib.import_module(f"services.{module_name}")
        if module_name == "identity" or module_name.endswith("_command"):
            continue
        found |= {
            f"{module_name}.{name}"
            for name, member in vars(module).items()
            if inspect.isfunction(member)
            and member.__module__ == module.__name__
            and not name.startswith("_")
            and any(one.annotation in CREDENTIALS for one in inspect.signature(member).parameters.values())
        }
    return found - NOT_HERE


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
                if name in OPEN_TO_CARDS and of == "meeting":
                    assert "Rapat lain (rapat dibuka)" in refusal.reason


def test_the_own_card_opens_what_is_the_villages_and_nothing_of_the_desk(hall: Hall, subtests: pytest.Subtests) -> None:
    own = CardCode(card_code_of(KARTAMULIA, hall.meeting, hall.database))

    for name, ask in FOR_FACILITATORS.items():
        with subtests.test(service=name):
            assert refused(lambda ask=ask: ask(hall, own), hall.database).code == "identity.forbidden"
    for name, ask in OPEN_TO_CARDS.items():
        with subtests.test(service=name):
            ask(hall, own)
