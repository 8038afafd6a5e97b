"""The servers that are compared: the app, an empty Streamlit page, and the plain form; each started as a user would."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.hall import Hall
from tests.support.server import PROJECT, RunningApp

EMPTY_APP = '"""An app with nothing on it."""\n\nimport streamlit as st\n\napp = st.App("page.py")\n'
EMPTY_PAGE = '"""Nothing."""\n\nimport streamlit as st\n'
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def rembuk(hall: Hall, folder: Path, *, launcher: Sequence[str] = ("-m", "streamlit")) -> RunningApp:
    """Our app on the hall's database, as `make run` starts it."""
    return RunningApp({"DATABASE_URL": hall.url}, log=folder / "rembuk.log", launcher=launcher)


def empty(folder: Path) -> RunningApp:
    """An empty page, started the same way with the same settings."""
    root = folder / "empty"
    root.mkdir(exist_ok=True)
    shutil.copytree(PROJECT / ".streamlit", root / ".streamlit", dirs_exist_ok=True)
    (root / "app.py").write_text(EMPTY_APP, encoding="utf-8")
    (root / "page.py").write_text(EMPTY_PAGE, encoding="utf-8")
    return RunningApp({}, log=folder / "empty.log", root=root)


def plain(hall: Hall, folder: Path) -> RunningApp:
    """The pages as a newcomer would write them, with Streamlit's own settings; headless only, or it opens a browser."""
    root = folder / "plain"
    root.mkdir(exist_ok=True)
    shutil.copyfile(PROJECT / "bench" / "plain_page.py", root / "app.py")
    settings = {
        "BENCH_DATABASE": hall.url.removeprefix("sqlite:///"),
        "STREAMLIT_SERVER_HEADLESS": "true",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
    return RunningApp(settings, log=folder / "plain.log", root=root)


@contextlib.contextmanager
def all_three(hall: Hall, folder: Path) -> Iterator[dict[str, RunningApp]]:
    """All three at once, by name; they wait while another is measured."""
    with rembuk(hall, folder) as ours, empty(folder) as nothing, plain(hall, folder) as newcomer:
        yield {"rembuk": ours, "empty": nothing, "plain": newcomer}


def cpu_seconds(app: RunningApp) -> float | None:
    """Processor time that the server has used so far; None where the system does not tell (only Linux does)."""
    assert app.process, "start the app first"
    try:
        fields = Path(f"/proc/{app.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS
