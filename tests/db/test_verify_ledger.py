"""Whatever somebody changes behind the program's back is found, and the row is named."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from db.engine import Database
from db.queries.meetings import snapshot
from domain.ledger import canonical_json, sha256
from domain.meeting import Meeting
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    KARTAMULIA,
    PUDU,
    SettableClock,
    close_meeting,
    drop_triggers,
    ledger,
    open_meeting,
    run_sql,
    submit,
)

Tamper = Callable[[Database, Meeting], None]


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """Three rows: Kartamulia, Pudu, Kartamulia again; then the triggers are gone."""
    opened = open_meeting(real_database, clock)
    submit(real_database, clock, opened, KARTAMULIA, new=60, key="a")
    submit(real_database, clock, opened, PUDU, new=25, key="b")
    submit(real_database, clock, opened, KARTAMULIA, new=50, key="c")
    drop_triggers(real_database)
    return opened


def fault_of(database: Database, meeting: Meeting) -> str | None:
    """What is found, without the meeting's name before it."""
    fault = verify_ledger(database).fault
    return fault.removeprefix(f"rapat {meeting.id}: ") if fault else None


def sql(statement: str) -> Tamper:
    return lambda database, _meeting: run_sql(database, statement)


def swap_hashes(database: Database, meeting: Meeting) -> None:
    first, second, _ = ledger(database, meeting)
    run_sql(database, "UPDATE commitments SET row_hash = :h WHERE sequence = 1", h=second["row_hash"])
    run_sql(database, "UPDATE commitments SET row_hash = :h WHERE sequence = 2", h=first["row_hash"])


def swap_places(database: Database, _meeting: Meeting) -> None:
    for old, new in ((1, 9), (2, 1), (9, 2)):
        run_sql(database, f"UPDATE commitments SET sequence = {new} WHERE sequence = {old}")


def delete_row(sequence: int) -> Tamper:
    return sql(f"DELETE FROM commitments WHERE sequence = {sequence}")


TAMPERINGS: dict[str, tuple[Tamper, str]] = {
    "hashes swapped": (swap_hashes, "isi baris 1 tidak cocok dengan hash-nya"),
    "rows swapped": (swap_places, "baris 1 tidak menyambung ke baris sebelumnya"),
    "first row deleted": (delete_row(1), "baris 1 hilang (yang ada bernomor 2)"),
    "row in the middle deleted": (delete_row(2), "baris 2 hilang (yang ada bernomor 3)"),
}
PAYLOADS = ["{}", "junk", "[1]", '{"a": NaN}', '{"a": 1.5}', '{"a": "\\ud800"}', "[" * 100_000]
COLUMNS = {
    "village_code": "'62.08.01.2001'",
    "regency_code": "'62.07'",
    "revision": "7",
    "replaces": "1",
    "idempotency_key": "'z'",
    "entered_by": "'village'",
    "new_workers": "26",
    "continued_workers": "1",
    "amount_rupiah": "5040001",
    "created_at": "'2026-11-21 03:30:00+00:00'",
}


def test_an_untouched_record_holds(real_database: Database, meeting: Meeting, clock: SettableClock) -> None:
    open_meeting(real_database, clock)
    found = verify_ledger(real_database)
    close_meeting(meeting, real_database, clock)

    assert (found.meetings, found.rows, found.fault) == (2, 3, None)
    assert verify_ledger(real_database).fault is None


def test_an_empty_database_holds(database: Database) -> None:
    found = verify_ledger(database)

    assert (found.meetings, found.rows, found.fault) == (0, 0, None)


