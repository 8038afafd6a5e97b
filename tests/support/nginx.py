"""nginx with our site from deploy/, on a free port of 127.0.0.1: its own process, ended by its own handle."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ports import free_port
from tests.support.server import PROJECT

START_SECONDS = 10
SITE = PROJECT / "deploy" / "nginx" / "rembuk.conf"
SERVERS = PROJECT / "deploy" / "nginx" / "rembuk-servers.conf"


def binary() -> str | None:
    """Where nginx is; Debian's stands where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Nginx:
    """Our site in front of servers on these ports, from entering the block until leaving it."""

    def __init__(self, ports: Sequence[int], folder: Path) -> None:
        self.port = free_port()
        self.log, self.errors = folder / "access.log", folder / "error.log"
        self._folder = folder
        self._write(ports)

    @property
    def url(self) -> str:
        """Address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        program = binary()
        assert program, "ask binary() first"
        said = self._folder / "nginx.out"
        with said.open("wb") as output:
            self._process = subprocess.Popen(
                [program, "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        self.__exit__(None, None, None)
        raise RuntimeError(f"nginx did not start:\n{said.read_text(errors='replace')}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(START_SECONDS)

    def answered_by(self) -> list[int]:
        """The port of the server that answered, for each request so far."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [int(line.rpartition(":")[2]) for line in lines if line.rpartition(":")[2].isdigit()]

    def _write(self, ports: Sequence[int]) -> None:
        """The site as it is shipped, but for the places that belong to a whole machine."""
        first, second = "127.0.0.1:8501", "127.0.0.1:8502"
        servers = SERVERS.read_text(encoding="utf-8")
        for shipped, port in zip((first, second), ports, strict=True):
            servers = _replaced(servers, shipped, f"127.0.0.1:{port}")
        site = SITE.read_text(encoding="utf-8")
        for shipped, ours in (
            ("listen 80;", f"listen 127.0.0.1:{self.port};"),
            ("/etc/nginx/rembuk-servers.conf", str(self._folder / "servers.conf")),
            ("/var/log/nginx/rembuk.log", str(self.log)),
            ("/var/log/nginx/rembuk-error.log", str(self.errors)),
        ):
            site = _replaced(site, shipped, ours)
        temporary = "".join(
            f"    {kind}_temp_path {self._folder / kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        main = (
            f"daemon off;\nmaster_process off;\npid {self._folder / 'nginx.pid'};\nerror_log stderr;\n"
            f"events {{}}\nhttp {{\n{temporary}{site}}}\n"
        )
        (self._folder / "servers.conf").write_text(servers, encoding="utf-8")
        (self._folder / "nginx.conf").write_text(main, encoding="utf-8")


def _replaced(text: str, shipped: str, ours: str) -> str:
    assert text.count(shipped) == 1, f"{shipped} stands {text.count(shipped)} times in deploy/nginx"
    return text.replace(shipped, ours)


def missing() -> str | None:
    """Why nginx cannot be had here; None where it can. On CI it must be there."""
    if binary():
        return None
    assert not os.environ.get("CI"), "In CI the site must be tested: nginx is not installed."
    return "nginx is not installed (tools/test-prerequisites.sh installs it as root on Debian)"
