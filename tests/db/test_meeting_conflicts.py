"""Nobody sends on a meeting, or saves settings of one, that has changed since without being told what changed."""

from __future__ import annotations

from typing import Any

import pytest

from db.engine import Database
from db.queries.meeting_acts import acts_since
from domain.meeting import Meeting, settings_of
from services import change_meeting
from services.change_meeting import change_settings, reopen_meeting
from tests.db.factories import (
    AT_THE_MACHINE,
    SettableClock,
    close_meeting,
    draft_meeting,
    ledger,
    open_meeting,
    refused,
    run_sql,
    settings_with,
    submit,
)
from tests.db.racer import at_once

CHECK = "Periksa lagi isian Anda, lalu kirim."


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    return open_meeting(real_database, clock, target_points=6000)


def change(database: Database, clock: SettableClock, meeting: Meeting, *, revision: int | None = None, **wanted: Any):
    return change_settings(meeting.id, settings_with(**wanted), database, clock, AT_THE_MACHINE, revision=revision)


def stale_pledge(database: Database, clock: SettableClock, meeting: Meeting) -> str:
    """What a form that was drawn on this meeting is told now."""
    act = lambda: submit(database, clock, meeting, meeting_revision=meeting.revision, key="stale")  # noqa: E731
    refusal = refused(act, database)
    assert refusal.code == "commitment.meeting_changed"
    return refusal.reason


def test_a_form_from_before_is_told_what_changed_since(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    change(real_database, clock, meeting, target_points=6500)
    change(real_database, clock, meeting, target_points=7000, stage="Perubahan", max_workers=200)

    assert stale_pledge(real_database, clock, meeting) == (
        "Fasilitator mengubah rapat ini sejak formulir dibuka: target 60% → 70%; tahap APBDes → Perubahan; "
        f"paling banyak 200 pekerja (dulu tidak dibatasi). {CHECK}"
    )


def test_only_what_came_after_the_form_is_told(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    between = change(real_database, clock, meeting, target_points=6500)
    change(real_database, clock, meeting, target_points=6500, min_workers=10)

    assert stale_pledge(real_database, clock, between) == (
        f"Fasilitator mengubah rapat ini sejak formulir dibuka: paling sedikit 10 pekerja (dulu tidak dibatasi). {CHECK}"
    )


def test_a_form_from_before_closing_and_reopening_is_told_so_without_the_reason(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    reopen_meeting(meeting.id, "Pudu terlambat", real_database, clock, AT_THE_MACHINE)

    assert stale_pledge(real_database, clock, meeting) == (
        f"Fasilitator mengubah rapat ini sejak formulir dibuka: rapat sempat ditutup, lalu dibuka kembali. {CHECK}"
    )


def test_a_form_from_the_draft_is_told_that_the_meeting_opened(real_database: Database, clock: SettableClock) -> None:
    draft = draft_meeting(real_database, clock)

    change_meeting.open_meeting(draft.id, real_database, clock, AT_THE_MACHINE)

    assert "sejak formulir dibuka: rapat dibuka. " in stale_pledge(real_database, clock, draft)


def test_a_change_that_was_taken_back_or_that_no_audit_knows_is_told_without_its_parts(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    change(real_database, clock, meeting, target_points=7000)
    change(real_database, clock, meeting, target_points=6000)
    plain = f"Fasilitator mengubah rapat ini sejak formulir dibuka. {CHECK}"

    assert stale_pledge(real_database, clock, meeting) == plain
    run_sql(real_database, "UPDATE meetings SET revision = revision + 1")
    assert stale_pledge(real_database, clock, meeting) == plain


def test_acts_from_before_revisions_were_kept_and_of_other_meetings_are_left_out(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    other = open_meeting(real_database, clock, target_points=6000)
    change(real_database, clock, other, target_points=9000)
    change(real_database, clock, meeting, target_points=7000)

    with real_database.reading() as connection:
        acts = acts_since(connection, meeting.id, 0)

    assert [(act.action, act.revision) for act in acts] == [("meeting.opened", 2), ("meeting.changed", 3)]


def test_settings_read_before_somebody_elses_change_are_refused_with_it(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    change(real_database, clock, meeting, target_points=7000, revision=meeting.revision)

    stale = lambda: change(  # noqa: E731
        real_database, clock, meeting, target_points=6000, stage="Perubahan", revision=meeting.revision
    )
    refusal = refused(stale, real_database)

    assert refusal.code == "meeting.stale"
    assert refusal.reason == (
        "Rapat ini sudah diubah sejak pengaturannya dibaca: target 60% → 70%. "
        "Tidak ada yang disimpan. Periksa isiannya, lalu simpan lagi."
    )


def test_settings_without_a_revision_or_as_they_are_already_are_not_refused(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    changed = change(real_database, clock, meeting, target_points=7000)

    assert change(real_database, clock, meeting, target_points=7000, revision=meeting.revision) == changed
    assert change(real_database, clock, meeting, stage="Perubahan").stage == "Perubahan"


def test_of_two_facilitators_at_once_one_saves_and_the_other_is_told(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    acts = [
        lambda points=points: (
            change(real_database, clock, meeting, target_points=points, revision=meeting.revision).target_points
        )
        for points in (7000, 8000)
    ]

    answers = at_once(acts)

    (saved,) = [answer for answer in answers if isinstance(answer, int)]
    assert sorted(map(str, answers)) == sorted([str(saved), "meeting.stale"])
    again = change(real_database, clock, meeting, target_points=saved)
    assert (again.revision, settings_of(again).target_points) == (meeting.revision + 1, saved)
    assert ledger(real_database, meeting) == []
