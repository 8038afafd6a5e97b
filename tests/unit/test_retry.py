"""Which acts are done again, how often, and that every service that stores something says so."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from db import retry
from db.failures import BrokenOff, DatabaseUnavailable, OutcomeUnknown
from db.retry import TRIES, pause_after, retried, retried_by_key
from domain.refusal import Refused

PROJECT = Path(__file__).resolve().parents[2]
NEVER_AGAIN = {
    "import_regions", "import_wide",  # a whole country, looked at before and watched
    "whole_copy", "copy_database", "_prepared", "_into_server",  # minutes of work, by somebody who sees it fail
    "migrate_and_load", "load_sample",  # at the start, where the first failure is to be seen
    "grant_least_rights",
    "_store",  # a wrong code that was not counted
}  # fmt: skip


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(retry.time, "sleep", slept.append)
    return slept


def failing(times: int, error: Exception) -> tuple[Callable[[], str], list[int]]:
    """An act that fails so many times, and its calls."""
    calls: list[int] = []

    def act() -> str:
        calls.append(len(calls))
        if len(calls) <= times:
            raise error
        return "stored"

    return act, calls


@pytest.mark.parametrize(
    ("decorate", "error"),
    [
        (retried, BrokenOff("putus")),
        (retried_by_key, BrokenOff("putus")),
        (retried_by_key, OutcomeUnknown("belum pasti")),
    ],
)
def test_what_is_safe_is_done_again_until_it_succeeds(decorate, error: Exception, pauses: list[float]) -> None:
    act, calls = failing(TRIES - 1, error)

    assert decorate(act)() == "stored"
    assert len(calls) == TRIES
    assert len(pauses) == TRIES - 1


@pytest.mark.parametrize("decorate", [retried, retried_by_key])
def test_it_is_given_up_after_four_tries(decorate) -> None:
    act, calls = failing(99, BrokenOff("putus"))

    with pytest.raises(BrokenOff, match="putus"):
        decorate(act)()
    assert len(calls) == TRIES


@pytest.mark.parametrize(
    ("decorate", "error"),
    [
        (retried, OutcomeUnknown("belum pasti")),
        (retried, DatabaseUnavailable("penuh")),
        (retried_by_key, DatabaseUnavailable("penuh")),
        (retried_by_key, Refused("x", "tidak")),
    ],
)
def test_what_may_be_stored_or_would_fail_again_is_done_once(decorate, error: Exception, pauses: list[float]) -> None:
    act, calls = failing(1, error)

    with pytest.raises(type(error)):
        decorate(act)()
    assert (len(calls), pauses) == (1, [])


def test_pauses_grow_and_differ() -> None:
    first, last = [pause_after(1) for _ in range(20)], [pause_after(TRIES - 1) for _ in range(20)]

    assert max(first) < min(last)
    assert len(set(first)) == len(first)
    assert max(last) < 1


def writers(tree: ast.Module) -> list[ast.FunctionDef]:
    """The functions that open a write transaction."""
    return [
        found
        for found in ast.walk(tree)
        if isinstance(found, ast.FunctionDef)
        and any(isinstance(node, ast.Attribute) and node.attr.startswith("writing") for node in ast.walk(found))
    ]


def test_every_service_that_stores_something_says_whether_it_is_done_again() -> None:
    found = [
        (path.name, writer.name, {name.id for name in writer.decorator_list if isinstance(name, ast.Name)})
        for path in sorted((PROJECT / "services").glob("*.py"))
        for writer in writers(ast.parse(path.read_text(encoding="utf-8")))
    ]

    silent = [(file, name) for file, name, marks in found if not marks & {"retried", "retried_by_key"}]
    assert sorted(name for _, name in silent) == sorted(NEVER_AGAIN), silent


def test_only_acts_with_a_key_are_done_again_when_nobody_knows_the_outcome() -> None:
    by_key = {
        writer.name
        for path in (PROJECT / "services").glob("*.py")
        for writer in writers(ast.parse(path.read_text(encoding="utf-8")))
        if any(isinstance(mark, ast.Name) and mark.id == "retried_by_key" for mark in writer.decorator_list)
    }

    assert by_key == {
        "_submit", "record_decision", "withdraw_decision", "add_addendum", "record_step",
        "save",  # a simulation is named after what it holds
        "save_draft",  # puts the same draft in the same place
    }  # fmt: skip
