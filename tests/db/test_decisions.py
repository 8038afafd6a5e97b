"""Decisions about regency funds: from a kept simulation of the meeting's own data, once, and only while it is open."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from db.engine import Database
from domain.decision import DecisionRequest
from domain.meeting import Meeting
from services.decided_scenario import decidable_scenarios
from services.decisions import decision_history, decisions_of, review_decision
from services.live_state import live_state
from services.meeting_result import meeting_result
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    SettableClock,
    close_meeting,
    open_meeting,
    refused,
    submit,
)
from tests.db.racer import at_once
from tests.support.decisions import UNIT, decide, keep, plan_with, withdraw
from tests.support.scenarios import PLAN, kept


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """29 desa, each with 800 BPU workers, 480 of them uncovered; 2027 is the budget year."""
    return open_meeting(real_database, clock)


def test_a_decision_holds_what_was_decided_to_the_rupiah(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    scenario = keep(real_database, clock, plan_with(290 * UNIT + 5), name="Sepuluh tiap desa")

    receipt = decide(real_database, clock, meeting, scenario, decided_by="  Bupati   Sukamara ", note="Lewat SK")

    (found,) = decisions_of(real_database, meeting.id)
    assert (found, receipt.repeated, receipt.warnings) == (receipt.decision, False, ())
    assert (found.number, found.decided_by, found.note, found.created_at) == (
        1,
        "Bupati Sukamara",
        "Lewat SK",
        clock.now,
    )
    division = found.division
    assert division is not None
    assert (division.scenario_id, division.title, division.rule, division.rule_label) == (
        scenario.id,
        "Sepuluh tiap desa",
        "equal_coverage",
        "Cakupan sama rata",
    )
    assert (division.budget_rupiah, division.spent_rupiah, division.left_rupiah) == (290 * UNIT + 5, 290 * UNIT, 5)
    assert (division.workers, len(division.villages), division.villages_of) == (290, 29, 29)
    assert {village.workers for village in division.villages} == {10}
    assert division.summary == "Rp 58,5 juta · Cakupan sama rata · 290 pekerja di 29 desa · bila dibayar"


def test_funds_keep_their_conditions_in_words(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    plan = plan_with(58 * UNIT, 29 * UNIT, groups=("fisher",))

    decide(real_database, clock, meeting, keep(real_database, clock, plan))

    (found,) = decisions_of(real_database, meeting.id)
    assert found.division is not None
    assert [(f.name, f.amount_rupiah, f.condition) for f in found.division.funds] == [
        ("APBD", 58 * UNIT, "hanya Nelayan"),
        ("CSR", 29 * UNIT, "semua kelompok"),
    ]
    assert found.division.workers == 87
    assert any("APBD membayar" in village.reason for village in found.division.villages)


def test_the_row_is_chained_and_says_who_typed_it(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    decide(real_database, clock, meeting, keep(real_database, clock), decided_by="forum rapat")

    with real_database.reading() as connection:
        payload = json.loads(connection.scalar(text("SELECT payload FROM decisions")) or "")
        actions = connection.execute(
            text("SELECT action, actor, detail FROM audit WHERE action LIKE 'decision%'")
        ).all()
    assert (payload["entered_by"], payload["decided_by"], payload["sequence"]) == ("command_line", "forum rapat", 1)
    ((action, actor, detail),) = actions
    said = json.loads(detail) if isinstance(detail, str) else detail
    assert (action, actor, said["number"], said["workers"]) == ("decision.recorded", "command_line", 1, 290)
    assert "forum rapat" not in str(said)


def test_the_same_key_is_the_same_decision(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    scenario = keep(real_database, clock)
    first = decide(real_database, clock, meeting, scenario, key="k")
    close_meeting(meeting, real_database, clock)

    again = decide(real_database, clock, meeting, scenario, key="k")
    other = refused(lambda: decide(real_database, clock, meeting, scenario, key="k", note="lain"), real_database)

    assert (again.decision, again.repeated) == (first.decision, True)
    assert other.code == "decision.key"


def test_two_who_record_at_the_same_moment_make_one_chain(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    one, two = (keep(real_database, clock, plan_with(workers * UNIT)) for workers in (29, 58))

    codes = at_once(
        [
            lambda: decide(real_database, clock, meeting, one, key="a").repeated,
            lambda: decide(real_database, clock, meeting, one, key="a").repeated,
            lambda: decide(real_database, clock, meeting, one, key="b").repeated,
            lambda: decide(real_database, clock, meeting, two, key="c").repeated,
        ]
    )

    rows = decision_history(real_database, meeting.id)
    assert [row.number for row in rows] == [1, 2]
    assert codes[3] is False
    assert sorted(map(str, codes[:3])) in (
        ["False", "True", "decision.same"],  # the key that came first was sent twice
        ["False", "decision.same", "decision.same"],
    )


def test_a_decision_is_withdrawn_by_a_later_row(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    scenario = keep(real_database, clock)
    decide(real_database, clock, meeting, scenario, key="a")

    gone = withdraw(real_database, clock, meeting, 1)
    again = withdraw(real_database, clock, meeting, 1, reason="lain")
    back = decide(real_database, clock, meeting, scenario, key="b")

    assert (gone.decision.number, gone.decision.takes_back, gone.decision.reason) == (2, 1, "Dana batal")
    assert (again.repeated, again.decision) == (True, gone.decision)
    assert decisions_of(real_database, meeting.id) == (back.decision,)
    assert [row.number for row in decision_history(real_database, meeting.id)] == [1, 2, 3]
    refusal = refused(lambda: withdraw(real_database, clock, meeting, 2), real_database)
    assert refusal.code == "decision.number"


def test_a_decision_takes_the_place_of_another(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    old, new = keep(real_database, clock), keep(real_database, clock, plan_with(580 * UNIT))
    decide(real_database, clock, meeting, old, key="a")

    replaced = decide(real_database, clock, meeting, new, key="b", replaces=1)

    assert decisions_of(real_database, meeting.id) == (replaced.decision,)
    stale = refused(lambda: withdraw(real_database, clock, meeting, 1), real_database)
    assert (stale.code, "diganti oleh keputusan 2" in str(stale)) == ("decision.stale", True)
    unknown = refused(lambda: decide(real_database, clock, meeting, old, key="c", replaces=7), real_database)
    assert unknown.code == "decision.number"


def test_what_has_changed_since_the_simulation_is_said_and_stops_nothing(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    full = keep(real_database, clock, plan_with(29 * 480 * UNIT))
    submit(real_database, clock, meeting, KARTAMULIA, new=60)

    request = DecisionRequest(full.id, "Bupati Sukamara")
    reviewed = review_decision(meeting.id, request, real_database, AT_THE_MACHINE)
    recorded = decide(real_database, clock, meeting, full)
    second = keep(real_database, clock, plan_with(29 * UNIT), pledged={KARTAMULIA: 60})

    assert reviewed.warnings == recorded.warnings
    assert [warning.split(";")[0].split(",")[0] for warning in reviewed.warnings] == [
        "Komitmen desa berubah sejak simulasi ini disimpan",
        "Di 1 desa",
    ]
    withdraw(real_database, clock, meeting, 1)
    assert decide(real_database, clock, meeting, second, key="b").warnings == ()


def test_only_simulations_of_regency_funds_are_offered_newest_first(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    older = keep(real_database, clock)
    kept(real_database, clock, PLAN)
    clock.now = clock.now.replace(hour=9)
    newer = keep(real_database, clock, plan_with(29 * UNIT))

    assert [s.id for s in decidable_scenarios(real_database, meeting)] == [newer.id, older.id]


def test_the_result_and_the_hall_hold_what_stands(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    before = live_state(real_database, clock, meeting_id=meeting.id)
    decide(real_database, clock, meeting, keep(real_database, clock), key="a")
    funds = keep(real_database, clock, plan_with(58 * UNIT, 29 * UNIT), name="Ibu Rina")
    decide(real_database, clock, meeting, funds, key="b", decided_by="Bapak Budi")
    screen = live_state(real_database, clock, meeting_id=meeting.id)
    withdraw(real_database, clock, meeting, 1)
    closed = close_meeting(meeting, real_database, clock)

    with real_database.reading() as connection:
        frozen = meeting_result(connection, closed)

    assert before["decisions"] == []
    assert screen["counter"] == before["counter"] + 2
    assert [{name: d[name] for name in ("title", "rule", "amount", "workers", "villages")} for d in screen["decisions"]] == [
        {
            "title": "Keputusan 2", "rule": "Cakupan sama rata", "amount": "Rp 17,5 juta",
            "workers": "87 pekerja", "villages": "29 desa",
        },
        {
            "title": "Keputusan 1", "rule": "Cakupan sama rata", "amount": "Rp 58,5 juta",
            "workers": "290 pekerja", "villages": "29 desa",
        },
    ]  # fmt: skip
    assert not {"Rina", "Budi"} & set(json.dumps(screen).replace('"', " ").split())
    assert screen["coverage"]["if_paid_percent"] == before["coverage"]["if_paid_percent"]
    (decision,) = frozen["decisions"]
    assert (decision["number"], decision["title"], decision["workers"]) == (2, "Ibu Rina", 87)
    assert sum(village["amount_rupiah"] for village in decision["villages"]) == decision["spent_rupiah"] == 87 * UNIT
    assert frozen["totals"]["amount_rupiah"] == 0  # what is decided is not what the villages pledged
