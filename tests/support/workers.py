"""How the tests are dealt to xdist's workers: file by file, and all that drives a browser to one of them."""

from __future__ import annotations

from typing import Any

import pytest

BROWSER_TESTS = "tests/browser/"


def share_of(nodeid: str) -> str:
    """The name of what stays together on one worker: two browsers at once starve each other on two cores."""
    return BROWSER_TESTS if nodeid.startswith(BROWSER_TESTS) else nodeid.split("::", 1)[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For `--dist loadfile` only. Marks of `--dist loadgroup` would say the same, but xdist 3.8 loses them
    without a word under pytest 9.2, which keeps its node ids elsewhere.
    """
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class TogetherScheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share_of(nodeid)

    return TogetherScheduling(config, log)
