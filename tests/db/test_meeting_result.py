"""What opening fixes and what closing freezes, whatever is imported, changed or added later."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from db.engine import Database
from db.queries.meetings import snapshot
from domain.ledger import sha256
from domain.meeting import Meeting
from services.change_meeting import publish_meeting
from services.meeting_result import meeting_result
from tests.db.enrollment_files import as_csv, changed, correct_table, import_file
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    close_meeting,
    open_meeting,
    run_sql,
    submit,
)
from tests.support.databases import enrollment_file


def result(database: Database, meeting: Meeting) -> dict[str, Any]:
    with database.reading() as connection:
        return meeting_result(connection, meeting)


def change_everything(database: Database, clock: SettableClock) -> None:
    """A new month with other counts, new rates, another name of a village."""
    clock.now = datetime(2026, 12, 24, 3, 30, tzinfo=UTC)
    import_file(database, clock, enrollment_file(database, eligible=50, active=45), month="2026-11")
    run_sql(database, "UPDATE rates SET valid_until = '2026-12' WHERE segment = 'BPU' AND programme = 'JKM'")
    run_sql(
        database,
        "INSERT INTO rates (segment, programme, valid_from, flat_rupiah, legal_basis, source, confidence) "
        "VALUES ('BPU', 'JKM', '2027-01', 7800, 'x', 'x', 'low')",
    )
    run_sql(database, "UPDATE regions SET name = 'Kartabaru' WHERE code = :code", code=KARTAMULIA)


def test_opening_fixes_the_data_and_the_rates(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    change_everything(real_database, clock)
    later = open_meeting(real_database, clock)

    fixed = submit(real_database, clock, meeting, KARTAMULIA, new=480)
    new = submit(real_database, clock, later, KARTAMULIA, new=40)

    assert fixed.commitment.amount_rupiah == 480 * 12 * 16_800 == 96_768_000
    assert new.commitment.amount_rupiah == 40 * 12 * 17_800 == 8_544_000
    assert meeting.dataset_id != later.dataset_id
    assert result(real_database, meeting)["coverage"] == {"eligible": 28_500, "active": 11_400, "uncovered": 17_100}


def test_the_result_counts_the_newest_revision_of_every_desa(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="a")
    submit(real_database, clock, meeting, KARTAMULIA, new=50, continued=10, months=6, key="b")
    submit(real_database, clock, meeting, PUDU, new=25, key="c")

    found = result(real_database, meeting)

    rows = {row["village_code"]: row for row in found["villages"]}
    assert (found["meeting"], found["state"], found["sha256"]) == (str(meeting.id), "open", None)
    assert found["totals"] == {
        "villages_entitled": 29,
        "villages_committed": 2,
        "workers": 85,
        "new_workers": 75,
        "continued_workers": 10,
        "amount_rupiah": 11_088_000,
    }
    assert len(rows) == 29
    assert {k: rows[KARTAMULIA][k] for k in ("committed", "workers", "months", "amount_rupiah", "entered_by")} == {
        "committed": True,
        "workers": 60,
        "months": 6,
        "amount_rupiah": 6_048_000,
        "entered_by": "facilitator",
    }
    silent = rows["62.08.02.2003"]
    assert (silent["committed"], silent["workers"], silent["amount_rupiah"], silent["receipt"]) == (False, 0, 0, None)


def test_closing_freezes_the_result_byte_for_byte(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="a")
    live = result(real_database, meeting)
    closed = close_meeting(meeting, real_database, clock)
    frozen = result(real_database, closed)

    change_everything(real_database, clock)
    other = open_meeting(real_database, clock)
    submit(real_database, clock, other, KARTAMULIA, new=1, key="b")

    assert json.dumps(result(real_database, closed)) == json.dumps(frozen)
    assert {k: v for k, v in frozen.items() if k not in {"state", "sha256"}} == {
        k: v for k, v in live.items() if k not in {"state", "sha256"}
    }
    published = publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)
    assert result(real_database, published) == frozen | {"state": "published"}


def test_the_snapshot_holds_all_that_the_record_needs_and_its_hash(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock, target_points=6000)
    submit(real_database, clock, meeting, KARTAMULIA, new=60)
    closed = close_meeting(meeting, real_database, clock)

    with real_database.reading() as connection:
        frozen = snapshot(connection, closed.id)

    assert frozen is not None
    body = json.loads(frozen[0])
    assert frozen[1] == sha256(frozen[0]) == result(real_database, closed)["sha256"]
    assert body["regency"] == {"code": "62.08", "name": "Kabupaten Sukamara"}
    assert (body["frozen_at"], body["held_on"]) == ("2026-11-22T03:30:00+00:00", "2026-11-22")
    assert (body["budget_year"], body["target_points"], body["is_rehearsal"]) == (2027, 6000, False)
    assert (body["dataset"]["month"], body["dataset"]["is_sample"]) == ("2026-10", False)
    assert body["rates"]["base_rupiah"] == 1_000_000
    assert {(r["segment"], r["programme"]) for r in body["rates"]["rows"]} >= {("BPU", "JKK"), ("BPU", "JKM")}
    assert body["ledger"]["rows"] == 1


def test_a_meeting_where_nobody_pledged_is_frozen_with_zeros(real_database: Database, clock: SettableClock) -> None:
    closed = close_meeting(open_meeting(real_database, clock), real_database, clock)

    found = result(real_database, closed)

    assert (found["totals"]["villages_committed"], found["totals"]["amount_rupiah"]) == (0, 0)
    assert found["ledger"] == {"rows": 0, "last_hash": None}


def test_a_meeting_on_a_named_version_keeps_to_it(real_database: Database, clock: SettableClock) -> None:
    table = changed(correct_table(real_database), 2, potensi=1000)
    named = import_file(real_database, clock, as_csv(table), month="2026-09")

    meeting = open_meeting(real_database, clock, dataset_id=named.dataset)

    assert meeting.dataset_id == named.dataset
    assert result(real_database, meeting)["dataset"]["month"] == "2026-09"
