"""A hall with the real server in it: its database, its command line, and what people press on its screens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from db.engine import Database, open_database
from domain.calendar import Month
from domain.commitment import LineRequest
from services.card_list import card_list
from services.change_meeting import close_meeting, open_meeting
from services.clock import system_clock
from services.create_meeting import CreateMeeting, create_meeting
from services.find_meeting import meeting_named
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.support.browser import wait_until_ready
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.server import PROJECT, RunningApp

TOKEN = "a-token-for-tests-only"
VILLAGE = "62.08.04.2004"  # Desa Sungai Pasir
NEIGHBOUR = "62.08.04.2001"


class RunningHall:
    """A started app and the database that it serves."""

    def __init__(self, url: str, log: Path) -> None:
        self._environment = {"DATABASE_URL": url, "REMBUK_FACILITATOR_TOKEN": TOKEN}
        self._url = url
        self.app = RunningApp(self._environment, log=log)

    @property
    def url(self) -> str:
        return self.app.url

    @property
    def facilitator_link(self) -> str:
        return f"{self.url}/masuk?token={TOKEN}"

    def cli(self, *arguments: str) -> Any:
        """What `python -m db ... --json` prints, run as a process of its own."""
        command = [sys.executable, "-m", "db", *arguments, "--json"]
        environment = os.environ | self._environment
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def open_meeting(self) -> None:
        """Prepare, without the command line's start-up time: a meeting for the budget of 2027, open."""
        with closing(open_database(self._url)) as database:
            made = create_meeting(CreateMeeting(budget_year=2027), database, clock, AT_THE_MACHINE)
            self._meeting = open_meeting(made.id, database, clock, AT_THE_MACHINE)

    def codes(self) -> dict[str, str]:
        """The card codes of that meeting by village."""
        with closing(open_database(self._url)) as database:
            return {card.village_code: card.code for card in card_list(self._meeting, database, AT_THE_MACHINE)}

    def codes_of_the_present_meeting(self) -> dict[str, str]:
        """The card codes by village of the meeting that somebody made on a screen."""
        with self.database() as database:
            cards = card_list(meeting_named(database, None), database, AT_THE_MACHINE)
        return {card.village_code: card.code for card in cards}

    def close_meeting(self) -> None:
        """End the meeting that :meth:`open_meeting` began."""
        with self.database() as database:
            close_meeting(self._meeting.id, database, clock, AT_THE_MACHINE)

    def commit(self, village: str, workers: int, key: str) -> None:
        """A pledge of another process than the app's to that meeting: new workers, twelve months, from ADD."""
        line = LineRequest("new", workers, 12, Month(2027, 1), "ADD")
        command = SubmitCommitment(self._meeting.id, village, (line,), key)
        with self.database() as database:
            submit_commitment(command, database, system_clock, AT_THE_MACHINE)

    def database(self) -> closing[Database]:
        """The database that the app serves, for another process's acts."""
        return closing(open_database(self._url))

    def change(self, statement: str) -> None:
        """Change the database behind the app's back, to see it fail."""
        with closing(open_database(self._url)) as database, database.writing() as connection:
            connection.exec_driver_sql(statement)

    def ledger(self, village: str) -> list[tuple[Any, ...]]:
        """Revision and workers of every row of a village, read from the file itself."""
        with closing(open_database(self._url)) as database, database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT revision, new_workers FROM commitments WHERE village_code = ? ORDER BY sequence", (village,)
            )
            return [tuple(row) for row in rows]


def field(page: Page, key: str) -> Locator:
    """The place of a widget by its key."""
    return page.locator(f".st-key-{key.replace('.', '-')}")


def press(page: Page, key: str) -> None:
    """Press a button of ours."""
    field(page, key).get_by_role("button").click()


def open_form(page: Page, hall_url: str, code: str) -> None:
    """Open the card's link on a phone."""
    page.goto(f"{hall_url}/komitmen?k={code}")
    wait_until_ready(page)
    expect(field(page, "commitment.workers")).to_be_visible()


def fill_and_review(page: Page, workers: int) -> None:
    """Type the number and press "Tinjau", as far as the question whether it is right."""
    field(page, "commitment.workers").locator("input").fill(str(workers))
    # The amount is the server's answer to what was typed; before it, the button still means the number before.
    expect(page.locator(".rb-pledge-total")).to_contain_text(f"{workers:,}".replace(",", ".") + " ")
    press(page, "commitment.submit")
    expect(field(page, "commitment.confirm").get_by_role("button")).to_be_visible()


def pledge(page: Page, workers: int) -> str:
    """Fill in, review, confirm; returns the receipt's sentence."""
    fill_and_review(page, workers)
    press(page, "commitment.confirm")
    receipt = page.locator(".rb-notice-success")
    expect(receipt).to_contain_text("Tanda terima")
    return receipt.inner_text()


def tile(screen: Page, village: str) -> Locator:
    """A village on the projector."""
    return screen.locator(f'.layar [data-code="{village}"]')


def value(screen: Page, part: str) -> Locator:
    """One of the projector's big figures: villages, workers, amount or coverage."""
    return screen.locator(f'.layar [data-part="{part}"] [data-part="value"]')
