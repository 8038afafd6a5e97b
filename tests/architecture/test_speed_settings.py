"""Settings that a hall would notice and that are lost in silence: a new Streamlit, a moved file, a lost line."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.support.server import PROJECT, RunningApp

WATCHED = PROJECT / "tests" / "support" / "watched_server.py"
IN_FORCE = {
    "server.headless": True,
    "server.address": "0.0.0.0",
    "server.fileWatcherType": "none",
    "server.websocketPingInterval": 20,
    "server.disconnectedSessionTTL": 600,
    "server.maxUploadSize": 64,
    "server.enableStaticServing": True,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.showSidebarNavigation": False,
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": True,
    "browser.gatherUsageStats": False,
    "theme.light.primaryColor": "#0F5E54",
}


def test_streamlit_knows_and_follows_every_setting_of_the_project():
    script = (
        "import json, sys\nfrom streamlit import config\n"
        "print(json.dumps({name: config.get_option(name) for name in json.loads(sys.argv[1])}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(list(IN_FORCE))],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""  # Streamlit says here which option of config.toml it does not know
    assert json.loads(done.stdout) == IN_FORCE


def test_every_font_of_the_theme_is_served_by_the_app_itself():
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]

    files = [PROJECT / face["url"].removeprefix("app/") for face in theme["fontFaces"]]

    assert [file.read_bytes()[:4] for file in files] == [b"wOF2"] * 2


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """The project's app under two witnesses, with a websocket open as a phone has it, and what they saw."""
    folder = tmp_path_factory.mktemp("watched")
    report = folder / "report.json"
    environment = {
        "DATABASE_URL": f"sqlite:///{folder / 'rembuk.sqlite3'}",
        "REMBUK_FACILITATOR_TOKEN": "a-token-for-this-test-only",
        "WATCH_REPORT": str(report),
    }
    with RunningApp(environment, log=folder / "app.log", launcher=[str(WATCHED)]) as app:
        address = f"ws://127.0.0.1:{app.port}/_stcore/stream"
        with connect(address, subprotocols=["streamlit"], open_timeout=20, proxy=None) as websocket:
            client_port = websocket.socket.getsockname()[1]
            yield {**wait_for(report, client_port), "client_port": str(client_port)}


def wait_for(report: Path, client_port: int) -> dict:
    """The first report that knows the connection of this client."""
    deadline = time.monotonic() + 10
    seen = {}
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            seen = json.loads(report.read_text(encoding="utf-8"))
            if str(client_port) in seen["nodelay"]:
                return seen
        time.sleep(0.05)
    pytest.fail(f"the server never saw the connection from port {client_port}: {seen}")


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop, which sets TCP_NODELAY, has no Windows wheel")
def test_the_socket_of_a_session_sends_at_once(watched):
    assert watched["nodelay"][watched["client_port"]] is True


def test_the_running_server_follows_the_speed_settings(watched):
    assert watched["options"] == {
        "server.fileWatcherType": "none",
        "runner.postScriptGC": False,
        "server.websocketPingInterval": 20,
        "logger.hideWelcomeMessage": True,
    }


def test_the_server_starts_without_asking_anybody_on_the_network(watched):
    assert watched["asked"] == []
