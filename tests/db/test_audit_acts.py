"""The audit by key: nothing lost or told twice, each choice narrows it, and the index does the work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, text

from db.audit import record
from db.engine import Database
from db.queries.audit_acts import Act, ActKey, Asked, act_counts, acts
from db.schema import audit
from tests.db.factories import KARTAMULIA, PUDU, SettableClock

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
INDEX = "ix_audit_meeting_id_at"


def note(
    database: Database,
    clock: SettableClock,
    action: str = "meeting.changed",
    *,
    actor: str = "facilitator",
    meeting_id: UUID | None = HERE,
    **detail: Any,
) -> None:
    with database.writing() as connection:
        record(connection, at=clock(), actor=actor, action=action, detail=detail, meeting_id=meeting_id)


def found(database: Database, asked: Asked, **page: Any) -> list[Act]:
    with database.reading() as connection:
        return acts(connection, asked, **page)


def numbers(rows: list[Act]) -> list[int]:
    return [row.detail["number"] for row in rows]


@pytest.mark.parametrize("size", [1, 3, 4, 100])
def test_pages_lose_nothing_and_tell_nothing_twice_at_the_same_moment(
    database: Database, clock: SettableClock, size: int
) -> None:
    for number in range(14):
        note(database, clock, number=number)
        if number % 5 == 4:
            clock.now += timedelta(microseconds=1)
    whole = found(database, Asked(HERE))

    told: list[Act] = []
    for _ in range(len(whole) + 1):  # at most a page an act, and an empty one
        told += found(database, Asked(HERE), before=told[-1].key if told else None, limit=size)

    assert told == whole
    assert sorted(numbers(whole)) == list(range(14))
    assert [row.at for row in whole] == sorted((row.at for row in whole), reverse=True)
    for row in whole:  # and from each row upwards all that is above it
        assert found(database, Asked(HERE), down_to=row.key) == whole[: whole.index(row) + 1]


def test_an_act_that_is_added_meanwhile_shifts_no_page(database: Database, clock: SettableClock) -> None:
    for number in range(6):
        note(database, clock, number=number)
        clock.now += timedelta(seconds=1)
    first = found(database, Asked(HERE), limit=3)
    note(database, clock, number=6)

    second = found(database, Asked(HERE), before=first[-1].key, limit=3)

    assert (numbers(first), numbers(second)) == ([5, 4, 3], [2, 1, 0])
    assert numbers(found(database, Asked(HERE), down_to=first[-1].key)) == [6, 5, 4, 3]


def test_a_meeting_tells_its_own_acts_and_the_installation_those_of_none(
    database: Database, clock: SettableClock
) -> None:
    note(database, clock, number=1)
    note(database, clock, number=2, meeting_id=ELSEWHERE)
    note(database, clock, number=3, meeting_id=None)

    assert [numbers(found(database, Asked(of))) for of in (HERE, ELSEWHERE, None)] == [[1], [2], [3]]
    with database.reading() as connection:
        assert [sum(one.count for one in act_counts(connection, of)) for of in (HERE, None, UUID(int=3))] == [1, 1, 0]


def test_each_choice_narrows_the_acts_and_all_of_them_together(database: Database, clock: SettableClock) -> None:
    start = clock()
    for number, (action, actor, village) in enumerate(
        [
            ("commitment.submitted", f"village:{PUDU}", PUDU),
            ("commitment.withdrawn", "facilitator", PUDU),
            ("commitments", "facilitator", None),
            ("incomeXbase.added", "command_line", KARTAMULIA),
            ("paper.checked", "facilitator:0b1c7c0e", KARTAMULIA),
            ("attendance.marked", f"village:{KARTAMULIA}", None),
        ]
    ):
        note(database, clock, action, actor=actor, number=number, village=village)
        clock.now += timedelta(minutes=1)

    def asked(**choice: Any) -> list[int]:
        return sorted(numbers(found(database, Asked(HERE, **choice))))

    def minute(count: int) -> Any:
        return start + timedelta(minutes=count)

    assert asked(kind="commitment") == [0, 1]
    assert asked(kind="commitment.withdrawn") == [1]
    assert asked(kind="income_base") == []
    assert asked(village_code=PUDU) == [0, 1]
    assert asked(village_code=KARTAMULIA) == [3, 4, 5]
    assert asked(actor="facilitator") == [1, 2]
    assert asked(since=minute(2)) == [2, 3, 4, 5]
    assert asked(until=minute(2)) == [0, 1]
    assert asked(kind="commitment", village_code=PUDU, actor="facilitator", since=start, until=minute(2)) == [1]


def test_what_is_counted_says_how_often_and_from_when_to_when(database: Database, clock: SettableClock) -> None:
    start = clock()
    note(database, clock)
    note(database, clock, actor="command_line")
    clock.now += timedelta(minutes=1)
    note(database, clock)

    with database.reading() as connection:
        counts = [(one.action, one.actor, one.count, one.first, one.last) for one in act_counts(connection, HERE)]

    assert counts == [
        ("meeting.changed", "command_line", 1, start, start),
        ("meeting.changed", "facilitator", 2, start, start + timedelta(minutes=1)),
    ]


def test_a_detail_that_is_no_set_of_parts_is_read_and_belongs_to_no_village(
    database: Database, clock: SettableClock
) -> None:
    for detail in ([PUDU], PUDU, 3, None):
        with database.writing() as connection:
            row = {"id": uuid4(), "at": clock(), "actor": "x", "action": "x", "meeting_id": HERE, "detail": detail}
            connection.execute(insert(audit), row)

    assert found(database, Asked(HERE, village_code=PUDU)) == []
    assert len(found(database, Asked(HERE))) == 4


PAGES: dict[str, dict[str, Any]] = {
    "first": {"limit": 51},
    "next": {"before": ActKey(SettableClock()() + timedelta(seconds=30), UUID(int=9)), "limit": 51},
    "shown": {"down_to": ActKey(SettableClock()() + timedelta(seconds=30), UUID(int=9))},
}
ASKED = {
    "all": Asked(HERE),
    "a kind": Asked(HERE, kind="commitment"),
    "a village": Asked(HERE, village_code=PUDU),
    "a time": Asked(HERE, since=SettableClock()() + timedelta(seconds=5)),
    "no meeting": Asked(None),
}


def test_pages_are_cut_by_the_index_and_not_by_reading_everything(
    database: Database, clock: SettableClock, subtests: pytest.Subtests
) -> None:
    _many(database, clock)

    for name, asked in ASKED.items():
        for page, cut in PAGES.items():
            with subtests.test(asked=name, page=page):
                plan = _plan(database, asked, cut)
                assert INDEX in plan
                assert "SCAN audit" not in plan
                assert "Seq Scan" not in plan
                if page != "first":
                    assert "at<?" in plan or "at>?" in plan or "AND (at" in plan


def _many(database: Database, clock: SettableClock) -> None:
    """Fifty meetings and the installation with a hundred acts each."""
    rows = [
        {
            "id": uuid4(),
            "at": clock() + timedelta(seconds=second),
            "actor": "facilitator",
            "action": "commitment.submitted",
            "meeting_id": UUID(int=number) if number else None,
            "detail": {"village": PUDU},
        }
        for number in range(51)
        for second in range(100)
    ]
    with database.writing() as connection:
        connection.execute(insert(audit), rows)
        connection.execute(text("ANALYZE audit"))


def _plan(database: Database, asked: Asked, cut: dict[str, Any]) -> str:
    caught: list[tuple[str, Any]] = []

    def catch(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        caught.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", catch)
    found(database, asked, **cut)
    event.remove(database.engine, "before_cursor_execute", catch)
    statement, values = caught[-1]  # before it stands a BEGIN
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.reading() as connection:
        return "\n".join(row[-1] for row in connection.exec_driver_sql(f"{explain} {statement}", values))
