from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from db.changes import counters, meeting_topic, regency_topic
from db.engine import Database
from db.queries.meeting_totals import Totals
from db.queries.meetings import meeting as meeting_with
from db.queries.meetings import snapshot
from db.schema import audit
from domain.meeting import Meeting
from domain.money import Rupiah
from services.card_list import card_list
from services.change_meeting import close_meeting, open_meeting, publish_meeting
from services.find_meeting import find_meeting
from services.identity import CardCode
from services.meetings_overview import known_meetings, meetings_overview
from tests.db.enrollment_files import as_csv, correct_table, import_file
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    Breakdown,
    SettableClock,
    card_code_of,
    draft_meeting,
    failing_at,
    footprint,
    refused,
    run_sql,
    submit,
)

Step = Callable[..., Meeting]


def step(act: Step, meeting: Meeting | UUID, database: Database, clock: SettableClock) -> Meeting:
    meeting_id = meeting if isinstance(meeting, UUID) else meeting.id
    return act(meeting_id, database, clock, AT_THE_MACHINE)


def test_each_step_is_taken_once_however_often_it_is_asked_for(real_database: Database, clock: SettableClock) -> None:
    draft = draft_meeting(real_database, clock)

    for act, state, revision in (
        (open_meeting, "open", 2),
        (close_meeting, "closed", 3),
        (publish_meeting, "published", 4),
    ):
        first = step(act, draft, real_database, clock)
        after = footprint(real_database)
        again = step(act, draft, real_database, clock)
        assert (first.state, first.revision) == (state, revision)
        assert again == first
        assert footprint(real_database) == after

    with real_database.reading() as connection:
        query = select(audit.c.action, audit.c.actor).where(audit.c.meeting_id == draft.id)
        acts = connection.execute(query).all()
    assert sorted(tuple(act) for act in acts) == [
        ("meeting.closed", "command_line"),
        ("meeting.created", "command_line"),
        ("meeting.opened", "command_line"),
        ("meeting.published", "command_line"),
    ]


def test_illegal_steps_are_refused(real_database: Database, clock: SettableClock) -> None:
    meeting = draft_meeting(real_database, clock)

    def refuse(*acts: Step) -> None:
        for act in acts:
            assert refused(lambda a=act: step(a, meeting, real_database, clock), real_database).code == "meeting.state"

    refuse(close_meeting, publish_meeting)
    step(open_meeting, meeting, real_database, clock)
    refuse(publish_meeting)
    step(close_meeting, meeting, real_database, clock)
    refuse(open_meeting)
    step(publish_meeting, meeting, real_database, clock)
    refuse(open_meeting, close_meeting)
    unknown = refused(lambda: step(open_meeting, uuid4(), real_database, clock), real_database)
    assert unknown.code == "meeting.unknown"


def test_the_result_of_a_rehearsal_is_never_published(sample_database: Database, clock: SettableClock) -> None:
    meeting = draft_meeting(sample_database, clock)
    step(open_meeting, meeting, sample_database, clock)
    step(close_meeting, meeting, sample_database, clock)

    refusal = refused(lambda: step(publish_meeting, meeting, sample_database, clock), sample_database)

    assert refusal.code == "meeting.rehearsal"


def test_a_draft_made_on_sample_data_is_no_rehearsal_once_it_opens_on_real_data(
    sample_database: Database, clock: SettableClock
) -> None:
    draft = draft_meeting(sample_database, clock)
    import_file(sample_database, clock, as_csv(correct_table(sample_database)))

    opened = step(open_meeting, draft, sample_database, clock)

    assert opened.is_rehearsal is False
    assert opened.title == "Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara"


def test_a_budget_year_without_rates_is_not_opened(real_database: Database, clock: SettableClock) -> None:
    draft = draft_meeting(real_database, clock)
    run_sql(real_database, "UPDATE rates SET valid_until = '2027-06' WHERE programme = 'JKM'")

    refusal = refused(lambda: step(open_meeting, draft, real_database, clock), real_database)

    assert refusal.code == "rate.missing"
    assert "Juli 2027" in refusal.reason


def test_a_village_may_not_run_the_meeting(real_database: Database, clock: SettableClock) -> None:
    meeting = draft_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    for act in (open_meeting, close_meeting, publish_meeting):
        refusal = refused(lambda a=act: a(meeting.id, real_database, clock, card), real_database)
        assert refusal.code == "identity.forbidden"
    assert refused(lambda: card_list(meeting, real_database, card), real_database).code == "identity.forbidden"


def test_every_step_raises_the_counters_and_a_breakdown_leaves_them(
    real_database: Database, clock: SettableClock
) -> None:
    def raised(meeting: Meeting) -> tuple[int, int]:
        with real_database.reading() as connection:
            found = counters(connection)
        return found.get(meeting_topic(meeting.id), 0), found[regency_topic("62.08")]

    meeting = draft_meeting(real_database, clock)
    seen = [raised(meeting)]
    for act in (open_meeting, close_meeting, publish_meeting):
        with failing_at(real_database, "INSERT INTO audit"), pytest.raises(Breakdown):
            step(act, meeting, real_database, clock)
        assert raised(meeting) == seen[-1]
        step(act, meeting, real_database, clock)
        seen.append(raised(meeting))

    first_meeting, first_regency = seen[0]
    assert seen == [(first_meeting + n, first_regency + n) for n in range(4)]


def test_a_breakdown_while_closing_leaves_the_meeting_open_without_a_snapshot(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = draft_meeting(real_database, clock)
    step(open_meeting, meeting, real_database, clock)
    before = footprint(real_database)

    with failing_at(real_database, "UPDATE meetings"), pytest.raises(Breakdown):
        step(close_meeting, meeting, real_database, clock)

    assert footprint(real_database) == before
    with real_database.reading() as connection:
        assert snapshot(connection, meeting.id) is None
        found = meeting_with(connection, meeting.id)
    assert found is not None
    assert found.state == "open"


def test_a_meeting_is_found_by_id_by_its_beginning_or_as_the_present_one(
    real_database: Database, clock: SettableClock
) -> None:
    older = draft_meeting(real_database, clock)
    clock.now = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    newer = draft_meeting(real_database, clock)

    def found(named: str | None) -> UUID:
        with real_database.reading() as connection:
            return find_meeting(connection, named).id

    assert found(str(older.id)) == found(str(older.id)[:8]) == found(str(older.id).upper()[:8]) == older.id
    assert found(None) == newer.id
    step(open_meeting, older, real_database, clock)
    assert found(None) == older.id
    for named in ("abc", str(uuid4()), "xxxxxxxx", "%"):
        assert refused(lambda n=named: found(n), real_database).code == "meeting.unknown"


def test_the_overview_lists_meetings_newest_first_with_what_they_gathered(
    real_database: Database, clock: SettableClock
) -> None:
    older = draft_meeting(real_database, clock)
    clock.now = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    newer = draft_meeting(real_database, clock)
    opened = step(open_meeting, older, real_database, clock)
    submit(real_database, clock, opened, KARTAMULIA, new=60, key="a")
    submit(real_database, clock, opened, KARTAMULIA, new=50, key="b")
    submit(real_database, clock, opened, PUDU, new=None, continued=10, key="c")

    first, second = meetings_overview(real_database)

    assert [first.meeting.id, second.meeting.id] == [newer.id, older.id]
    assert [meeting.id for meeting in known_meetings(real_database)] == [newer.id, older.id]
    assert second.totals == Totals(villages=2, of=29, workers=60, amount_rupiah=Rupiah(12_096_000))
    assert first.totals == Totals(villages=0, of=29, workers=0, amount_rupiah=Rupiah(0))
