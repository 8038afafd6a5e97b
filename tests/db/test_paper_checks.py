"""An entry from paper is compared with its sheet by somebody else than its typist, revision by revision."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from db.engine import Database
from db.people_tables import paper_checks
from db.schema import audit
from db.settings import Settings
from domain.meeting import Meeting
from services.desk import desk, undo
from services.facilitator_token import facilitator_token
from services.facilitators import add_facilitator, revoke_facilitator
from services.identity import CardCode, Credential, FacilitatorCookie
from services.meeting_result import meeting_result
from services.paper_checks import PaperCheck, confirm_paper
from services.sign_in import sign_in
from services.submit_commitment import Receipt, submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    drop_triggers,
    ledger,
    open_meeting,
    pledge_of,
    refused,
    run_sql,
    withdrawal_of,
)
from tests.db.racer import at_once


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock)


@pytest.fixture
def printed(real_database: Database, clock: SettableClock, facilitator_settings: Settings) -> FacilitatorCookie:
    """Whoever signed in by the link that the program prints."""
    return cookie(facilitator_token(facilitator_settings), real_database, clock, facilitator_settings)


@pytest.fixture
def rina(real_database: Database, clock: SettableClock, facilitator_settings: Settings) -> FacilitatorCookie:
    """A facilitator with a link of her own."""
    link = add_facilitator("Rina", real_database, clock, AT_THE_MACHINE)
    return cookie(link.token, real_database, clock, facilitator_settings)


def cookie(token: str, database: Database, clock: SettableClock, settings: Settings) -> FacilitatorCookie:
    return FacilitatorCookie(sign_in(token, database, clock, settings).cookie, settings, clock)


def typed(
    database: Database, clock: SettableClock, meeting: Meeting, who: Credential, *, key: str = "sheet", new: int = 60,
    way: str = "paper",
) -> Receipt:  # fmt: skip
    return submit_commitment(pledge_of(meeting, new=new, key=key, way=way), database, clock, who)


def confirm(database: Database, clock: SettableClock, receipt: Receipt, who: Credential) -> PaperCheck:
    return confirm_paper(receipt.commitment.meeting_id, receipt.commitment.receipt, database, clock, who)


def standing(database: Database, meeting: Meeting, village: str = KARTAMULIA) -> bool | None:
    """What the desk and the result say of a village's entry; they say the same."""
    with database.reading() as connection:
        rows = meeting_result(connection, meeting)["villages"]
    in_result: bool | None = next(row["paper_checked"] for row in rows if row["village_code"] == village)
    assert desk(database, AT_THE_MACHINE, meeting.id).of(village).paper_checked == in_result
    return in_result


