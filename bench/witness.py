"""Streamlit's own command line in this process, with one witness: the moment at which each commit returned.

Started by RunningApp(launcher=[this file]); appends the monotonic clock in nanoseconds, a line for each commit, to the
file named in BENCH_COMMITS. The clock is the machine's, so another process may subtract from it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any


def watch_commits(path: str) -> None:
    """Stand first among the listeners of every database that this process opens."""
    from db.engine import Database  # noqa: PLC0415  only after the app's folder stands on the path

    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    prepared = Database.__init__

    def note() -> None:
        os.write(descriptor, f"{time.monotonic_ns()}\n".encode())

    def prepare(self: Database, *arguments: Any) -> None:
        prepared(self, *arguments)
        self.listen(note)

    Database.__init__ = prepare  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    # `streamlit run` puts the app's folder first; ours must not stand before it.
    sys.path[0] = str(Path.cwd())
    watch_commits(os.environ["BENCH_COMMITS"])

    from streamlit.web.cli import main

    main(prog_name="streamlit")
