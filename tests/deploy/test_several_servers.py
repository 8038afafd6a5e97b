"""Two processes behind nginx with the site of deploy/, one PostgreSQL: one hall, whichever of them answers."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import re
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from bench.client import Session
from components.access import CARD_COOKIE, DESK_CLOSED, FACILITATOR_COOKIE
from db.engine import open_database
from services.card_list import card_list
from services.change_meeting import open_meeting
from services.create_meeting import CreateMeeting, create_meeting
from services.prepare_database import migrate_and_load
from tests.support import nginx
from tests.support.databases import AT_THE_MACHINE, clock, import_real_data
from tests.support.loops import run_alone
from tests.support.pledging import until
from tests.support.postgres import fresh_database
from tests.support.server import RunningApp

pytestmark = pytest.mark.postgres
NODE = "rembuk_node"
TOKEN = "the-same-token-for-both"
SOON = 15.0


@dataclass
class SeveralServers:
    """The site, the processes behind it by their ports, and the village that pledges."""

    site: nginx.Nginx
    apps: dict[int, RunningApp]
    card: str

    def get(self, path: str, **cookies: str) -> tuple[http.client.HTTPResponse, int]:
        """One request through the site, and the port of the process that answered it (0: none)."""
        before = len(self.site.answered_by())
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=SOON)
        with contextlib.closing(connection):
            header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
            connection.request("GET", path, headers=header)
            answer = connection.getresponse()
            answer.read()
        until(lambda: len(self.site.answered_by()) > before)
        return answer, self.site.answered_by()[-1]

    @contextlib.contextmanager
    def screen(self, node: str) -> Iterator[Iterator[dict[str, Any]]]:
        """A projector's stream through the site: the states as they come, until there was none for 15 s."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=SOON)
        with contextlib.closing(connection):
            connection.request("GET", "/live/events", headers={"Cookie": f"{NODE}={node}"})
            answer = connection.getresponse()
            lines = itertools.takewhile(lambda line: not line.startswith(b":"), iter(answer.readline, b""))
            yield (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))

    def nodes(self) -> dict[int, str]:
        """A browser's cookie for each process."""
        found: dict[int, str] = {}
        for _ in range(64):
            node = secrets.token_hex(16)
            found.setdefault(self.get("/_stcore/health", **{NODE: node})[1], node)
            if len(found) == len(self.apps):
                break
        return found


@pytest.fixture(scope="module")
def servers(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeveralServers]:
    if reason := nginx.missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("several")
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(fresh_database(postgres_server))
        card = prepared(url)
        settings = {
            "DATABASE_URL": url, "REMBUK_FACILITATOR_TOKEN": TOKEN, "REMBUK_BACKUP_DIR": str(folder / "backups"),
            "STREAMLIT_SERVER_COOKIE_SECRET": "the-same-secret-for-both",
        }  # fmt: skip
        apps = [RunningApp(settings, log=folder / f"app-{number}.log") for number in range(2)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(RunningApp.start, apps))
        for app in apps:
            stack.callback(app.stop)
        by_port = {app.port: app for app in apps}
        site = stack.enter_context(nginx.Nginx(list(by_port), folder))
        yield SeveralServers(site, by_port, card)


def prepared(url: str) -> str:
    """An open meeting; a card of it."""
    with contextlib.closing(open_database(url)) as database:
        migrate_and_load(database)
        import_real_data(database)
        made = create_meeting(CreateMeeting(budget_year=2027), database, clock, AT_THE_MACHINE)
        open_meeting(made.id, database, clock, AT_THE_MACHINE)
        return card_list(made, database, AT_THE_MACHINE)[0].code


def test_each_browser_keeps_its_process_and_all_processes_are_used(servers: SeveralServers) -> None:
    """All of them come from one address, as the phones of a hall do."""
    reached = set()
    for _ in range(32):
        answer, first = servers.get("/_stcore/health")
        (given,) = node_cookies(answer)
        node = re.fullmatch(rf"{NODE}=(\w{{32}}); Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax", given)
        assert node
        again = [servers.get("/_stcore/health", **{NODE: node[1]}) for _ in range(2)]
        assert [(port, node_cookies(other)) for other, port in again] == [(first, [])] * 2
        reached.add(first)
        if len(reached) == 2:
            break

    assert reached == set(servers.apps)


def node_cookies(answer: http.client.HTTPResponse) -> list[str]:
    return [value for value in answer.headers.get_all("Set-Cookie", []) if value.startswith(NODE)]


def test_a_pledge_at_one_process_is_on_the_screens_of_the_other(servers: SeveralServers) -> None:
    here, there = servers.nodes().values()

    async def pledge() -> None:
        async with Session(servers.site.url, "/komitmen", cookies={CARD_COOKIE: servers.card, NODE: here}) as head:
            await head.type_text("commitment.workers", "60")
            await head.press("commitment.submit")
            await head.press("commitment.confirm")

    with servers.screen(there) as states:
        before = next(states)["pledges"]["new_workers"]
        run_alone(pledge())
        shown = next(workers for state in states if (workers := state["pledges"]["new_workers"]))

    assert (before, shown) == (0, 60)


def test_whoever_signed_in_at_one_process_is_signed_in_at_the_other(servers: SeveralServers) -> None:
    first, second = servers.nodes().values()

    async def desk_at(node: str, **cookies: str) -> str:
        async with Session(servers.site.url, "/rapat", cookies={NODE: node, **cookies}) as tab:
            return " ".join(tab.texts)

    answer, _ = servers.get(f"/masuk?token={TOKEN}", **{NODE: first})
    kept = next(value for value in answer.headers.get_all("Set-Cookie") if value.startswith(FACILITATOR_COOKIE))
    signed_in = kept.partition(";")[0].partition("=")[2]

    assert DESK_CLOSED in run_alone(desk_at(second))
    assert DESK_CLOSED not in run_alone(desk_at(second, **{FACILITATOR_COOKIE: signed_in}))


def test_nothing_of_a_link_stands_in_the_log_and_the_figures_are_not_for_everybody(servers: SeveralServers) -> None:
    servers.get(f"/komitmen?k={servers.card}")
    servers.get("/masuk?token=a-wrong-token")
    refused = [http_status(servers.site.url, path) for path in ("/metrics", "/_stcore/metrics")]

    log = servers.site.log.read_text(encoding="utf-8")
    assert "/komitmen 303" in log
    assert "?" not in log
    assert servers.card not in log
    assert refused == [404, 404]


def http_status(url: str, path: str) -> int:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=SOON)
    with contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def test_the_browsers_of_a_killed_process_go_on_at_the_other(servers: SeveralServers) -> None:
    """The last test of this file: one of the two is gone afterwards."""
    (killed, node), (left, _) = servers.nodes().items()
    process = servers.apps[killed].process
    assert process
    process.kill()
    process.wait()

    answers = [servers.get("/live/state", **{NODE: node}) for _ in range(3)]

    async def form() -> list[str]:
        async with Session(servers.site.url, "/komitmen", cookies={CARD_COOKIE: servers.card, NODE: node}) as head:
            return list(head.elements)

    assert [(answer.status, port) for answer, port in answers] == [(200, left)] * 3
    assert "commitment.workers" in run_alone(form())