def test_another_facilitator_confirms_what_one_has_typed(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    before = standing(real_database, meeting)
    counter = desk(real_database, AT_THE_MACHINE, meeting.id).counter
    unchecked = [row.village.code for row in desk(real_database, rina, meeting.id).unchecked]

    first = confirm(real_database, clock, receipt, rina)
    again = confirm(real_database, clock, receipt, rina)

    assert (before, unchecked, standing(real_database, meeting)) == (False, [KARTAMULIA], True)
    assert (first.repeated, again.repeated) == (False, True)
    assert first.entry == receipt.commitment
    assert desk(real_database, AT_THE_MACHINE, meeting.id).counter == counter + 1
    assert desk(real_database, rina, meeting.id).unchecked == ()
    with real_database.reading() as connection:
        (act,) = connection.execute(select(audit.c.actor, audit.c.detail).where(audit.c.action == "paper.checked"))
        assert connection.scalars(select(paper_checks.c.checked_by)).all() == [act.actor]
    assert act.actor.startswith("facilitator:")
    kept = receipt.commitment
    assert act.detail == {"village": KARTAMULIA, "revision": 1, "receipt": kept.receipt}


def test_whoever_typed_it_may_not_and_is_told_who_may(
    real_database: Database,
    clock: SettableClock,
    meeting: Meeting,
    printed: FacilitatorCookie,
    facilitator_settings: Settings,
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    alone = refused(lambda: confirm(real_database, clock, receipt, printed), real_database)
    gone = add_facilitator("Sudah Pergi", real_database, clock, AT_THE_MACHINE)
    revoke_facilitator(gone.facilitator.id, real_database, clock, AT_THE_MACHINE)
    tono = add_facilitator("Tono", real_database, clock, AT_THE_MACHINE)
    two = refused(lambda: confirm(real_database, clock, receipt, printed), real_database)
    by_tono = cookie(tono.token, real_database, clock, facilitator_settings)
    own = typed(real_database, clock, meeting, by_tono, key="own")
    self_check = refused(lambda: confirm(real_database, clock, own, by_tono), real_database)

    assert {one.code for one in (alone, two, self_check)} == {"paper.same_person"}
    assert "python -m db facilitator add NAMA" in alone.reason
    assert two.reason.endswith("Yang boleh: Tono, lewat tautannya sendiri.")
    assert "facilitator add" in self_check.reason
    assert confirm(real_database, clock, own, printed).repeated is False


def test_a_second_browser_of_the_same_link_is_the_same_person(
    real_database: Database,
    clock: SettableClock,
    meeting: Meeting,
    printed: FacilitatorCookie,
    facilitator_settings: Settings,
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    other = cookie(facilitator_token(facilitator_settings), real_database, clock, facilitator_settings)

    assert other.value != printed.value
    assert refused(lambda: confirm(real_database, clock, receipt, other), real_database).code == "paper.same_person"


def test_of_a_row_that_does_not_say_who_typed_it_the_audit_does(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    drop_triggers(real_database)
    payload = json.loads(ledger(real_database, meeting)[0]["payload"])
    del payload["typed_by"]
    run_sql(real_database, "UPDATE commitments SET payload = :payload", payload=json.dumps(payload))

    same = refused(lambda: confirm(real_database, clock, receipt, printed), real_database)

    assert same.code == "paper.same_person"
    assert confirm(real_database, clock, receipt, rina).repeated is False


def test_where_nobody_knows_who_typed_it_nobody_confirms_it(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    drop_triggers(real_database)
    payload = json.loads(ledger(real_database, meeting)[0]["payload"]) | {"typed_by": ""}
    run_sql(real_database, "UPDATE commitments SET payload = :payload", payload=json.dumps(payload))
    run_sql(real_database, "DELETE FROM audit WHERE action = 'commitment.submitted'")

    assert refused(lambda: confirm(real_database, clock, receipt, rina), real_database).code == "paper.same_person"


def test_a_card_and_the_command_line_confirm_nothing(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    codes = [
        refused(lambda who=who: confirm(real_database, clock, receipt, who), real_database).code
        for who in (card, AT_THE_MACHINE)
    ]

    assert codes == ["identity.forbidden", "paper.facilitator"]


def test_a_newer_revision_needs_a_confirmation_of_its_own(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    old = typed(real_database, clock, meeting, printed)
    confirm(real_database, clock, old, rina)
    new = typed(real_database, clock, meeting, rina, key="corrected", new=70)
    after = standing(real_database, meeting)

    stale = refused(lambda: confirm(real_database, clock, old, printed), real_database)
    confirm(real_database, clock, new, printed)
    confirmed = standing(real_database, meeting)
    undo(new.commitment, real_database, clock, rina)

    assert (after, stale.code, confirmed) == (False, "paper.stale", True)
    assert standing(real_database, meeting) is False  # what stands again was typed anew, by somebody


def test_what_is_not_from_paper_or_was_withdrawn_is_not_asked_for(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    spoken = typed(real_database, clock, meeting, printed, way="spoken")
    not_paper = refused(lambda: confirm(real_database, clock, spoken, rina), real_database)
    said = standing(real_database, meeting)
    typed(real_database, clock, meeting, printed, key="paper")
    submit_commitment(withdrawal_of(meeting, key="back", way="paper"), real_database, clock, printed)

    assert (not_paper.code, said) == ("paper.stale", None)
    assert (standing(real_database, meeting), standing(real_database, meeting, PUDU)) == (None, None)


def test_a_meeting_closes_with_entries_that_nobody_confirmed_and_then_nothing_is_confirmed(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    receipt = typed(real_database, clock, meeting, printed)
    closed = close_meeting(meeting, real_database, clock)

    late = refused(lambda: confirm(real_database, clock, receipt, rina), real_database)

    assert late.code == "meeting.closed"
    assert standing(real_database, closed) is False


def test_two_who_confirm_at_the_same_moment_store_one_confirmation(
    real_database: Database, clock: SettableClock, meeting: Meeting, printed: FacilitatorCookie, rina: FacilitatorCookie
) -> None:
    receipt = typed(real_database, clock, meeting, printed)

    answers = at_once([lambda: confirm(real_database, clock, receipt, rina).repeated] * 6)

    assert sorted(answers) == [False, *[True] * 5]
    with real_database.reading() as connection:
        assert len(connection.scalars(select(paper_checks.c.commitment_id)).all()) == 1
