"""Whatever somebody changes in the decisions behind the program's back is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from db.queries.meetings import snapshot
from domain.ledger import canonical_json, row_hash, sha256
from domain.meeting import Meeting
from services.change_meeting import reopen_meeting
from services.meeting_result import meeting_result
from services.verify_ledger import verify_ledger
from tests.db.factories import AT_THE_MACHINE, SettableClock, close_meeting, drop_triggers, open_meeting, run_sql
from tests.support.decisions import UNIT, decide, keep, plan_with, withdraw


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """Three rows: decided, withdrawn, decided anew."""
    opened = open_meeting(real_database, clock)
    decide(real_database, clock, opened, keep(real_database, clock), key="a")
    withdraw(real_database, clock, opened, 1)
    decide(real_database, clock, opened, keep(real_database, clock, plan_with(58 * UNIT)), key="b")
    return opened


def fault_of(database: Database) -> str | None:
    fault = verify_ledger(database).fault
    return fault.split(": ", 1)[1] if fault else None


def rows_of(database: Database) -> list[dict[str, Any]]:
    with database.reading() as connection:
        query = text("SELECT sequence, payload, previous_hash, row_hash FROM decisions ORDER BY sequence")
        return [dict(row._mapping) for row in connection.execute(query)]


def forge(database: Database, sequence: int, change: Callable[[dict[str, Any]], Any]) -> None:
    """Rewrite a row with all hashes after it, and the audit too: nothing but the sums can tell."""
    hashes = {}
    for row in rows_of(database)[sequence - 1 :]:
        payload = json.loads(row["payload"])
        if row["sequence"] == sequence:
            change(payload)
        previous = hashes.get(row["previous_hash"], row["previous_hash"])
        hashes[row["row_hash"]] = now = row_hash(previous, payload)
        run_sql(
            database,
            "UPDATE decisions SET payload = :p, previous_hash = :before, row_hash = :h WHERE sequence = :s",
            p=canonical_json(payload), before=previous, h=now, s=row["sequence"],
        )  # fmt: skip
    cast = "" if database.is_sqlite else "::json"
    for old, new in hashes.items():
        run_sql(database, f"UPDATE audit SET detail = replace(CAST(detail AS TEXT), '{old}', '{new}'){cast}")


def test_decisions_that_nobody_touched_hold(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    close_meeting(meeting, real_database, clock)
    reopened = reopen_meeting(meeting.id, "Satu dana lagi", real_database, clock, AT_THE_MACHINE)
    withdraw(real_database, clock, reopened, 3)

    assert fault_of(real_database) is None
    close_meeting(reopened, real_database, clock)
    assert fault_of(real_database) is None


def test_the_database_refuses_to_change_a_decision(real_database: Database, meeting: Meeting) -> None:
    for statement in ("UPDATE decisions SET payload = ''", "DELETE FROM decisions"):
        with pytest.raises(DBAPIError, match="decisions is append-only"):
            run_sql(real_database, statement)


def test_a_changed_row_is_found(real_database: Database, meeting: Meeting) -> None:
    drop_triggers(real_database)

    run_sql(real_database, "UPDATE decisions SET payload = replace(payload, 'Bupati', 'Wabup') WHERE sequence = 3")

    assert fault_of(real_database) == "keputusan: isi baris 3 tidak cocok dengan hash-nya"


def test_rows_that_were_cut_off_are_found(real_database: Database, meeting: Meeting) -> None:
    drop_triggers(real_database)

    run_sql(real_database, "DELETE FROM decisions WHERE sequence = 3")
    cut = fault_of(real_database)
    run_sql(real_database, "DELETE FROM decisions WHERE sequence = 1")

    assert cut == "keputusan: ada 1 baris yang hilang menurut jejak audit"
    assert fault_of(real_database) == "keputusan: baris 1 hilang (yang ada bernomor 2)"


def test_a_row_that_nobody_recorded_is_found(real_database: Database, meeting: Meeting) -> None:
    drop_triggers(real_database)

    run_sql(real_database, "DELETE FROM audit WHERE action = 'decision.withdrawn'")

    assert fault_of(real_database) == "keputusan: baris 2 tidak ada dalam jejak audit"


def test_a_column_that_says_something_else_is_found(real_database: Database, meeting: Meeting) -> None:
    drop_triggers(real_database)

    run_sql(real_database, "UPDATE decisions SET idempotency_key = 'z' WHERE sequence = 1")

    assert fault_of(real_database) == "keputusan: kolom idempotency_key baris 1 tidak cocok dengan isinya"


def more_workers(payload: dict[str, Any]) -> None:
    payload["division"]["workers"] += 1


def richer_village(payload: dict[str, Any]) -> None:
    payload["division"]["villages"][0]["amount_rupiah"] += 1


FORGERIES: dict[str, tuple[int, Callable[[dict[str, Any]], Any], str]] = {
    "workers": (3, more_workers, "baris 3: jumlah pekerja tidak sama dengan jumlah desanya"),
    "village": (3, richer_village, "isi baris 3 tidak terbaca"),
    "shape": (3, lambda payload: payload["division"].pop("plan"), "isi baris 3 tidak terbaca"),
    "withdrawal": (2, lambda payload: payload.update(takes_back=9), "baris 2 menarik keputusan 9, yang tidak berlaku"),
}


@pytest.mark.parametrize(("sequence", "change", "fault"), FORGERIES.values(), ids=FORGERIES)
def test_a_forged_row_with_hashes_that_fit_is_found(
    real_database: Database, meeting: Meeting, sequence: int, change: Callable[[dict[str, Any]], Any], fault: str
) -> None:
    drop_triggers(real_database)

    forge(real_database, sequence, change)

    assert fault_of(real_database) == f"keputusan: {fault}"


REWRITINGS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "none": lambda body: body.update(decisions=[]),
    "other": lambda body: body["decisions"][0].update(decided_by="Wabup"),
    "fewer rows": lambda body: body["decision_ledger"].update(rows=2),
    "hash": lambda body: body["decision_ledger"].update(last_hash="0" * 64),
    "left out": lambda body: body.pop("decision_ledger"),
    "older": lambda body: body.update(version=2),
}


def test_a_snapshot_that_says_something_else_is_found(
    real_database: Database, clock: SettableClock, meeting: Meeting, subtests: pytest.Subtests
) -> None:
    close_meeting(meeting, real_database, clock)
    drop_triggers(real_database)
    with real_database.reading() as connection:
        frozen = snapshot(connection, meeting.id)
    assert frozen is not None

    for name, change in REWRITINGS.items():
        body = json.loads(frozen[0])
        change(body)
        written = canonical_json(body)
        run_sql(real_database, "UPDATE meeting_snapshots SET body = :b, sha256 = :s", b=written, s=sha256(written))
        with subtests.test(name):
            assert fault_of(real_database) == ("keputusan: hasil yang dibekukan ke-1 tidak cocok dengan buku keputusan")


def test_a_snapshot_from_before_decisions_holds_and_has_none(real_database: Database, clock: SettableClock) -> None:
    closed = close_meeting(open_meeting(real_database, clock), real_database, clock)
    drop_triggers(real_database)
    with real_database.reading() as connection:
        frozen = snapshot(connection, closed.id)
    assert frozen is not None
    body = json.loads(frozen[0]) | {"version": 2}
    del body["decisions"], body["decision_ledger"]
    written = canonical_json(body)

    run_sql(real_database, "UPDATE meeting_snapshots SET body = :b, sha256 = :s", b=written, s=sha256(written))

    assert fault_of(real_database) is None
    with real_database.reading() as connection:
        assert meeting_result(connection, closed)["decisions"] == []


def test_a_last_snapshot_that_stops_at_an_earlier_row_is_found(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    close_meeting(meeting, real_database, clock)
    drop_triggers(real_database)
    with real_database.reading() as connection:
        frozen = snapshot(connection, meeting.id)
    assert frozen is not None
    before_the_last = {"rows": 2, "last_hash": rows_of(real_database)[1]["row_hash"]}
    written = canonical_json(json.loads(frozen[0]) | {"decisions": [], "decision_ledger": before_the_last})

    run_sql(real_database, "UPDATE meeting_snapshots SET body = :b, sha256 = :s", b=written, s=sha256(written))

    assert fault_of(real_database) == "keputusan: hasil yang dibekukan ke-1 tidak cocok dengan buku keputusan"
