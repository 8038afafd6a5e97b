"""The app as a server runs it: JSON lines without secrets, and the figures of its screens and pledges."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from pathlib import Path

from bench.client import Session
from components.access import CARD_COOKIE
from db.engine import open_database
from services.attendance import attendance
from services.card_list import card_list
from services.change_meeting import open_meeting
from services.create_meeting import CreateMeeting, create_meeting
from tests.support.databases import AT_THE_MACHINE, Templates, clock
from tests.support.loops import run_alone
from tests.support.pledging import until
from tests.support.server import RunningApp

TOKEN = "a-token-that-nobody-may-read"


def get(app: RunningApp, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", app.port, timeout=15)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_meeting_is_in_the_figures_and_no_name_code_or_token_in_the_log(tmp_path: Path) -> None:
    url = Templates(tmp_path).copy("real", tmp_path / "rembuk.sqlite3")
    with closing(open_database(url)) as database:
        made = create_meeting(CreateMeeting(budget_year=2027), database, clock, AT_THE_MACHINE)
        open_meeting(made.id, database, clock, AT_THE_MACHINE)
        card = card_list(made, database, AT_THE_MACHINE)[0].code
    settings = {"DATABASE_URL": url, "REMBUK_FACILITATOR_TOKEN": TOKEN, "REMBUK_LOG": "json"}

    async def come_and_pledge(app: RunningApp) -> None:
        async with Session(app.url, "/komitmen", cookies={CARD_COOKIE: card}) as head:
            await head.type_text("attendance.name", "Siti Aminah")
            await head.type_text("attendance.position", "Kepala Desa")
            await head.press("attendance.join")
            await head.type_text("commitment.workers", "60")
            await head.press("commitment.submit")
            await head.press("commitment.confirm")

    with RunningApp(settings, log=tmp_path / "app.log") as app:
        answers = [
            get(app, path)[0] for path in (f"/masuk?token={TOKEN}", "/masuk?token=x" + TOKEN, f"/komitmen?k={card}")
        ]
        run_alone(come_and_pledge(app))
        with closing(http.client.HTTPConnection("127.0.0.1", app.port, timeout=15)) as screen:
            screen.request("GET", "/live/events")
            screen.getresponse().readline()
            during = get(app, "/metrics")[1].splitlines()
        until(lambda: "rembuk_live_screens 0" in get(app, "/metrics")[1].splitlines())

    with closing(open_database(url)) as database:
        came = attendance(database, AT_THE_MACHINE, made.id).presence.people
    assert (answers, came) == ([303, 403, 303], 1)
    assert {"rembuk_live_screens 1", "rembuk_pledges_stored_total 1", "rembuk_pledge_seconds_count 1"} <= set(during)
    lines = [json.loads(line) for line in app.log_text().splitlines() if line.startswith("{")]
    assert [one["message"] for one in lines if one["message"] in ("ready", "pledge")] == ["ready", "pledge"]
    assert {one["logger"] for one in lines} >= {"rembuk", "services.submit_commitment"}
    assert not [word for word in (TOKEN, card, "Siti", "Aminah") if word in app.log_text()]
    assert [line for line in app.log_text().splitlines() if line.strip() and not line.startswith("{")] == []
