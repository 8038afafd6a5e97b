"""Altair and a module that another thread is still importing."""

from __future__ import annotations

import sys
import threading
import time
from importlib import import_module
from pathlib import Path

import pytest

from charts.theme import wait_until_whole

SLOW = "rembuk_slow_module"


def test_a_half_imported_module_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / f"{SLOW}.py").write_text("import time\ntime.sleep(0.3)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    importing = threading.Thread(target=import_module, args=(SLOW,))
    importing.start()
    while SLOW not in sys.modules:
        time.sleep(0.001)
    half = hasattr(sys.modules[SLOW], "whole")

    wait_until_whole(SLOW)

    assert (half, sys.modules[SLOW].whole) == (False, True)
    importing.join()
    del sys.modules[SLOW]


def test_what_nobody_imports_is_left_alone():
    wait_until_whole(SLOW)

    assert SLOW not in sys.modules
