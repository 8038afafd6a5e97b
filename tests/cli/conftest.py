from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from db.__main__ import main
from db.engine import open_database
from db.settings import settings
from tests.support.databases import Templates, enrollment_file

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)


Command = Callable[..., Said]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Points the commands at a database."""

    def point(url: str) -> str:
        monkeypatch.setenv("DATABASE_URL", url)
        settings.cache_clear()
        return url

    yield point
    settings.cache_clear()


@pytest.fixture
def empty(at, tmp_path: Path) -> str:
    """No database yet: the first command makes it."""
    return at(f"sqlite:///{tmp_path}/rembuk.sqlite3")


@pytest.fixture
def sample(at, templates: Templates, tmp_path: Path) -> str:
    return at(templates.copy("sample", tmp_path / "rembuk.sqlite3"))


@pytest.fixture
def real(at, templates: Templates, tmp_path: Path) -> str:
    """One imported file: in each village and group 100 eligible, 40 of them active."""
    return at(templates.copy("real", tmp_path / "rembuk.sqlite3"))


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process: `cli("meeting", "show", "--json")`."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def cli_process() -> Command:
    """Run a command as `python -m db` in a process of its own."""

    def run(*arguments: str, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "db", *arguments],
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def file_with(tmp_path: Path):
    """Writes an import file with the same counts in every row."""

    def write(url: str, *, name: str = "berkas.csv", **counts: int) -> Path:
        with closing(open_database(url)) as database:
            content = enrollment_file(database, **counts)
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
