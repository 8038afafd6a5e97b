from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from db.changes import counters, meeting_topic
from db.engine import Database
from domain.ledger import canonical_json, first_hash, receipt, row_hash
from services.district import view
from services.identity import CardCode
from services.pledge_form import pledge_form
from services.submit_commitment import submit_commitment
from services.village_pledge import newest_pledge, newest_pledges
from tests.db.factories import (
    ACTIVE_BPU,
    KARTAMULIA,
    PUDU,
    UNCOVERED_BPU,
    Breakdown,
    SettableClock,
    card_code_of,
    close_meeting,
    failing_at,
    footprint,
    ledger,
    open_meeting,
    pledge_of,
    submit,
)
from tests.support.sign_in import by_printed_link


def counter(database: Database, meeting) -> int:
    with database.reading() as connection:
        return counters(connection)[meeting_topic(meeting.id)]


def test_a_pledge_is_answered_with_a_receipt_and_stands_in_the_ledger(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    before = counter(real_database, meeting)

    answer = submit(real_database, clock, meeting, KARTAMULIA, new=60)

    (row,) = ledger(real_database, meeting)
    assert answer.repeated is False
    assert answer.village_name == "Kartamulia"
    assert answer.commitment.amount_rupiah == 12_096_000
    assert answer.commitment.receipt == row["receipt"] == receipt(KARTAMULIA, 1, row["row_hash"])
    assert (row["sequence"], row["revision"], row["replaces"]) == (1, 1, None)
    assert (row["new_workers"], row["continued_workers"], row["amount_rupiah"]) == (60, 0, 12_096_000)
    assert (row["village_code"], row["regency_code"], row["entered_by"]) == (KARTAMULIA, "62.08", "facilitator")
    assert row["created_at"] == datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    assert counter(real_database, meeting) == before + 1


def test_a_row_is_chained_to_the_one_before_and_says_everything_in_its_payload(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, continued=40, months=6, start="2027-07", source="PADes")
    submit(real_database, clock, meeting, PUDU, key="key-2")

    first, second = ledger(real_database, meeting)
    payload = json.loads(first["payload"])
    assert first["previous_hash"] == first_hash(meeting.id)
    assert second["previous_hash"] == first["row_hash"] == row_hash(first_hash(meeting.id), payload)
    assert first["payload"] == canonical_json(payload)
    assert payload["lines"] == [
        {
            "nature": nature,
            "segment": "BPU",
            "workers": workers,
            "months": 6,
            "start_month": "2027-07",
            "programmes": ["JKK", "JKM"],
            "source": "PADes",
            "unit_rupiah": 16_800,
            "amount_rupiah": amount,
            "group": "",
            "group_name": "",
            "wage_rupiah": None,
        }
        for nature, workers, amount in [("new", 60, 6_048_000), ("continued", 40, 4_032_000)]
    ]
    assert payload["amount_rupiah"] == 10_080_000
    assert (payload["typed_by"], payload["way"]) == ("command_line", "machine")


def test_the_act_is_in_the_audit_without_the_code(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    code = card_code_of(KARTAMULIA, meeting, real_database)

    submit_commitment(pledge_of(meeting), real_database, clock, CardCode(code))

    (row,) = ledger(real_database, meeting)
    with real_database.reading() as connection:
        acts = connection.execute(
            text("SELECT actor, action, regency_code, detail FROM audit WHERE action = 'commitment.submitted'")
        ).all()
    assert [(act.actor, act.regency_code) for act in acts] == [(f"village:{KARTAMULIA}", "62.08")]
    detail = acts[0].detail if isinstance(acts[0].detail, dict) else json.loads(acts[0].detail)
    assert detail == {"village": KARTAMULIA, "revision": 1, "receipt": row["receipt"]}
    assert row["entered_by"] == "village"


def test_a_card_code_is_read_as_people_type_it(sample_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(sample_database, clock)
    code = card_code_of(PUDU, meeting, sample_database)

    for number, typed in enumerate([code, code.lower(), f"  {code[:4]}-{code[4:]} "]):
        pledge = pledge_of(meeting, PUDU, key=str(number))
        answer = submit_commitment(pledge, sample_database, clock, CardCode(typed))
        assert (answer.village_name, answer.commitment.entered_by) == ("Pudu", "village")


def test_the_facilitator_pledges_for_a_village_with_the_cookie(
    real_database: Database, clock: SettableClock, facilitator_settings
) -> None:
    meeting = open_meeting(real_database, clock)
    cookie = by_printed_link(real_database, clock, facilitator_settings)

    answer = submit_commitment(pledge_of(meeting), real_database, clock, cookie)

    assert answer.commitment.entered_by == "facilitator"


def test_the_same_key_gets_the_first_receipt_again_whatever_has_happened_since(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    first = submit(real_database, clock, meeting, new=60, key="key-1")

    again = submit(real_database, clock, meeting, new=60, key="key-1")
    other_content = submit(real_database, clock, meeting, new=61, key="key-1", replaces=0)
    submit(real_database, clock, meeting, new=50, key="key-2")
    after_a_revision = submit(real_database, clock, meeting, new=60, key="key-1", replaces=0)
    close_meeting(meeting, real_database, clock)
    whole = footprint(real_database)
    after_closing = submit(real_database, clock, meeting, new=60, key="key-1")

    answers = [again, other_content, after_a_revision, after_closing]
    assert [answer.repeated for answer in answers] == [True] * 4
    assert [answer.commitment for answer in answers] == [first.commitment] * 4
    assert len(ledger(real_database, meeting)) == 2
    assert footprint(real_database) == whole


def test_the_same_key_counts_anew_in_another_meeting(real_database: Database, clock: SettableClock) -> None:
    one, other = open_meeting(real_database, clock), open_meeting(real_database, clock)
    submit(real_database, clock, one, key="key-1")

    assert submit(real_database, clock, other, key="key-1").repeated is False


def test_a_revision_is_stored_beside_the_first_and_the_last_one_counts(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, new=60, key="key-1", replaces=0)
    submit(real_database, clock, meeting, PUDU, new=5, key="key-2")

    submit(real_database, clock, meeting, new=50, key="key-3", replaces=1)
    submit(real_database, clock, meeting, new=40, key="key-4")

    rows = [row for row in ledger(real_database, meeting) if row["village_code"] == KARTAMULIA]
    assert [(row["revision"], row["replaces"], row["new_workers"]) for row in rows] == [
        (1, None, 60),
        (2, 1, 50),
        (3, 2, 40),
    ]
    newest = newest_pledge(real_database, meeting.id, KARTAMULIA)
    assert newest is not None
    assert (newest.revision, newest.new_workers, newest.amount_rupiah) == (3, 40, 8_064_000)
    assert [
        (p.village_code, p.new_workers)
        for p in newest_pledges(real_database, view(real_database, meeting_id=meeting.id))
    ] == [
        (KARTAMULIA, 40),
        (PUDU, 5),
    ]


def test_everybody_who_is_uncovered_and_everybody_who_is_active_may_be_pledged_for(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)

    answer = submit(real_database, clock, meeting, new=UNCOVERED_BPU, continued=ACTIVE_BPU, months=12)

    assert answer.commitment.workers == 800
    assert answer.commitment.amount_rupiah == 161_280_000


def test_a_warning_does_not_stop_the_pledge(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    answer = submit(real_database, clock, meeting, months=6, source="DD")

    assert {warning.code for warning in answer.warnings} == {
        "village_fund",
        "gap_months",
        "active_unfunded",
    }
    assert len(ledger(real_database, meeting)) == 1


def test_a_breakdown_before_the_end_leaves_nothing_and_the_pledge_can_be_sent_again(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    before = footprint(real_database)

    with failing_at(real_database, "INSERT INTO audit"), pytest.raises(Breakdown):
        submit(real_database, clock, meeting)

    assert footprint(real_database) == before
    assert submit(real_database, clock, meeting).repeated is False


def test_the_form_knows_the_limits_and_the_newest_revision(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    code = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    assert pledge_form(real_database, code).newest_revision == 0
    submit(real_database, clock, meeting, new=60)

    form = pledge_form(real_database, code)

    assert (form.village.name, form.meeting.id, form.newest_revision) == ("Kartamulia", meeting.id, 1)
    assert (form.counts.uncovered, form.counts.active) == (UNCOVERED_BPU, ACTIVE_BPU)
    assert (form.month_label, form.history[0].text) == ("Oktober 2026", "60 pekerja baru × 12 bulan · ADD")
