"""Streamlit's own command line in this process, with two witnesses: what its sockets are set to, whom it asks.

Started by RunningApp(launcher=[this file]); writes what it sees to the file named in WATCH_REPORT, again and again:
`options` in force, `nodelay` of each accepted socket by the port of its client, `asked`: hosts beyond this machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}
OPTIONS = (
    "server.fileWatcherType", "runner.postScriptGC", "server.websocketPingInterval", "logger.hideWelcomeMessage",
)  # fmt: skip

asked: set[str] = set()


def note_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: a name looked up or a TCP connection made beyond this machine. UDP `connect` sends nothing."""
    host = None
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect":
        connection, address = arguments
        is_tcp = connection.type == socket.SOCK_STREAM and isinstance(address, tuple)
        host = address[0] if is_tcp else None
    host = host.decode() if isinstance(host, bytes) else host
    if host not in LOCAL:
        asked.add(str(host))


def accepted_sockets(server_port: int) -> dict[int, bool]:
    """TCP_NODELAY of every connection to our server port that this process holds, by the client's port."""
    found = {}
    for descriptor in Path("/dev/fd").iterdir():
        # A descriptor can be closed between the lines: it is then no connection any more.
        number = int(descriptor.name)
        with contextlib.suppress(OSError):
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.socket(fileno=os.dup(number)) as twin:
                if twin.type == socket.SOCK_STREAM and twin.getsockname()[1:2] == (server_port,):
                    client_port = twin.getpeername()[1]
                    found[client_port] = twin.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    return found


def report_for_ever(path: Path, server_port: int) -> None:
    """Rewrite the report as soon as it changes; the reader sees the old or the new one, never half."""
    from streamlit import config

    written = None
    while True:
        report = {
            "options": {name: config.get_option(name) for name in OPTIONS},
            "nodelay": accepted_sockets(server_port),
            "asked": sorted(asked),
        }
        if report != written:
            draft = path.with_suffix(".draft")
            draft.write_text(json.dumps(report), encoding="utf-8")
            draft.replace(path)
            written = report
        time.sleep(0.05)


if __name__ == "__main__":
    sys.addaudithook(note_network)
    # `streamlit run` puts the app's folder first; ours must not stand before it.
    sys.path[0] = str(Path.cwd())
    port = int(sys.argv[sys.argv.index("--server.port") + 1])
    arguments = (Path(os.environ["WATCH_REPORT"]), port)
    threading.Thread(target=report_for_ever, args=arguments, daemon=True).start()

    from streamlit.web.cli import main

    main(prog_name="streamlit")
