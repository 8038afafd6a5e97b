"""The village budgets of a meeting are fixed at opening, and changed only by an explicit act that every form notices."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from db.engine import Database
from db.queries.meetings import meeting as meeting_of
from db.queries.meetings import snapshot
from db.schema import audit
from domain.ceiling import Ceiling
from domain.meeting import Meeting
from services.change_meeting import change_settings, reopen_meeting, take_new_budgets
from services.copy_meeting import CopyMeeting, copy_meeting
from services.identity import CardCode
from services.meeting_result import meeting_result
from services.pledge_form import pledge_form
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    footprint,
    ledger,
    open_meeting,
    pledge_of,
    refused,
    settings_with,
    submit,
)
from tests.db.racer import at_once
from tests.support.budgets import OF_60, budget_row, take_new, with_ceilings
from tests.support.budgets import PUDU as PUDU_NAMED


def now(database: Database, meeting: Meeting) -> Meeting:
    with database.reading() as connection:
        found = meeting_of(connection, meeting.id)
    assert found
    return found


def details(database: Database, action: str) -> list[dict[str, Any]]:
    with database.reading() as connection:
        return list(connection.scalars(select(audit.c.detail).where(audit.c.action == action).order_by(audit.c.at)))


def test_opening_fixes_the_current_village_budgets_and_a_draft_has_none(
    real_database: Database, clock: SettableClock
) -> None:
    report = with_ceilings(real_database, budget_row())

    draft = draft_meeting(real_database, clock)
    opened = open_meeting(real_database, clock)

    assert (draft.budget_dataset_id, opened.budget_dataset_id) == (None, report.dataset)


def test_a_later_dataset_does_not_move_an_open_meeting(real_database: Database, clock: SettableClock) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60))
    meeting = open_meeting(real_database, clock)
    with_ceilings(real_database, budget_row(pagu=1))

    submit(real_database, clock, meeting, new=60, meeting_revision=meeting.revision)

    assert now(real_database, meeting) == meeting


def test_what_happens_above_the_ceiling_is_a_setting_that_every_open_form_notices(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=1))
    meeting = open_meeting(real_database, clock)

    changed = change_settings(meeting.id, settings_with(over_ceiling="reason"), real_database, clock, AT_THE_MACHINE)
    told = refused(
        lambda: submit(real_database, clock, meeting, new=60, meeting_revision=meeting.revision), real_database
    )

    assert (changed.over_ceiling, changed.revision) == ("reason", meeting.revision + 1)
    assert "komitmen di atas pagu diterima dengan alasan (dulu ditolak)" in told.reason
    bad = lambda: change_settings(  # noqa: E731
        meeting.id, settings_with(over_ceiling="often"), real_database, clock, AT_THE_MACHINE
    )
    assert refused(bad, real_database).field == "over_ceiling"


def test_a_ceiling_that_is_lowered_while_a_form_is_open_refuses_that_form_and_the_next_is_measured_anew(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60))
    meeting = open_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    form = pledge_form(real_database, card)
    lowered = with_ceilings(real_database, budget_row(pagu=OF_60 - 1))

    taken = take_new(real_database, meeting)

    def send(revision: int) -> Any:
        pledge = pledge_of(meeting, new=60, replaces=0, meeting_revision=revision)
        return submit_commitment(pledge, real_database, clock, card)

    stale = refused(lambda: send(form.meeting.revision), real_database)
    over = refused(lambda: send(taken.revision), real_database)
    assert (taken.budget_dataset_id, taken.revision) == (lowered.dataset, meeting.revision + 1)
    assert (stale.code, over.code) == ("commitment.meeting_changed", "commitment.ceiling")
    assert "pagu desa diambil ulang" in stale.reason
    assert form.ceilings == (Ceiling("ADD", OF_60),)  # type: ignore[arg-type]
    assert pledge_form(real_database, card).ceilings == (Ceiling("ADD", OF_60 - 1),)  # type: ignore[arg-type]


def test_taking_the_same_budgets_again_changes_nothing(real_database: Database, clock: SettableClock) -> None:
    first = with_ceilings(real_database, budget_row())
    meeting = open_meeting(real_database, clock)
    second = with_ceilings(real_database, budget_row(pagu=1))
    take_new(real_database, meeting)
    before = footprint(real_database)

    again = take_new(real_database, meeting, revision=meeting.revision)

    assert footprint(real_database) == before
    assert again.revision == meeting.revision + 1
    (detail,) = details(real_database, "meeting.changed")
    assert detail["budget_dataset_id"] == {"from": str(first.dataset), "to": str(second.dataset)}


def test_who_may_not_take_new_budgets_when_or_none_is_there_is_told(
    real_database: Database, clock: SettableClock
) -> None:
    draft, meeting = draft_meeting(real_database, clock), open_meeting(real_database, clock)
    none_there = refused(lambda: take_new(real_database, meeting), real_database)
    with_ceilings(real_database, budget_row())
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    village = refused(lambda: take_new_budgets(meeting.id, real_database, clock, card), real_database)
    unopened = refused(lambda: take_new(real_database, draft), real_database)
    change_settings(meeting.id, settings_with(target_points=6000), real_database, clock, AT_THE_MACHINE)
    stale = refused(lambda: take_new(real_database, meeting, revision=meeting.revision), real_database)
    close_meeting(meeting, real_database, clock)
    closed = refused(lambda: take_new(real_database, meeting), real_database)

    told = (none_there.code, village.code, unopened.code, stale.code, closed.code)
    assert told == ("meeting.no_budgets", "identity.forbidden", "meeting.draft", "meeting.stale", "meeting.closed")


def test_reopening_keeps_the_village_budgets_and_the_snapshot_says_which(
    real_database: Database, clock: SettableClock
) -> None:
    report = with_ceilings(real_database, budget_row(pagu=OF_60, sudah=5))
    meeting = open_meeting(real_database, clock, over_ceiling="reason")
    close_meeting(meeting, real_database, clock)
    with_ceilings(real_database, budget_row(pagu=1))

    reopened = reopen_meeting(meeting.id, "salah tutup", real_database, clock, AT_THE_MACHINE)

    assert reopened.budget_dataset_id == report.dataset
    with real_database.reading() as connection:
        frozen = snapshot(connection, meeting.id)
        live = meeting_result(connection, reopened)
    assert frozen
    body = json.loads(frozen[0])
    assert body["over_ceiling"] == "reason"
    assert live["budget_dataset"] == body["budget_dataset"]
    kept = {name: body["budget_dataset"][name] for name in ("id", "month", "source")}
    assert kept == {"id": str(report.dataset), "month": "2026-11", "source": "Berkas pagu desa"}
    assert len(body["budget_dataset"]["file_sha256"]) == 64
    known = {row["village_code"]: row["ceilings"] for row in body["villages"]}
    assert known[KARTAMULIA] == [{"source": "ADD", "ceiling_rupiah": OF_60, "planned_rupiah": 5}]
    assert known[PUDU] == []


def test_a_copy_of_a_meeting_has_its_over_ceiling_but_not_its_budgets(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row())
    source = open_meeting(real_database, clock, over_ceiling="reason")

    made = copy_meeting(CopyMeeting(source.id), real_database, clock, AT_THE_MACHINE)

    assert (made.over_ceiling, made.budget_dataset_id) == ("reason", None)


def test_pledges_that_meet_the_taking_of_lower_budgets_stand_under_the_old_or_are_refused(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60), budget_row(PUDU_NAMED, pagu=OF_60))
    meeting = open_meeting(real_database, clock)
    lowered = with_ceilings(real_database, budget_row(pagu=1), budget_row(PUDU_NAMED, pagu=1))

    def send(number: int):
        village = (KARTAMULIA, PUDU)[number % 2]
        return lambda: submit(real_database, clock, meeting, village, new=60, key=f"key-{number}").commitment.sequence

    answers = at_once([lambda: take_new(real_database, meeting).revision, *(send(n) for n in range(15))])

    assert answers.pop(0) == meeting.revision + 1
    rows = ledger(real_database, meeting)
    kept = sorted(answer for answer in answers if isinstance(answer, int))
    assert kept == list(range(1, len(rows) + 1))
    assert [answer for answer in answers if isinstance(answer, str)] == ["commitment.ceiling"] * (15 - len(rows))
    revisions = [json.loads(row["payload"])["meeting_revision"] for row in rows]
    assert set(revisions) <= {meeting.revision}
    assert now(real_database, meeting).budget_dataset_id == lowered.dataset
