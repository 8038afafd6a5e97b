"""What every page test stands on: a real SQLite file of its own, a meeting in it, and the page over the router."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

import components.charts
import components.database
import components.routes
import db.settings
import services.benefits_book
import services.district
import services.group_needs
from db.engine import Database
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting
from services import change_meeting
from services.card_list import card_list
from services.clock import system_clock
from services.create_meeting import CreateMeeting, create_meeting
from services.sign_in import sign_in
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment
from tests.support.databases import AT_THE_MACHINE, Templates, clock

PROJECT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-for-tests-only"
VILLAGE = "62.08.04.2004"  # Desa Sungai Pasir
NEIGHBOUR = "62.08.04.2001"


class _RoutedPages(PagesManager):
    """AppTest goes back before every run to running the files of pages/ without the router; it may do so here."""


@pytest.fixture(autouse=True)
def _through_the_router(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the app, where app.py sees to it at the start."""
    monkeypatch.setattr(app_test, "PagesManager", _RoutedPages)
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)


# Streamlit reads what every installed package says of itself, a third of a page's time, for each AppTest anew.
_components_of_packages = functools.cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def _packages_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", _components_of_packages)


def _forget() -> None:
    """Empty every cache of the process that holds a database, or what was read from one."""
    rooms = (
        services.district, services.benefits_book, services.group_needs,
        components.charts, components.routes, components.database, db.settings,
    )  # fmt: skip
    for room in rooms:
        for member in vars(room).values():
            if hasattr(member, "cache_clear"):
                member.cache_clear()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("databases"))


class Hall:
    """A database with its meeting, the people in front of their pages, and what the ledger holds."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def meeting(self, state: str = "open", **wanted: Any) -> Meeting:
        """A new meeting, brought to a state step by step."""
        found = create_meeting(CreateMeeting(**wanted), self.database, clock, AT_THE_MACHINE)
        for reached in ("open", "closed", "published"):
            if state in _AT_OR_AFTER[reached]:
                step = getattr(change_meeting, _STEPS[reached])
                found = step(found.id, self.database, clock, AT_THE_MACHINE)
        return found

    def change(self, step: str, meeting: Meeting) -> None:
        """Somebody else takes a meeting's next step: "open_meeting" or "close_meeting"."""
        getattr(change_meeting, step)(meeting.id, self.database, clock, AT_THE_MACHINE)

    def codes(self, meeting: Meeting) -> dict[str, str]:
        """The card codes by village."""
        return {c.village_code: c.code for c in card_list(meeting, self.database, AT_THE_MACHINE)}

    def pledge(self, meeting: Meeting, workers: int, *, village: str = VILLAGE, key: str = "elsewhere") -> Receipt:
        """Somebody else pledges meanwhile: new workers for the whole budget year from ADD."""
        line = LineRequest("new", workers, 12, Month(meeting.budget_year, 1), "ADD")
        command = SubmitCommitment(meeting.id, village, (line,), key)
        return submit_commitment(command, self.database, clock, AT_THE_MACHINE)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a query; of a statement that changes something, none."""
        with self.database.writing() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []

    def ledger(self) -> list[tuple[Any, ...]]:
        """Village, revision, new and continued workers, rupiah, of every row."""
        return self.sql(
            "SELECT village_code, revision, new_workers, continued_workers, amount_rupiah FROM commitments ORDER BY sequence"
        )

    def cookie(self) -> str:
        """What a browser keeps that has opened the printed link a moment ago."""
        return sign_in(TOKEN, self.database, system_clock, components.database.settings()).cookie

    def open(self, page: str, *, card: str = "", facilitator: bool = False, **query: str) -> AppTest:
        """A page as a browser opens it, with a card or as the facilitator where that is said."""
        at = AppTest.from_file(str(PROJECT / "router.py"), default_timeout=60)
        at.session_state["access.card"] = card
        at.session_state["access.facilitator"] = self.cookie() if facilitator else ""
        for name, value in query.items():
            at.query_params[name] = value
        if "_" in page:  # its address is not its file's name, and only a first run tells AppTest so
            at.run()
        at.switch_page(f"pages/{page}.py")
        return at.run()


_STEPS = {"open": "open_meeting", "closed": "close_meeting", "published": "publish_meeting"}
_AT_OR_AFTER = {
    "open": ("open", "closed", "published"),
    "closed": ("closed", "published"),
    "published": ("published",),
}


@pytest.fixture
def hall_with(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Hall]]:
    """Makes the hall on a kind of database: "sample", "real", or "empty" (regions and rates, no data)."""
    opened: list[Database] = []

    def make(kind: str) -> Hall:
        url = templates.copy("sample" if kind == "empty" else kind, tmp_path / "rembuk.sqlite3")
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("REMBUK_FACILITATOR_TOKEN", TOKEN)
        _forget()
        opened.append(components.database.database())
        hall = Hall(opened[-1])
        if kind == "empty":  # starting the program would load the sample, so it is taken away afterwards
            hall.sql("DELETE FROM current_datasets")
        return hall

    yield make
    for database in opened:
        database.close()
    _forget()


@pytest.fixture
def hall(hall_with: Callable[[str], Hall]) -> Hall:
    """The hall on the sample data of Sukamara."""
    return hall_with("sample")


@pytest.fixture
def empty_hall(hall_with: Callable[[str], Hall]) -> Hall:
    return hall_with("empty")


@pytest.fixture
def real_hall(hall_with: Callable[[str], Hall]) -> Hall:
    """The hall on an imported file: 100 eligible and 40 active in each group of each village."""
    return hall_with("real")


@pytest.fixture
def meeting(real_hall: Hall) -> Meeting:
    """Open, on real data: each desa has 800 BPU workers, 320 active, 480 uncovered."""
    return real_hall.meeting(budget_year=2027)


@pytest.fixture
def form(real_hall: Hall, meeting: Meeting) -> AppTest:
    """The form of Desa Sungai Pasir as its village head opens it."""
    at = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])
    assert not at.exception
    return at
