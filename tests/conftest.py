from __future__ import annotations

from tests.support.postgres import postgres_server, postgres_url
from tests.support.workers import pytest_xdist_make_scheduler

__all__ = ["postgres_server", "postgres_url", "pytest_xdist_make_scheduler"]
