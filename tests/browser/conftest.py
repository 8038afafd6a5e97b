from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import available, browser_type_launch_args
from tests.support.databases import Templates
from tests.support.running_hall import RunningHall

__all__ = ["browser_type_launch_args"]

StartHall = Callable[[str], RunningHall]


# Of a page that a busy machine is slow to draw; a test waits so long only where it fails.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything beside this file drives a browser: a second time where it failed, and the summary says so."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_skipped_in_ci() -> None:
    reason = available()
    if reason and os.environ.get("CI"):
        pytest.fail(f"CI is set, and a browser test is not skipped there: {reason}")
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="module")
def start_hall(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartHall]:
    """Starts the app on a kind of database, "sample" or "real"; it runs until the file's last test has ended."""
    with ExitStack() as running:

        def start(kind: str) -> RunningHall:
            folder = tmp_path_factory.mktemp("hall")
            hall = RunningHall(templates.copy(kind, folder / "rembuk.sqlite3"), folder / "app.log")
            running.enter_context(hall.app)
            return hall

        yield start
