"""Ceilings hold in the service: every pledge is checked against what the budget of its village leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select

from db.engine import Database
from db.schema import audit
from services.change_meeting import change_settings
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    ledger,
    open_meeting,
    pledge_of,
    refused,
    settings_with,
    submit,
    withdrawal_of,
)
from tests.support.budgets import OF_60, budget_row, take_new, with_ceilings
from tests.support.budgets import PUDU as PUDU_NAMED


def details(database: Database, action: str) -> list[dict[str, Any]]:
    with database.reading() as connection:
        return list(connection.scalars(select(audit.c.detail).where(audit.c.action == action).order_by(audit.c.at)))


def test_a_meeting_without_village_budgets_checks_no_ceiling(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    submit(real_database, clock, meeting, new=480)

    assert (meeting.budget_dataset_id, len(ledger(real_database, meeting))) == (None, 1)


def test_more_than_the_room_left_is_refused_with_all_figures_and_stores_nothing(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=20_000_000, sudah=20_000_000 - OF_60))
    meeting = open_meeting(real_database, clock)

    told = refused(lambda: submit(real_database, clock, meeting, new=61), real_database)
    submit(real_database, clock, meeting, new=60)

    assert (told.code, told.field) == ("commitment.ceiling", "source")
    assert told.reason == (
        "Pagu ADD Rp 20.000.000, sudah dianggarkan Rp 7.904.000, sisa Rp 12.096.000; komitmen ini Rp 12.297.600, "
        "lebih Rp 201.600. Kurangi pekerja atau bulannya, atau pilih sumber dana lain."
    )


@pytest.mark.parametrize(
    "other",
    [{"village": PUDU_NAMED}, {"sumber": "DD"}, {"tahun": 2028}, {"tahap": "Perubahan"}],
)
def test_a_ceiling_is_of_its_village_source_year_and_stage(
    real_database: Database, clock: SettableClock, other: dict[str, Any]
) -> None:
    with_ceilings(real_database, budget_row(**{"pagu": 1, **other}))
    meeting = open_meeting(real_database, clock)

    submit(real_database, clock, meeting, new=60)

    assert len(ledger(real_database, meeting)) == 1


def test_the_stage_of_the_meeting_chooses_the_ceiling(real_database: Database, clock: SettableClock) -> None:
    with_ceilings(real_database, budget_row(), budget_row(pagu=OF_60 - 1, tahap="Perubahan"))
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, PUDU, new=60, key="before")

    change_settings(meeting.id, settings_with(stage="Perubahan"), real_database, clock, AT_THE_MACHINE)

    assert refused(lambda: submit(real_database, clock, meeting, new=60), real_database).code == "commitment.ceiling"


def test_all_lines_of_a_source_count_and_whole_also_beyond_the_year(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=2 * OF_60))
    meeting = open_meeting(real_database, clock)

    told = refused(lambda: submit(real_database, clock, meeting, new=60, continued=61, start="2027-12"), real_database)
    submit(real_database, clock, meeting, new=60, continued=60, start="2027-12")

    assert "komitmen ini Rp 24.393.600" in told.reason


def test_a_new_revision_counts_alone_and_not_on_top_of_the_one_it_replaces(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60))
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, new=59, key="a")

    submit(real_database, clock, meeting, new=60, key="b")
    told = refused(lambda: submit(real_database, clock, meeting, new=61, key="c"), real_database)

    assert told.code == "commitment.ceiling"
    assert [row["revision"] for row in ledger(real_database, meeting)] == [1, 2]


def test_a_pledge_above_a_lowered_ceiling_can_still_be_withdrawn_and_its_receipt_repeated(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60))
    meeting = open_meeting(real_database, clock)
    first = submit(real_database, clock, meeting, new=60)
    with_ceilings(real_database, budget_row(pagu=1))
    take_new(real_database, meeting)

    again = submit(real_database, clock, meeting, new=60)
    submit_commitment(withdrawal_of(meeting, key="back"), real_database, clock, AT_THE_MACHINE)

    assert (again.repeated, again.commitment.receipt) == (True, first.commitment.receipt)
    assert "over_ceiling" in [warning.code for warning in again.warnings]
    assert [row["revision"] for row in ledger(real_database, meeting)] == [1, 2]


def test_where_the_meeting_allows_it_a_reason_takes_the_pledge_and_the_audit_says_so(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60 - 1))
    meeting = open_meeting(real_database, clock, over_ceiling="reason")

    told = refused(lambda: submit(real_database, clock, meeting, new=60, reason=" "), real_database)
    over = submit(real_database, clock, meeting, new=60, reason="Ditambah di Perubahan")
    submit(real_database, clock, meeting, PUDU, new=60, key="pudu")

    assert (told.code, told.field) == ("commitment.ceiling", "reason")
    assert over.commitment.reason == "Ditambah di Perubahan"
    assert "lebih Rp 1." in next(w.text for w in over.warnings if w.code == "over_ceiling")
    assert [detail.get("over_ceiling") for detail in details(real_database, "commitment.submitted")] == [True, None]


def test_a_reason_is_no_way_around_a_ceiling_that_refuses(real_database: Database, clock: SettableClock) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60 - 1))
    meeting = open_meeting(real_database, clock)

    told = refused(lambda: submit(real_database, clock, meeting, new=60, reason="Penting"), real_database)

    assert told.field == "source"


def test_ceilings_cost_a_pledge_no_question_more(real_database: Database, clock: SettableClock) -> None:
    plain = open_meeting(real_database, clock)
    with_ceilings(real_database, budget_row(PUDU_NAMED), budget_row())
    checked = open_meeting(real_database, clock)
    asked = []

    for meeting in (plain, checked):
        submit(real_database, clock, meeting, PUDU, new=1, key="warm")
        statements: list[str] = []

        def count(_c: Any, _cursor: Any, statement: str, *_rest: Any, into: list[str] = statements) -> None:
            into.append(statement)

        event.listen(real_database.engine, "before_cursor_execute", count)
        submit(real_database, clock, meeting, KARTAMULIA, new=1, key="counted")
        event.remove(real_database.engine, "before_cursor_execute", count)
        asked.append(statements)

    assert asked[0] == asked[1]
    assert not [statement for statement in asked[1] if "village_budgets" in statement]


def test_a_pledge_of_several_sources_is_measured_source_by_source(
    real_database: Database, clock: SettableClock
) -> None:
    with_ceilings(real_database, budget_row(pagu=OF_60), budget_row(sumber="DD", pagu=1))
    meeting = open_meeting(real_database, clock)
    (line,) = pledge_of(meeting, new=60).lines
    both = SubmitCommitment(meeting.id, KARTAMULIA, (line, replace(line, nature="continued", source="DD")), "both")

    told = refused(lambda: submit_commitment(both, real_database, clock, AT_THE_MACHINE), real_database)

    assert told.field == "2.source"
    assert "Pagu ADD" not in told.reason