@pytest.mark.parametrize(("tamper", "fault"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_changed_ledger_is_found(real_database: Database, meeting: Meeting, tamper: Tamper, fault: str) -> None:
    tamper(real_database, meeting)

    assert fault_of(real_database, meeting) == fault


def test_a_changed_payload_is_found_whatever_it_is_now(
    real_database: Database, meeting: Meeting, subtests: pytest.Subtests
) -> None:
    kept = ledger(real_database, meeting)[1]["payload"]

    for payload in [kept.replace('"workers":25', '"workers":24'), *PAYLOADS]:
        run_sql(real_database, "UPDATE commitments SET payload = :text WHERE sequence = 2", text=payload)
        with subtests.test(payload=payload[:20]):
            assert payload != kept
            assert fault_of(real_database, meeting) == "isi baris 2 tidak cocok dengan hash-nya"


def test_a_column_that_does_not_say_what_its_payload_says_is_found(
    real_database: Database, meeting: Meeting, subtests: pytest.Subtests
) -> None:
    for column, value in COLUMNS.items():
        with real_database.reading() as connection:
            before = connection.execute(text(f"SELECT {column} FROM commitments WHERE sequence = 2")).scalar()
        run_sql(real_database, f"UPDATE commitments SET {column} = {value} WHERE sequence = 2")
        found = fault_of(real_database, meeting)
        run_sql(real_database, f"UPDATE commitments SET {column} = :before WHERE sequence = 2", before=before)
        with subtests.test(column=column):
            assert found == f"kolom {column} baris 2 tidak cocok dengan isinya"
    assert fault_of(real_database, meeting) is None


def test_a_receipt_that_is_not_of_its_row_is_found(real_database: Database, meeting: Meeting) -> None:
    run_sql(real_database, "UPDATE commitments SET receipt = '01.2002-1-AAAAAAAA' WHERE sequence = 2")

    assert fault_of(real_database, meeting) == "nomor tanda terima baris 2 tidak cocok"


def test_rows_cut_off_at_the_end_are_found_by_their_receipt(real_database: Database, meeting: Meeting) -> None:
    last = ledger(real_database, meeting)[2]

    run_sql(real_database, "DELETE FROM commitments WHERE sequence = 3")

    assert fault_of(real_database, meeting) == f"baris dengan tanda terima {last['receipt']} hilang"


def test_a_row_that_the_audit_does_not_know_is_found(real_database: Database, meeting: Meeting) -> None:
    run_sql(real_database, "DELETE FROM audit WHERE action = 'commitment.submitted'")

    assert fault_of(real_database, meeting) == "baris 1 tidak ada dalam jejak audit"


def set_amount(body: dict) -> None:
    next(v for v in body["villages"] if v["village_code"] == PUDU)["amount_rupiah"] = 1


def invent_a_pledge(body: dict) -> None:
    next(v for v in body["villages"] if not v["committed"]).update(new_workers=9, revision=1)


def drop_a_village(body: dict) -> None:
    body["villages"] = [v for v in body["villages"] if v["village_code"] != PUDU]


SUMS = "jumlah dalam hasil yang dibekukan tidak cocok dengan buku komitmen"
REWRITINGS: dict[str, tuple[Callable[[dict], None], str]] = {
    "amount": (set_amount, f"hasil yang dibekukan untuk desa {PUDU} tidak cocok dengan baris 2"),
    "pledge": (invent_a_pledge, "hasil yang dibekukan untuk desa 62.08.01.2001 tidak cocok dengan buku komitmen"),
    "village": (drop_a_village, SUMS),
    "total": (lambda body: body["totals"].update(amount_rupiah=1), SUMS),
    "rows": (lambda body: body["ledger"].update(rows=2), SUMS),
    "shape": (lambda body: body.clear(), SUMS),
}


def test_a_snapshot_that_was_rewritten_together_with_its_hash_is_found(
    real_database: Database, meeting: Meeting, clock: SettableClock, subtests: pytest.Subtests
) -> None:
    close_meeting(meeting, real_database, clock)
    with real_database.reading() as connection:
        frozen = snapshot(connection, meeting.id)
    assert frozen is not None

    for name, (change, fault) in REWRITINGS.items():
        body = json.loads(frozen[0])
        change(body)
        text = canonical_json(body)
        run_sql(real_database, "UPDATE meeting_snapshots SET body = :b, sha256 = :s", b=text, s=sha256(text))
        with subtests.test(name):
            assert fault_of(real_database, meeting) == fault


def test_a_changed_or_missing_snapshot_is_found(
    real_database: Database, meeting: Meeting, clock: SettableClock
) -> None:
    close_meeting(meeting, real_database, clock)

    run_sql(real_database, "UPDATE meeting_snapshots SET body = replace(body, '60', '61')")
    changed = fault_of(real_database, meeting)
    run_sql(real_database, "DELETE FROM meeting_snapshots")

    assert changed == "hasil yang dibekukan tidak cocok dengan SHA-256-nya"
    assert fault_of(real_database, meeting) == "rapat sudah ditutup tetapi hasil yang dibekukan tidak ada"
