from __future__ import annotations

from tests.support.postgres import postgres_server, postgres_url
from tests.support.second_runs import pytest_terminal_summary
from tests.support.workers import pytest_xdist_make_scheduler

__all__ = ["postgres_server", "postgres_url", "pytest_terminal_summary", "pytest_xdist_make_scheduler"]
