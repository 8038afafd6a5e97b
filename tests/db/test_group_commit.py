"""Acts of one process that wait for each other share one commit: each is on disk when it has ended, or none is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from db.engine import Connection, Database, DatabaseUnavailable, open_database
from domain.refusal import Refused

PATIENCE = 20


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Database]:
    """A database with one table, whose commits are counted in its `commits`."""
    database = open_database(f"sqlite:///{tmp_path}/shelf.sqlite3")
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE shelf (name TEXT PRIMARY KEY)"))
    yield database
    database.close()


@pytest.fixture
def commits(shelf: Database) -> list[str]:
    seen: list[str] = []
    event.listen(shelf.engine, "commit", lambda _connection: seen.append("commit"))
    return seen


class Act(threading.Thread):
    """Puts one name on the shelf, and then does what it is told."""

    def __init__(self, shelf: Database, name: str, then: Callable[[Connection], None] = lambda _: None) -> None:
        super().__init__(daemon=True)
        self.shelf, self.put, self.then = shelf, name, then
        self.raised: BaseException | None = None

    def run(self) -> None:
        try:
            with self.shelf.writing_together() as connection:
                put(connection, self.put)
                self.then(connection)
        except BaseException as error:  # noqa: BLE001  what it was is what the test asks
            self.raised = error


def put(connection: Connection, name: str) -> None:
    connection.execute(text("INSERT INTO shelf VALUES (:name)"), {"name": name})


def on_shelf(shelf: Database) -> set[str]:
    with shelf.reading() as connection:
        return set(connection.scalars(text("SELECT name FROM shelf")))


@contextmanager
def first_in_line(shelf: Database, others: list[Act]) -> Iterator[None]:
    """While this act has its turn, the others come and wait; it ends when the block has ended."""
    with shelf.writing_together() as connection:
        put(connection, "first")
        for number, act in enumerate(others, start=1):
            act.start()
            wait_for_line(shelf, number)
        yield


def wait_for_line(shelf: Database, length: int) -> None:
    together = shelf._together
    assert together
    until(lambda: together._waiting == length)


def until(holds: Callable[[], bool]) -> None:
    tick = threading.Event()
    for _ in range(PATIENCE * 200):
        if holds():
            return
        tick.wait(0.005)
    raise AssertionError("nothing happened")


def ended(acts: list[Act]) -> list[BaseException | None]:
    for act in acts:
        act.join(PATIENCE)
        assert not act.is_alive()
    return [act.raised for act in acts]


def test_acts_that_wait_are_stored_by_one_commit(shelf: Database, commits: list[str]):
    acts = [Act(shelf, f"act {number}") for number in range(8)]
    with first_in_line(shelf, acts):
        pass

    assert ended(acts) == [None] * 8
    assert on_shelf(shelf) == {"first", *(act.put for act in acts)}
    assert commits == ["commit"]


def test_no_act_ends_before_it_is_on_disk(shelf: Database, commits: list[str]):
    seen: list[set[str]] = []
    second = Act(shelf, "second", lambda _: until(lambda: bool(handed_on)))
    handed_on: list[bool] = []
    waiter = threading.Thread(target=lambda: (_first(shelf, second), seen.append(on_shelf(shelf))), daemon=True)
    waiter.start()
    until(lambda: second.is_alive() and shelf._together is not None and shelf._together._waiting == 0)

    assert waiter.is_alive()
    assert on_shelf(shelf) == set()  # the first has had its turn, and waits for the second
    handed_on.append(True)
    waiter.join(PATIENCE)

    assert seen == [{"first", "second"}]
    assert commits == ["commit"]


def _first(shelf: Database, second: Act) -> None:
    with first_in_line(shelf, [second]):
        pass


def test_a_refusal_takes_back_its_own_act_alone(shelf: Database, commits: list[str]):
    def refuse(_connection: Connection) -> None:
        raise Refused("test", "tidak")

    acts = [Act(shelf, "before"), Act(shelf, "refused", refuse), Act(shelf, "after")]
    with first_in_line(shelf, acts):
        pass

    before, refused, after = ended(acts)
    assert (before, after) == (None, None)
    assert isinstance(refused, Refused)
    assert on_shelf(shelf) == {"first", "before", "after"}
    assert commits == ["commit"]


def test_a_refusal_of_the_last_still_stores_the_others(shelf: Database):
    def refuse(_connection: Connection) -> None:
        raise Refused("test", "tidak")

    acts = [Act(shelf, "kept"), Act(shelf, "refused", refuse)]
    with first_in_line(shelf, acts):
        pass

    assert ended(acts)[0] is None
    assert on_shelf(shelf) == {"first", "kept"}


def test_a_row_that_the_database_refuses_leaves_the_others(shelf: Database):
    acts = [Act(shelf, "first"), Act(shelf, "kept")]
    with first_in_line(shelf, acts):
        pass

    twice, kept = ended(acts)
    assert isinstance(twice, IntegrityError)
    assert kept is None
    assert on_shelf(shelf) == {"first", "kept"}


def _disk_fault(*_: object) -> None:
    raise OperationalError("COMMIT", {}, Exception("disk I/O error"))


def test_a_commit_that_fails_fails_all_that_shared_it(shelf: Database):
    acts = [Act(shelf, "one"), Act(shelf, "two")]
    event.listen(shelf.engine, "commit", _disk_fault)
    with pytest.raises(DatabaseUnavailable), first_in_line(shelf, acts):
        pass
    assert all(isinstance(raised, DatabaseUnavailable) for raised in ended(acts))
    event.remove(shelf.engine, "commit", _disk_fault)

    assert on_shelf(shelf) == set()
    with shelf.writing_together() as connection:
        put(connection, "later")
    assert on_shelf(shelf) == {"later"}


def test_a_disk_that_fails_during_an_act_leaves_nothing_of_what_was_handed_on(shelf: Database):
    broken = Act(shelf, "broken", _disk_fault)
    with pytest.raises(DatabaseUnavailable), first_in_line(shelf, [broken]):
        pass

    assert isinstance(ended([broken])[0], DatabaseUnavailable)
    assert on_shelf(shelf) == set()
    with shelf.writing_together() as connection:
        put(connection, "afterwards")
    assert on_shelf(shelf) == {"afterwards"}


def test_another_writer_ends_what_is_open_before_it_begins(shelf: Database, commits: list[str]):
    together = shelf._together
    assert together
    with shelf._one_writer:
        act = Act(shelf, "together")
        act.start()
        wait_for_line(shelf, 1)
        together._waiting += 1  # somebody is on the way, and does not come

    until(lambda: together._open is not None)
    with shelf.writing() as connection:
        put(connection, "alone")
    together._waiting -= 1

    assert ended([act]) == [None]
    assert on_shelf(shelf) == {"together", "alone"}
    assert commits == ["commit", "commit"]


def test_a_commit_holds_a_stated_number_of_acts_at_most(shelf: Database, commits: list[str]):
    acts = [Act(shelf, f"act {number}") for number in range(19)]
    with first_in_line(shelf, acts):
        pass

    assert ended(acts) == [None] * 19
    assert len(on_shelf(shelf)) == 20
    assert len(commits) == 2
