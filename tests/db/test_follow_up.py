"""What became of the pledges: read from the frozen result, the steps that hold, and newer data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import Database
from db.schema import audit
from domain.budget_calendar import BudgetDate
from domain.calendar import Month
from domain.follow_up_step import StepRequest
from domain.meeting import Meeting
from services.budget_dates import budget_calendar, set_budget_date
from services.change_meeting import reopen_meeting
from services.follow_up import followed_meetings, previous_follow_up, village_steps
from services.import_enrollment import ImportEnrollment, import_enrollment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    close_meeting,
    draft_meeting,
    open_meeting,
    refused,
    submit,
)
from tests.db.follow_ups import closed_meeting, do, of, seen
from tests.support.databases import enrollment_file


@pytest.fixture
def closed(real_database: Database, clock: SettableClock) -> Meeting:
    return closed_meeting(real_database, clock)


def test_a_closed_meeting_is_followed_from_its_frozen_lines(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    found = seen(real_database, clock, closed)

    assert found.summary.text == "2 desa berjanji: 0 dipenuhi, 0 sebagian, 2 belum; 27 desa tidak berjanji"
    assert [(v.name, [line.pledged.line.workers for line in v.state.lines]) for v in found.villages] == [
        ("Pudu", [20, 10]),
        ("Kartamulia", [60]),
    ]
    assert (len(found.without), found.newer, found.last_number) == (27, None, 0)
    assert found.deadlines["planned"].needs == "perlu perubahan RKPDes"
    assert found.deadlines["budgeted"].day == date(2026, 12, 31)


def test_less_than_pledged_is_stored_and_said(real_database: Database, clock: SettableClock, closed: Meeting) -> None:
    receipt = do(real_database, clock, closed, of("apbdes", amount_rupiah=1_000_000))

    assert receipt.warnings == ("Rp 1.000.000, lebih kecil dari Rp 12.096.000 yang dijanjikan.",)
    (line,) = seen(real_database, clock, closed).villages[1].state.lines
    assert (line.budgeted_rupiah, line.pledged.line.amount_rupiah) == (1_000_000, 12_096_000)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (of("apbdes", "62.08.01.2006"), "follow_up.village"),
        (of("apbdes", line=2), "follow_up.line"),
        (of("apbdes", line=0), "follow_up.line"),
        (of("apbdes", day="2026-12-24"), "follow_up.date"),  # two days from now
        (of("apbdes", corrects=4), "follow_up.unknown"),
        (of("apbdes", amount_rupiah=None), "follow_up.amount"),
    ],
)
def test_what_does_not_fit_the_pledge_stores_nothing(
    real_database: Database, clock: SettableClock, closed: Meeting, asked: StepRequest, code: str
) -> None:
    assert refused(lambda: do(real_database, clock, closed, asked), real_database).code == code


def test_before_closing_and_after_reopening_nothing_is_recorded(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    reopen_meeting(closed.id, "salah", real_database, clock, AT_THE_MACHINE)

    assert refused(lambda: do(real_database, clock, closed, of("apbdes")), real_database).code == "follow_up.state"
    assert refused(lambda: seen(real_database, clock, closed), real_database).code == "follow_up.state"
    assert followed_meetings(real_database) == []


def test_a_pledge_that_was_changed_after_reopening_begins_anew(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    do(real_database, clock, closed, of("apbdes"))
    do(real_database, clock, closed, of("apbdes", PUDU, amount_rupiah=1), "p")
    reopen_meeting(closed.id, "salah", real_database, clock, AT_THE_MACHINE)
    submit(real_database, clock, closed, KARTAMULIA, new=70, key="c")
    close_meeting(closed, real_database, clock)

    pudu, kartamulia = seen(real_database, clock, closed).villages

    assert kartamulia.state.lines[0].steps == ()
    assert kartamulia.state.lines[0].pledged.revision == 2
    assert len(pudu.state.lines[0].steps) == 1
    assert len(village_steps(real_database, AT_THE_MACHINE, closed.id, KARTAMULIA)) == 1


def newer_data(database: Database, clock: SettableClock, *, active: int, month: Month) -> None:
    command = ImportEnrollment(enrollment_file(database, active=active), f"{month}.csv", month)
    assert import_enrollment(command, database, clock, AT_THE_MACHINE).stored


def test_newer_data_fill_the_last_stage_by_themselves(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    do(real_database, clock, closed, of("paid"))
    clock.now = datetime(2027, 3, 10, tzinfo=UTC)
    newer_data(real_database, clock, active=50, month=Month(2027, 2))

    found = seen(real_database, clock, closed)

    pudu, kartamulia = ([one.to_json() for one in village.activations] for village in found.villages)
    assert found.newer
    assert kartamulia == [
        {
            "segment": "BPU",
            "before_month": "2026-10",
            "active_before": 320,
            "pledged": 60,
            "now_month": "2027-02",
            "active_now": 400,
            "difference": 80,
            "sure": "medium",
            "reading": "Kenaikan menutup yang dijanjikan dan pembayaran tercatat; bukti per nama ada di daftar BPJS.",
        }
    ]
    assert [(one["pledged"], one["difference"], one["sure"]) for one in pudu] == [(20, 80, "low")]


def test_data_of_the_same_or_an_earlier_month_fill_nothing(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    newer_data(real_database, clock, active=50, month=Month(2026, 10))
    assert seen(real_database, clock, closed).newer is None
    newer_data(real_database, clock, active=50, month=Month(2026, 9))
    assert seen(real_database, clock, closed).newer is None


def test_a_rehearsal_on_sample_data_is_never_measured_by_real_data(
    sample_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(sample_database, clock)
    submit(sample_database, clock, meeting, KARTAMULIA, new=5, key="a")
    close_meeting(meeting, sample_database, clock)
    clock.now += timedelta(days=60)
    newer_data(sample_database, clock, active=50, month=Month(2026, 12))

    assert seen(sample_database, clock, meeting).newer is None


def test_the_next_meeting_is_told_of_the_one_before_it(
    real_database: Database, clock: SettableClock, closed: Meeting
) -> None:
    assert previous_follow_up(real_database, clock, closed) is None
    coming = draft_meeting(real_database, clock)

    found = previous_follow_up(real_database, clock, coming)

    assert found
    assert found.meeting.id == closed.id
    assert "1. Desa Pudu · Sukamara (belum)" in found.agenda


def test_the_calendar_ships_with_basis_and_confidence_and_what_is_unknown_stays_so(database: Database) -> None:
    shipped = [(one.document, one.day_in(2027), one.confidence) for one in budget_calendar(database, 2027)]

    assert shipped == [
        ("RKPDes", date(2026, 9, 30), "high"),
        ("APBDes", date(2026, 12, 31), "medium"),
        ("Perubahan", None, "low"),
    ]
    assert all(one.legal_basis and one.source for one in budget_calendar(database, 2027))


@pytest.mark.parametrize("day", [(11, 30), (None, None)])
def test_the_office_sets_another_date_from_a_year_on_and_the_earlier_years_keep_theirs(
    database: Database, clock: SettableClock, day: tuple[int | None, int | None]
) -> None:
    wanted = BudgetDate("APBDes", 2028, -1, *day, " Perbup  3/2027", "DPMD", "high")

    assert set_budget_date(wanted, database, clock, AT_THE_MACHINE) is True
    assert set_budget_date(wanted, database, clock, AT_THE_MACHINE) is False

    found = {year: budget_calendar(database, year)[1] for year in (2027, 2028, 2030)}
    assert (found[2027].month, found[2027].day) == (12, 31)
    assert found[2028] == found[2030]
    assert (found[2028].month, found[2028].day, found[2028].legal_basis) == (*day, "Perbup 3/2027")
    with database.reading() as connection:
        query = select(audit.c.actor, audit.c.detail).where(audit.c.action == "budget_date.set")
        ((actor, detail),) = connection.execute(query).all()
    assert (actor, detail["document"], detail["budget_year"]) == ("command_line", "APBDes", 2028)


@pytest.mark.parametrize(
    "said",
    [{"day": 32}, {"month": 2, "day": 30}, {"legal_basis": " "}, {"source": ""}, {"day": None}, {"confidence": "sure"}],
)
def test_a_date_that_does_not_exist_or_says_no_basis_is_refused(
    database: Database, clock: SettableClock, said: dict[str, Any]
) -> None:
    usual = {"year_offset": -1, "month": 11, "day": 30, "legal_basis": "Perbup", "source": "DPMD", "confidence": "high"}
    wanted = BudgetDate(document="APBDes", from_budget_year=2028, **{**usual, **said})

    refused(lambda: set_budget_date(wanted, database, clock, AT_THE_MACHINE), database)
