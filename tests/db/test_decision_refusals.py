"""What no meeting can decide: refused with what to do, and nothing is stored."""

from __future__ import annotations

import pytest

from db.engine import Database
from domain.decision import DecisionRequest
from domain.meeting import Meeting
from services.change_meeting import reopen_meeting
from services.decided_scenario import decidable_scenarios
from services.decisions import review_decision
from services.identity import CardCode
from tests.db.enrollment_files import as_csv, correct_table, import_file
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    open_meeting,
    refused,
    run_sql,
)
from tests.support.decisions import UNIT, decide, keep, plan_with, withdraw
from tests.support.scenarios import PLAN, kept


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """29 desa, each with 800 BPU workers, 480 of them uncovered; 2027 is the budget year."""
    return open_meeting(real_database, clock)


def test_a_simulation_is_decided_once_whatever_the_key(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    scenario = keep(real_database, clock)
    decide(real_database, clock, meeting, scenario, key="a")

    assert refused(lambda: decide(real_database, clock, meeting, scenario, key="b"), real_database).code == (
        "decision.same"
    )


def test_decisions_together_give_no_village_more_than_it_has_uncovered(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    everybody, ten = (keep(real_database, clock, plan_with(n * UNIT)) for n in (29 * 480, 290))
    first = decide(real_database, clock, meeting, ten, key="a")

    refusal = refused(lambda: decide(real_database, clock, meeting, everybody, key="b"), real_database)

    assert refusal.code == "decision.twice"
    assert "mendapat 490 pekerja, padahal yang belum terlindungi 480" in str(refusal)
    assert decide(real_database, clock, meeting, everybody, key="c", replaces=first.decision.number).decision.number


@pytest.mark.parametrize(("step", "code"), [("draft", "meeting.draft"), ("closed", "meeting.closed")])
def test_a_meeting_that_is_not_open_decides_nothing(
    real_database: Database, clock: SettableClock, step: str, code: str
) -> None:
    meeting = draft_meeting(real_database, clock) if step == "draft" else open_meeting(real_database, clock)
    scenario = keep(real_database, clock)
    if step == "closed":
        decide(real_database, clock, meeting, scenario, key="a")
        close_meeting(meeting, real_database, clock)
        assert refused(lambda: withdraw(real_database, clock, meeting, 1), real_database).code == code
        reopened = reopen_meeting(meeting.id, "Satu dana lagi", real_database, clock, AT_THE_MACHINE)
        assert withdraw(real_database, clock, reopened, 1).repeated is False
        close_meeting(meeting, real_database, clock)

    assert refused(lambda: decide(real_database, clock, meeting, scenario, key="b"), real_database).code == code


def test_only_a_facilitator_decides(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    scenario = keep(real_database, clock)
    decide(real_database, clock, meeting, scenario, key="a")

    for act in (
        lambda: decide(real_database, clock, meeting, scenario, key="b", credential=card),
        lambda: withdraw(real_database, clock, meeting, 1, credential=card),
        lambda: review_decision(meeting.id, DecisionRequest(scenario.id, "Desa"), real_database, card),
    ):
        assert refused(act, real_database).code == "identity.forbidden"


def test_a_simulation_on_other_data_is_refused_and_says_what_to_do(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    table = [[*row[:3], 100, 50, 0] for row in correct_table(real_database)]
    import_file(real_database, clock, as_csv(table), month="2026-11")
    newer = keep(real_database, clock)
    reopen_meeting(meeting.id, "Satu dana lagi", real_database, clock, AT_THE_MACHINE)

    refusal = refused(lambda: decide(real_database, clock, meeting, newer), real_database)

    assert refusal.code == "decision.dataset"
    assert "rapat ini memakai data Oktober 2026" in str(refusal)
    assert "Ubah simulasi ini" in str(refusal)
    assert decidable_scenarios(real_database, meeting) == []


def test_a_simulation_at_other_rates_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    run_sql(real_database, "UPDATE rates SET flat_rupiah = 7800 WHERE segment = 'BPU' AND programme = 'JKM'")
    clock.now = clock.now.replace(hour=9)
    draft_meeting(real_database, clock)  # what is looked at now, at today's rates
    dearer = keep(real_database, clock)
    reopen_meeting(meeting.id, "Satu dana lagi", real_database, clock, AT_THE_MACHINE)

    assert refused(lambda: decide(real_database, clock, meeting, dearer), real_database).code == "decision.rates"


def test_an_answer_that_is_not_of_these_data_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    good = dict(keep(real_database, clock).result)
    dearer = plan_with(291 * UNIT)
    forged = {
        "more workers than villages": good | {"workers": 291},
        "cheaper": good | {"amount_rupiah": good["amount_rupiah"] - 1, "left_rupiah": good["left_rupiah"] + 1},
        "none": {"title": "x"},
    }

    for name, result in forged.items():
        scenario = keep(real_database, clock, dearer, name=name, result=result)
        assert refused(lambda s=scenario: decide(real_database, clock, meeting, s), real_database).code == (
            "decision.answer"
        )


def test_what_cannot_be_decided_is_refused(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    village = kept(real_database, clock, PLAN)
    nobody = keep(real_database, clock, plan_with(UNIT - 1))
    scenario = keep(real_database, clock)

    assert refused(lambda: decide(real_database, clock, meeting, village), real_database).code == "decision.plan"
    assert refused(lambda: decide(real_database, clock, meeting, nobody), real_database).code == "decision.empty"
    assert refused(lambda: decide(real_database, clock, meeting, "0" * 24), real_database).code == "scenario.unknown"
    for decided_by in ("", "   ", "x" * 121, "Bupati\x00"):
        refusal = refused(
            lambda d=decided_by: decide(real_database, clock, meeting, scenario, decided_by=d), real_database
        )
        assert (refusal.code, refusal.field) == ("decision.decided_by", "decided_by")
    assert refused(lambda: withdraw(real_database, clock, meeting, 1, reason=" "), real_database).code == (
        "decision.reason"
    )


def test_a_simulation_of_another_regency_is_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    scenario = keep(real_database, clock)
    run_sql(real_database, "UPDATE meetings SET regency_code = '62'")  # any region but the simulation's

    refusal = refused(lambda: decide(real_database, clock, meeting, scenario), real_database)

    assert refusal.code == "decision.regency"
